import type { RunReport } from '../../shared/domain/checklist'
import type { OpenedBundle, RunEvidence } from '../../shared/domain/evidence'
import { OpsError } from '../../shared/errors'
import { readBundle, type ReadBundle } from './bundle-read'
import { refusal } from './unpack'

/** What can be read of the run in an opened bundle. */
export interface OpenedRun {
  report: RunReport
  evidence: RunEvidence | null
  /** Null when the bundle does not hold it. */
  attachment(attachmentId: string): Buffer | null
}

/** The bundles opened for reading; they lie in memory only and outlive a change of profile. */
export interface BundleShelf {
  open(fileName: string, content: Buffer): Promise<OpenedBundle>
  /** In the order of opening. */
  list(): OpenedBundle[]
  close(id: string): void
  /** The run of an opened bundle; null when the id is not that of one. */
  opened(id: string): OpenedRun | null
}

const mostOpen = 10

/** Makes an empty shelf; `isKnown` tells digests of manifests that this console has written. */
export function createBundleShelf(isKnown: (sha256: string) => boolean): BundleShelf {
  const shelf = new Map<string, ReadBundle>()
  return {
    async open(fileName, content) {
      const read = await readBundle(fileName, content, isKnown)
      const { id } = read.bundle
      if (!shelf.has(id) && shelf.size >= mostOpen) {
        throw refusal('too-many-open', `${mostOpen} bundles are open; close one first`, {
          most: mostOpen,
        })
      }
      shelf.set(id, read)
      return read.bundle
    },
    list: () => [...shelf.values()].map(({ bundle }) => bundle),
    close(id) {
      if (shelf.delete(id)) return
      throw new OpsError('missing', `no bundle ${id} is open`, { facts: { id } })
    },
    opened(id) {
      const found = shelf.get(id)
      if (found === undefined) return null
      const { report, evidence } = found.bundle
      return {
        report,
        evidence,
        attachment: (attachmentId) => found.attachments.get(attachmentId) ?? null,
      }
    },
  }
}
