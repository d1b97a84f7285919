import { lstat, readFile, realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Bilingual } from '../../shared/domain/text'
import { placeOf } from './read-part'

/** The `.env` of a project as it was read. */
export interface EnvTarget {
  /** The path a person knows. */
  shown: string
  /** Where it really is: a link inside the project is followed. */
  real: string
  /** Null when there is none yet. */
  bytes: Buffer | null
}

export type EnvRead = { ok: true; target: EnvTarget } | { ok: false; reason: Bilingual }

const mostBytes = 1024 * 1024

/** Reads a project's `.env`; a link out of the project is refused. */
export async function readEnvTarget(folder: string, name = '.env'): Promise<EnvRead> {
  const shown = join(folder, name)
  const own = await lstat(shown).catch((error: unknown) => error)
  if (own instanceof Error) {
    if ('code' in own && own.code === 'ENOENT') {
      return { ok: true, target: { shown, real: shown, bytes: null } }
    }
    return refused(own.message, own.message)
  }
  const place = await placeOf(folder, name)
  if (place === 'missing') return refused('它是断开的链接', 'it is a link that leads nowhere')
  if (place === 'outside') {
    return refused('它是指向项目外的链接', 'it is a link that leads out of the project')
  }
  try {
    const real = await realpath(shown)
    const found = await stat(real)
    if (!found.isFile()) return refused('它不是文件', 'it is no file')
    if (found.size > mostBytes) return refused('它超过 1 MiB', 'it is larger than 1 MiB')
    const bytes = await readFile(real)
    if (bytes.includes(0)) {
      return refused('它不是 UTF-8 文本（可能是 UTF-16）', 'it is no UTF-8 text (UTF-16 perhaps)')
    }
    return { ok: true, target: { shown, real, bytes } }
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error)
    return refused(text, text)
  }
}

function refused(zh: string, en: string): EnvRead {
  return { ok: false, reason: { zh, en } }
}
