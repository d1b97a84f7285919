import { open, readdir, realpath, type FileHandle } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/** A file that a rotation left beside a log. */
export interface Generation {
  path: string
  id: string
  handle: FileHandle
  modifiedAt: number
  size: number
}

/** `.1`, `-20240102`, `.2024-01-02_03`: what rotations append to a name. */
const rotated = /^[._-]\d[\d._:T-]*$/
const compressed = /^[._-]\d[\d._:T-]*\.(?:gz|bz2|xz|zst|zip)$/
const mostGenerations = 30

/** Older generations of a log, oldest first, open; compressed ones are named only. */
export async function openGenerations(
  path: string,
): Promise<{ open: Generation[]; compressed: string[] }> {
  const real = await realpath(path).catch(() => path)
  const name = basename(real)
  const names = await readdir(dirname(real)).catch((): string[] => [])
  const suffixes = names.filter((one) => one.startsWith(name)).map((one) => one.slice(name.length))
  const found: Generation[] = []
  for (const suffix of suffixes.filter((one) => rotated.test(one)).slice(0, mostGenerations)) {
    const generation = await openGeneration(join(dirname(real), name + suffix))
    if (generation !== null) found.push(generation)
  }
  found.sort((one, other) => one.modifiedAt - other.modifiedAt || newerLast(one, other))
  const packed = suffixes.filter((suffix) => compressed.test(suffix))
  return { open: found, compressed: packed.map((suffix) => name + suffix) }
}

/** Of two written in the same moment, `.2` is older than `.1`. */
function newerLast(one: Generation, other: Generation): number {
  return other.path.localeCompare(one.path, 'en', { numeric: true })
}

async function openGeneration(path: string): Promise<Generation | null> {
  const handle = await open(path, 'r').catch(() => null)
  if (handle === null) return null
  const found = await handle.stat({ bigint: true })
  if (!found.isFile()) {
    await handle.close()
    return null
  }
  const { dev, ino, mtimeMs, size } = found
  const facts = { id: `${dev}:${ino}`, modifiedAt: Number(mtimeMs), size: Number(size) }
  return { path, handle, ...facts }
}

/** Generations that began after this one was moved away; the caller closes them. */
export async function missedGenerations(
  path: string,
  old: FileHandle,
  known: ReadonlySet<string>,
): Promise<Generation[]> {
  const { mtimeMs } = await old.stat({ bigint: true })
  const { open: all } = await openGenerations(path)
  const missed: Generation[] = []
  for (const generation of all) {
    const isMissed = !known.has(generation.id) && generation.modifiedAt >= Number(mtimeMs)
    if (isMissed) missed.push(generation)
    else await generation.handle.close()
  }
  return missed
}

/** Names the copies that stand beside a log now, so that those to come are known as new. */
export async function copiesNow(path: string): Promise<Set<string>> {
  const { open: all } = await openGenerations(path)
  await Promise.all(all.map(({ handle }) => handle.close()))
  return new Set(all.map(copyName))
}

/**
 * What copies made before a truncation hold beyond the place that was read, oldest first. Without
 * a mark nothing was read since the last truncation, and every copy that was not there is new.
 */
export async function* restOfTruncated(
  path: string,
  { position, mark, copies }: { position: number; mark: Buffer; copies: ReadonlySet<string> },
): AsyncGenerator<Buffer> {
  const { open: all } = await openGenerations(path)
  let halfRead = -1
  for (const [index, generation] of all.entries()) {
    if (mark.length > 0 && (await holds(generation, position, mark))) halfRead = index
  }
  for (const [index, generation] of all.entries()) {
    const isNew =
      mark.length > 0 ? halfRead !== -1 && index >= halfRead : !copies.has(copyName(generation))
    if (isNew) {
      const start = index === halfRead ? position : 0
      yield* generation.handle.createReadStream({ start })
    } else await generation.handle.close()
  }
}

/** A copy may be written over an older one, in the same place of the disk. */
function copyName({ id, size, modifiedAt }: Generation): string {
  return `${id} ${size} ${modifiedAt}`
}

async function holds({ handle, size }: Generation, position: number, mark: Buffer) {
  if (size < position) return false
  const found = Buffer.alloc(mark.length)
  const { bytesRead } = await handle.read(found, 0, mark.length, position - mark.length)
  return bytesRead === mark.length && found.equals(mark)
}
