import { once } from 'node:events'
import { promisify } from 'node:util'
import { deflateRaw } from 'node:zlib'
import { ZipFile } from 'yazl'
import { refusal } from './unpack'
import { zipLimits, type ZipLimits } from './zip-limits'

/** One file of a bundle. */
export interface BundleFile {
  path: string
  content: Buffer
}

const deflate = promisify(deflateRaw)
const fileMode = 0o100644

/** Packs files in the given order, all with one date; never makes what would not be opened again. */
export async function pack(
  files: readonly BundleFile[],
  at: number,
  limits: ZipLimits = zipLimits,
): Promise<Buffer> {
  const bytes = files.reduce((sum, { content }) => sum + content.length, 0)
  if (files.length > limits.entries) {
    throw refusal('too-many', 'too many files for one bundle', { most: limits.entries })
  }
  if (bytes > limits.unpackedBytes) {
    throw refusal('too-big', 'too much for one bundle', { most: limits.unpackedBytes })
  }
  const zip = new ZipFile()
  const chunks: Buffer[] = []
  zip.outputStream.on('data', (chunk: Buffer) => chunks.push(chunk))
  const ended = once(zip.outputStream, 'end')
  const failed = once(zip, 'error').then(([error]) => Promise.reject(error))
  for (const { path, content } of files) {
    const compress = await isWorthPacking(content, limits)
    zip.addBuffer(content, path, { mtime: new Date(at), mode: fileMode, compress })
  }
  zip.end()
  await Promise.race([ended, failed])
  const packed = Buffer.concat(chunks)
  if (packed.length > limits.packedBytes) {
    throw refusal('too-big', 'too much for one bundle', { most: limits.packedBytes })
  }
  return packed
}

/** A large file of one repeated line would look like a bomb to whoever opens the bundle. */
async function isWorthPacking(content: Buffer, limits: ZipLimits): Promise<boolean> {
  if (content.length <= limits.freeBytes) return true
  const { length } = await deflate(content)
  return content.length <= (length * limits.ratio) / 2
}
