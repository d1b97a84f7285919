import { closeSync, openSync, readSync } from 'node:fs'
import { applicationId, codeOf } from './connection'

/** What the first bytes of a database file say. */
export interface FileCheck {
  kind: 'absent' | 'ours' | 'foreign'
  /** Schema version; 0 where there is none. */
  version: number
}

// https://www.sqlite.org/fileformat.html#the_database_header
const headerBytes = 100
const magic = Buffer.from('SQLite format 3\0', 'latin1')
const versionOffset = 60
const applicationOffset = 68

/** Looks at a file without opening it as a database, which could already change it. */
export function inspectFile(file: string): FileCheck {
  const header = readHeader(file)
  if (header === null || header.length === 0) return { kind: 'absent', version: 0 }
  if (header.length < headerBytes || !header.subarray(0, magic.length).equals(magic)) {
    return { kind: 'foreign', version: 0 }
  }
  const owner = header.readUInt32BE(applicationOffset)
  const version = header.readUInt32BE(versionOffset)
  // Owner 0 is a file of ours whose first migration has not reached the main file yet.
  if (owner !== applicationId && owner !== 0) return { kind: 'foreign', version: 0 }
  return { kind: 'ours', version }
}

function readHeader(file: string): Buffer | null {
  let handle: number
  try {
    handle = openSync(file, 'r')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null
    throw error
  }
  try {
    const header = Buffer.alloc(headerBytes)
    return header.subarray(0, readSync(handle, header, 0, headerBytes, 0))
  } finally {
    closeSync(handle)
  }
}

/** Tells damage of the file itself from a full disk, a lock or missing rights. */
export function isDamaged(error: unknown): boolean {
  const code = codeOf(error) ?? ''
  return code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB'
}
