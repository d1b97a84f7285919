import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { OpenedBundle } from '../../shared/domain/evidence'
import type { Language } from '../../shared/domain/text'
import { OpsError } from '../../shared/errors'
import type { ChosenFile } from '../evidence/bundle-file'
import type { BundleShelf } from '../evidence/bundle-shelf'
import { writeBundle, type BundleContent } from '../evidence/bundle-write'
import type { BundleStore } from '../store/bundles'
import type { Secrets } from '../zervigo/secrets'

/** Evidence bundles: written for others, opened for reading. */
export interface BundlesFeature {
  export(runId: string): Promise<{ folder: string; file: string }>
  /** Asks a person for a file; null when nobody chose one. */
  choose(): Promise<OpenedBundle | null>
  /** Checks and opens the bytes of a bundle; refuses what is none. */
  open(fileName: string, content: Buffer): Promise<OpenedBundle>
  list(): OpenedBundle[]
  close(id: string): void
}

/** What the bundles feature needs. */
export interface BundlesDeps {
  /** The opened bundles of the console, whatever its profile. */
  shelf: BundleShelf
  /** A run of this console with what proves it. */
  runOf(id: string): BundleContent
  folderOf(id: string): string
  chain: BundleStore
  secrets: Secrets
  language(): Language
  consoleVersion: string
  askForFile(): Promise<ChosenFile | null>
  now: () => number
}

/** Makes the bundles feature. */
export function createBundles(deps: BundlesDeps): BundlesFeature {
  const { shelf, chain } = deps
  let writing: Promise<unknown> = Promise.resolve()

  async function write(runId: string): Promise<{ folder: string; file: string }> {
    if (shelf.opened(runId) !== null) {
      throw new OpsError('unsupported', 'the run of an opened bundle is already in a bundle')
    }
    const content = deps.runOf(runId)
    const folder = deps.folderOf(runId)
    const last = chain.last()
    const createdAt = deps.now()
    const { file, sha256 } = await writeBundle(content, {
      ...{ folder, createdAt, secrets: deps.secrets, consoleVersion: deps.consoleVersion },
      language: deps.language(),
      previous: last === null ? null : { runId: last.runId, sha256: last.sha256 },
    })
    try {
      chain.add({ runId, at: createdAt, sha256 })
    } catch (error) {
      // A bundle that the chain does not know would break it for the next one.
      await rm(join(folder, file), { force: true })
      throw error
    }
    return { folder, file }
  }

  return {
    export(runId) {
      // One after the other: each names the one before it.
      const done = writing.then(() => write(runId))
      writing = done.catch(() => undefined)
      return done
    },
    async choose() {
      const chosen = await deps.askForFile()
      return chosen === null ? null : shelf.open(chosen.name, chosen.content)
    },
    open: (fileName, content) => shelf.open(fileName, content),
    list: () => shelf.list(),
    close: (id) => shelf.close(id),
  }
}
