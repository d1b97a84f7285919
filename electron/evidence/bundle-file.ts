import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import { mostBundleBytes } from '../../shared/domain/evidence'
import { OpsError } from '../../shared/errors'
import { refusal } from './unpack'

/** A file that a person chose. */
export interface ChosenFile {
  name: string
  content: Buffer
}

/** Reads a file that a person chose; one that is too large is refused before it is read. */
export async function readChosenFile(path: string, most = mostBundleBytes): Promise<ChosenFile> {
  const handle = await open(path, 'r').catch((error: unknown) => {
    throw new OpsError('storage', `cannot open ${path}`, { facts: { file: path }, cause: error })
  })
  try {
    const found = await handle.stat()
    if (!found.isFile()) throw refusal('not-zip', `${path} is no file`, { file: path })
    if (found.size > most) throw refusal('too-big', `${path} is too large`, { file: path, most })
    const content = Buffer.alloc(found.size)
    const { bytesRead } = await handle.read(content, 0, found.size, 0)
    return { name: basename(path), content: content.subarray(0, bytesRead) }
  } finally {
    await handle.close()
  }
}
