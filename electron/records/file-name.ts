import type { AttachmentType } from '../../shared/domain/records'

/** Endings each type may have; the first one is put on where another stands. */
const endings: Record<AttachmentType, readonly [string, ...string[]]> = {
  'image/png': ['.png'],
  'image/jpeg': ['.jpg', '.jpeg'],
  'image/gif': ['.gif'],
  'image/webp': ['.webp'],
  'text/plain': ['.txt', '.log', '.md', '.csv'],
  'application/json': ['.json'],
  'application/pdf': ['.pdf'],
}
const longestStem = 100
/** Names that Windows keeps for devices, whatever their ending. */
const device = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i

/** A plain base name that is safe on every system and ends as its type does. */
export function safeFileName(name: string, type: AttachmentType): string {
  const base = (name.split(/[/\\]/).at(-1) ?? '')
    .normalize('NFC')
    // Besides what file systems refuse: marks that turn the writing direction hide an ending.
    .replace(/\p{C}|[<>:"|?*]/gu, '')
    .replace(/^[.\s]+|[.\s]+$/g, '')
  const ending = endings[type].find((known) => base.toLowerCase().endsWith(known))
  const stem = ending === undefined ? base : base.slice(0, -ending.length)
  const short = [...stem].slice(0, longestStem).join('').trimEnd() || 'attachment'
  return `${device.test(short) ? '_' : ''}${short}${ending ?? endings[type][0]}`
}
