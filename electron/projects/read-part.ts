import { open, realpath, stat } from 'node:fs/promises'
import { isAbsolute, join, relative, sep } from 'node:path'

/** Reads the beginning of a file, at most so many bytes. */
export async function readPart(path: string, mostBytes: number): Promise<Buffer> {
  const file = await open(path, 'r')
  try {
    const buffer = Buffer.alloc(Math.min(mostBytes, (await file.stat()).size))
    let length = 0
    while (length < buffer.length) {
      const { bytesRead } = await file.read(buffer, length, buffer.length - length, length)
      if (bytesRead === 0) break
      length += bytesRead
    }
    return buffer.subarray(0, length)
  } finally {
    await file.close()
  }
}

export type Place = 'inside' | 'outside' | 'missing'

/** Says where a path of a project really leads once links are followed. */
export async function placeOf(folder: string, path: string): Promise<Place> {
  try {
    const [root, target] = await Promise.all([realpath(folder), realpath(join(folder, path))])
    return isWithin(root, target) ? 'inside' : 'outside'
  } catch {
    return 'missing'
  }
}

function isWithin(root: string, target: string): boolean {
  const way = relative(root, target)
  return !isAbsolute(way) && way !== '..' && !way.startsWith(`..${sep}`)
}

/** Tells whether a path of a project is a file inside it. */
export async function isFileInside(folder: string, path: string): Promise<boolean> {
  if ((await placeOf(folder, path)) !== 'inside') return false
  const found = await stat(join(folder, path)).catch(() => null)
  return found?.isFile() ?? false
}
