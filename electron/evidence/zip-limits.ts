import { mostBundleBytes } from '../../shared/domain/evidence'

/** How large a bundle may be, packed and unpacked; writing keeps to what reading allows. */
export interface ZipLimits {
  packedBytes: number
  entries: number
  unpackedBytes: number
  /** Unpacked to packed bytes of one entry. */
  ratio: number
  /** Up to this size an entry may have any ratio. */
  freeBytes: number
}

export const zipLimits: ZipLimits = {
  packedBytes: mostBundleBytes,
  entries: 500,
  unpackedBytes: 300 * 1024 * 1024,
  ratio: 200,
  freeBytes: 1024 * 1024,
}
