import { promisify } from 'node:util'
import { inflateRaw } from 'node:zlib'
import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl'
import { OpsError, type ErrorCode } from '../../shared/errors'
import { zipLimits, type ZipLimits } from './zip-limits'

/** Why a file is not opened as a bundle. */
export type BundleRefusal =
  | 'not-zip'
  | 'damaged'
  | 'no-manifest'
  | 'newer'
  | 'too-big'
  | 'too-many'
  | 'ratio'
  | 'path'
  | 'encrypted'
  | 'bad-json'
  | 'too-many-open'

const codes: Record<BundleRefusal, ErrorCode> = {
  'not-zip': 'invalid',
  damaged: 'invalid',
  'no-manifest': 'invalid',
  newer: 'unsupported',
  'too-big': 'oversized',
  'too-many': 'oversized',
  ratio: 'oversized',
  path: 'invalid',
  encrypted: 'unsupported',
  'bad-json': 'invalid',
  'too-many-open': 'oversized',
}

/** The error with which a bundle is refused. */
export function refusal(
  reason: BundleRefusal,
  message: string,
  facts: Record<string, string | number> = {},
): OpsError {
  return new OpsError(codes[reason], message, { facts: { reason, ...facts } })
}

/** Contents by path; null where the packed bytes are damaged. */
export type Unpacked = ReadonlyMap<string, Buffer | null>

const inflate = promisify(inflateRaw)
const stored = 0
const deflated = 8
const centralSignature = 0x02014b50

/** Unpacks a zip in memory, believing none of its claims; refuses what could do harm. */
export async function unpack(content: Buffer, limits: ZipLimits = zipLimits): Promise<Unpacked> {
  if (content.length > limits.packedBytes) {
    throw refusal('too-big', 'the file is too large for a bundle', { most: limits.packedBytes })
  }
  const zip = await openZip(content)
  if (zip.entryCount > limits.entries) {
    throw refusal('too-many', 'too many files in the bundle', { most: limits.entries })
  }
  const entries = await listEntries(zip)
  if (hidesEntries(zip, content)) throw refusal('damaged', 'the zip holds more than it counts')
  const files = new Map<string, Buffer | null>()
  let room = limits.unpackedBytes
  for (const { entry, path, isFolder } of entries) {
    const data = await readEntry(zip, content, { entry, path, room }, limits)
    room -= data?.length ?? 0
    if (!isFolder) files.set(path, data)
  }
  return files
}

async function openZip(content: Buffer): Promise<ZipFile> {
  try {
    // Names are judged here, as the bytes that they are: the library would rewrite some of them.
    return await fromBufferPromise(content, { decodeStrings: false, validateEntrySizes: false })
  } catch (error) {
    throw refusal('not-zip', `not a zip file: ${messageOf(error)}`)
  }
}

interface NamedEntry {
  entry: Entry
  path: string
  isFolder: boolean
}

async function listEntries(zip: ZipFile): Promise<NamedEntry[]> {
  const found: Entry[] = []
  try {
    for await (const entry of zip.eachEntry()) found.push(entry)
  } catch (error) {
    const message = messageOf(error)
    throw refusal(message.includes('encryption') ? 'encrypted' : 'not-zip', message)
  }
  const names = new Set<string>()
  return found.map((entry) => {
    const path = nameOf(entry.fileNameRaw)
    const isFolder = path.endsWith('/')
    const plain = isFolder ? path.slice(0, -1) : path
    const problem = pathProblem(plain)
    if (problem !== null) throw refusal('path', `${problem}: ${path}`, { file: path })
    // Systems that ignore case or composition would take two such names for one file.
    const key = plain.normalize('NFC').toLowerCase()
    if (names.has(key)) throw refusal('path', `the name stands twice: ${path}`, { file: path })
    names.add(key)
    if (isLink(entry)) throw refusal('path', `a link: ${path}`, { file: path })
    if (entry.isEncrypted()) throw refusal('encrypted', `encrypted: ${path}`, { file: path })
    return { entry, path, isFolder }
  })
}

/** Another program might list what the count leaves out. */
function hidesEntries({ readEntryCursor }: ZipFile, content: Buffer): boolean {
  const cursor = Number(readEntryCursor)
  return content.length >= cursor + 4 && content.readUInt32LE(cursor) === centralSignature
}

function nameOf(raw: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(raw)
  } catch {
    const file = raw.toString('latin1')
    throw refusal('path', `the name is no UTF-8: ${file}`, { file })
  }
}

function pathProblem(path: string): string | null {
  if (path === '' || path.length > 300) return 'an empty or overlong name'
  // eslint-disable-next-line no-control-regex -- control characters are exactly what is refused
  if (/[\u0000-\u001f\u007f]/.test(path)) return 'a control character in a name'
  if (path.includes('\\')) return 'a backslash in a name'
  if (path.includes(':')) return 'a drive or stream in a name'
  if (path.startsWith('/')) return 'an absolute path'
  const parts = path.split('/')
  return parts.some((part) => part === '..' || part === '.' || part === '')
    ? 'a path that leaves its folder'
    : null
}

function isLink({ externalFileAttributes }: Entry): boolean {
  return ((externalFileAttributes >>> 16) & 0o170000) === 0o120000
}

interface Reading {
  entry: Entry
  path: string
  /** Bytes that all entries from here on may unpack to. */
  room: number
}

async function readEntry(
  zip: ZipFile,
  content: Buffer,
  { entry, path, room }: Reading,
  limits: ZipLimits,
): Promise<Buffer | null> {
  const packed = await packedBytes(zip, content, entry, path)
  if (entry.compressionMethod === stored) {
    if (packed.length > room) throw tooBig(limits)
    return matchesClaim(packed, entry, path)
  }
  if (entry.compressionMethod !== deflated) {
    throw refusal('damaged', `an unknown way of packing: ${path}`, { file: path })
  }
  const mostByRatio = Math.max(limits.freeBytes, packed.length * limits.ratio)
  const most = Math.min(room, mostByRatio)
  try {
    // One more than allowed, so that zero bytes of room still allow an empty file.
    const data = await inflate(packed, { maxOutputLength: most + 1 })
    if (data.length > most) throw tooBigEntry(path, most < mostByRatio, limits)
    return matchesClaim(data, entry, path)
  } catch (error) {
    if (error instanceof OpsError) throw error
    if (isOverflow(error)) throw tooBigEntry(path, most < mostByRatio, limits)
    return null
  }
}

/** The bytes of an entry; its two headers must agree, or other programs would see other files. */
async function packedBytes(
  zip: ZipFile,
  content: Buffer,
  entry: Entry,
  path: string,
): Promise<Buffer> {
  try {
    const local = await zip.readLocalFileHeaderPromise(entry)
    if (!local.fileName.equals(entry.fileNameRaw)) {
      throw refusal('path', `two names for one file: ${path}`, { file: path })
    }
    return content.subarray(local.fileDataStart, local.fileDataStart + entry.compressedSize)
  } catch (error) {
    if (error instanceof OpsError) throw error
    throw refusal('damaged', `${path}: ${messageOf(error)}`, { file: path })
  }
}

function matchesClaim(data: Buffer, entry: Entry, path: string): Buffer {
  if (data.length === entry.uncompressedSize) return data
  throw refusal('damaged', `the size of ${path} is not what the zip says`, { file: path })
}

function tooBig(limits: ZipLimits): OpsError {
  return refusal('too-big', 'the bundle unpacks to too much', { most: limits.unpackedBytes })
}

function tooBigEntry(path: string, isTotal: boolean, limits: ZipLimits): OpsError {
  if (isTotal) return tooBig(limits)
  return refusal('ratio', `${path} unpacks to far more than it holds`, {
    file: path,
    most: limits.ratio,
  })
}

function isOverflow(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
