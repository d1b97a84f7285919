import { crc32, deflateRawSync } from 'node:zlib'

/** An entry of a hand-made zip; every claim of its headers can be a lie. */
export interface TestEntry {
  name: string | Buffer
  content?: Buffer | string
  /** Name in the local header when it differs. */
  localName?: string
  method?: number
  flags?: number
  /** Claimed size unpacked. */
  size?: number
  /** Claimed size packed. */
  packedSize?: number
  /** Claimed offset of the local header. */
  offset?: number
  /** Unix mode, e.g. that of a link. */
  mode?: number
}

/** Writes a zip header by header. */
export function makeZip(entries: readonly TestEntry[], claims: { count?: number } = {}): Buffer {
  const locals: Buffer[] = []
  const centrals: Buffer[] = []
  let offset = 0
  for (const entry of entries) {
    const { local, central } = headersOf(entry, offset)
    locals.push(local)
    centrals.push(central)
    offset += local.length
  }
  const directory = Buffer.concat(centrals)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(claims.count ?? entries.length, 8)
  end.writeUInt16LE(claims.count ?? entries.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...locals, directory, end])
}

function headersOf(entry: TestEntry, offset: number): { local: Buffer; central: Buffer } {
  const { flags = 0x800, mode = 0o100644 } = entry
  const content = Buffer.from(entry.content ?? '')
  const method = entry.method ?? 8
  const packed = method === 8 ? deflateRawSync(content) : content
  const name = Buffer.from(entry.name)
  const localName = Buffer.from(entry.localName ?? entry.name)
  const size = entry.size ?? content.length
  const packedSize = entry.packedSize ?? packed.length
  const common = Buffer.alloc(26)
  common.writeUInt16LE(20, 0)
  common.writeUInt16LE(flags, 2)
  common.writeUInt16LE(method, 4)
  common.writeUInt32LE(crc32(content), 10)
  common.writeUInt32LE(packedSize, 14)
  common.writeUInt32LE(size, 18)
  const localHead = Buffer.from(common)
  localHead.writeUInt16LE(localName.length, 22)
  common.writeUInt16LE(name.length, 22)
  const tail = Buffer.alloc(14)
  tail.writeUInt32LE(mode * 0x10000, 6)
  tail.writeUInt32LE(entry.offset ?? offset, 10)
  return {
    local: Buffer.concat([signature(0x04034b50), localHead, localName, packed]),
    central: Buffer.concat([signature(0x02014b50), Buffer.of(63, 3), common, tail, name]),
  }
}

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}
