import { isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'
import {
  attachmentTypes,
  mostAttachmentBytes,
  type Attachment,
  type AttachmentType,
} from '../../shared/domain/records'
import { OpsError } from '../../shared/errors'
import { safeFileName } from './file-name'

/** A file as a person hands it in. */
export interface GivenFile {
  fileName: string
  type: AttachmentType
  content: Buffer
}

/** Attachments a run may have, and their bytes together. */
const mostAttachments = 50
const mostBytesOfRun = 100 * 1024 * 1024

const ascii = (content: Buffer, from: number, to: number) => content.toString('latin1', from, to)

/** First bytes of each binary type; what a file is does not depend on what it is called. */
const signatures: Partial<Record<AttachmentType, (content: Buffer) => boolean>> = {
  'image/png': (content) => ascii(content, 0, 8) === '\x89PNG\r\n\x1a\n',
  'image/jpeg': (content) => ascii(content, 0, 3) === '\xff\xd8\xff',
  'image/gif': (content) => /^GIF8[79]a$/.test(ascii(content, 0, 6)),
  'image/webp': (content) => ascii(content, 0, 4) === 'RIFF' && ascii(content, 8, 12) === 'WEBP',
  'application/pdf': (content) => ascii(content, 0, 5) === '%PDF-',
}

/** Checks a file and makes it what may be kept; refuses what it is not. */
export function checkedFile(file: GivenFile, maskBody: (text: string) => string): GivenFile {
  const { type, content } = file
  if (content.length === 0) throw refused(file, 'empty', 'a file that is not empty')
  if (content.length > mostAttachmentBytes) {
    throw refused(file, 'size', `at most ${mostAttachmentBytes} bytes`)
  }
  const fileName = safeFileName(file.fileName, type)
  const hasSignature = signatures[type]
  if (hasSignature === undefined) {
    return { fileName, type, content: Buffer.from(maskBody(textOf(file)), 'utf8') }
  }
  if (!hasSignature(content)) throw refused(file, 'content', attachmentTypes.join(', '))
  return { fileName, type, content }
}

/** Refuses one more file where a run has as much as it may. */
export function refuseFull(attachments: readonly Attachment[], content: Buffer): void {
  const bytes = attachments.reduce((sum, attachment) => sum + attachment.bytes, content.length)
  if (attachments.length < mostAttachments && bytes <= mostBytesOfRun) return
  throw new OpsError(
    'rejected',
    `a run takes at most ${mostAttachments} attachments and ${mostBytesOfRun} bytes in all`,
    { facts: { reason: 'full', most: mostAttachments, mostBytes: mostBytesOfRun } },
  )
}

/** Digest by which a file is known. */
export function fileDigest(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex')
}

function textOf(file: GivenFile): string {
  const { type, content } = file
  if (!isUtf8(content) || content.includes(0)) {
    throw refused(file, 'encoding', 'text in UTF-8 without NUL')
  }
  const text = new TextDecoder('utf-8').decode(content)
  if (type === 'application/json') {
    try {
      JSON.parse(text)
    } catch {
      throw refused(file, 'json', 'JSON that can be parsed')
    }
  }
  return text
}

function refused({ fileName, type }: GivenFile, reason: string, allowed: string): OpsError {
  return new OpsError('invalid', `${fileName} is no ${type}: allowed is ${allowed}`, {
    facts: { reason, type, allowed },
  })
}
