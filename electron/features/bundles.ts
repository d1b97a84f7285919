import type { OpenedBundle } from '../../shared/domain/evidence'
import { OpsError } from '../../shared/errors'

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

const absent = () => {
  throw new OpsError('unsupported', 'bundles')
}

/** Makes the bundles feature. */
export function createBundles(): BundlesFeature {
  return { export: absent, choose: absent, open: absent, list: () => [], close: absent }
}
