import {
  AttachmentType,
  attachmentTypes,
  mostAttachmentBytes,
} from '../../../shared/domain/records'

/** A file that is not taken, and why. */
export interface RefusedFile {
  fileName: string
  refusal: 'type' | 'size' | 'empty' | 'unreadable'
  bytes: number
}

/** Endings of text files that systems name differently or not at all. */
const textEndings = /\.(txt|log|md|csv|ya?ml)$/i

/** What the file chooser offers. */
export const acceptedFiles = [...attachmentTypes, '.log', '.md', '.csv', '.yml', '.yaml'].join()

/** The type a file is kept as; null when it is none that is kept. */
export function attachmentTypeOf(file: File): AttachmentType | null {
  const known = AttachmentType.safeParse(file.type)
  if (known.success) return known.data
  return textEndings.test(file.name) ? 'text/plain' : null
}

/** Why a file is not taken; null when it is. */
export function refusalOf(file: File): RefusedFile['refusal'] | null {
  if (attachmentTypeOf(file) === null) return 'type'
  if (file.size === 0) return 'empty'
  return file.size > mostAttachmentBytes ? 'size' : null
}
