import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { OpsError } from '../../shared/errors'
import { openStore, type Store } from './database'

/** A store in a folder of its own, to be opened as often as a test likes. */
export interface StoreFolder {
  folder: string
  file: string
  open(now?: () => number): Store
  remove(): void
}

/** Makes the folder; its stores mask the word `hunter2`. */
export function storeFolder(): StoreFolder {
  const folder = mkdtempSync(join(tmpdir(), 'store-'))
  const file = join(folder, 'console.db')
  const mask = (text: string) => text.replaceAll('hunter2', '***')
  return {
    ...{ folder, file },
    open: (now = () => 1) => openStore({ file, now, mask }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** The failure that this work throws; fails the test when it throws none. */
export function failureOf(work: () => unknown): OpsError {
  try {
    work()
  } catch (error) {
    if (error instanceof OpsError) return error
    throw error
  }
  throw new Error('expected a failure')
}
