import { execFile } from 'node:child_process'
import { readdir, readlink, stat } from 'node:fs/promises'
import { promisify } from 'node:util'

/**
 * Which other processes have files open, by `device:inode`; null where the system does not show it.
 */
export type OpenFiles = (paths: readonly string[]) => Promise<ReadonlyMap<string, number[]> | null>

const run = promisify(execFile)
const toolTimeoutMs = 10_000

/** Looks at every process that this user may look at, the console itself left out. */
export const systemOpenFiles: OpenFiles = async (paths) => {
  if (process.platform === 'linux') return linuxOpenFiles()
  return process.platform === 'win32' ? null : lsofOpenFiles(paths)
}

/** The identity of a file, whatever its name. */
export function fileKey({ dev, ino }: { dev: number | bigint; ino: number | bigint }): string {
  return `${dev}:${ino}`
}

async function linuxOpenFiles(): Promise<Map<string, number[]>> {
  const found = new Map<string, number[]>()
  const pids = (await readdir('/proc')).map(Number).filter((pid) => pid > 0 && pid !== process.pid)
  for (const pid of pids) {
    const folder = `/proc/${pid}/fd`
    const handles = await readdir(folder).catch((): string[] => [])
    const keys = await Promise.all(handles.map((handle) => keyOf(`${folder}/${handle}`)))
    for (const key of new Set(keys)) {
      if (key !== null) found.set(key, [...(found.get(key) ?? []), pid])
    }
  }
  return found
}

async function keyOf(link: string): Promise<string | null> {
  try {
    const target = await readlink(link)
    if (!target.startsWith('/') || target.startsWith('/dev/')) return null
    const facts = await stat(link)
    return facts.isFile() ? fileKey(facts) : null
  } catch {
    return null
  }
}

async function lsofOpenFiles(paths: readonly string[]): Promise<Map<string, number[]> | null> {
  const found = new Map<string, number[]>()
  for (const path of paths) {
    const facts = await stat(path).catch(() => null)
    if (facts === null) continue
    const pids = await lsofPids(path)
    if (pids === null) return null
    found.set(
      fileKey(facts),
      pids.filter((pid) => pid !== process.pid),
    )
  }
  return found
}

/** `lsof` ends with 1 and no text when nobody has the file open; without `lsof` nobody can say. */
async function lsofPids(path: string): Promise<number[] | null> {
  try {
    const { stdout } = await run('lsof', ['-t', '--', path], { timeout: toolTimeoutMs })
    return stdout
      .split('\n')
      .map(Number)
      .filter((pid) => pid > 0)
  } catch (error) {
    const isNobody = error instanceof Error && 'code' in error && error.code === 1
    return isNobody ? [] : null
  }
}
