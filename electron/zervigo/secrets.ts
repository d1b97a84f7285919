import { createHmac, randomBytes } from 'node:crypto'
import type { Headers } from '../../shared/domain/calls'
import { liveValueOf, maskValue, type LiveValue } from './live-values'
import { maskJsonText } from './mask-json'
import { isSecretName, maskPatterns } from './mask-patterns'
import { findSecret, type SecretHit } from './secret-search'

/** Knows the live secrets of this process and removes them, and all that looks like one. */
export interface Secrets {
  add(value: string): void
  /** Masks free text: live values in every encoding, then patterns; counts what each replaced. */
  mask(text: string, counts?: MaskCounts): string
  maskHeaders(headers: Headers): Headers
  /** Masks a body: secret keys first, then as `mask`. */
  maskBody(text: string, counts?: MaskCounts): string
  /** Searches for what masking must have removed; null when nothing is left. */
  findIn(content: string | Uint8Array): SecretHit | null
}

/** The rules of masking, in the order they run. */
export const maskRules = ['secret-keys', 'live-values', 'patterns'] as const
/** Replacements made, by rule. */
export type MaskCounts = Record<(typeof maskRules)[number], number>

/** Live values kept; older ones are still caught by key and by pattern. */
const mostValues = 64
const shortestValue = 4
const longTailLength = 20
const maskedShape = /^\*\*\*(?:#[0-9a-f]{6}|[^*]{4})$/

/** Makes an empty register of secrets. */
export function createSecrets(): Secrets {
  const key = randomBytes(32)
  const values = new Map<string, LiveValue>()

  const tag = (value: string): string => {
    if (maskedShape.test(value)) return value
    // The tail of a long secret reveals nothing usable; a short one only gets a keyed fingerprint,
    // which cannot be guessed back outside this process.
    const tail = value.slice(-4)
    if (value.length >= longTailLength && /^[\w=-]{4}$/.test(tail)) return `***${tail}`
    return `***#${createHmac('sha256', key).update(value).digest('hex').slice(0, 6)}`
  }

  const countedTag = (counts: MaskCounts, rule: keyof MaskCounts) => (value: string) => {
    const mark = tag(value)
    if (mark !== value) counts[rule] += 1
    return mark
  }

  const mask = (text: string, counts = noCounts()): string => {
    let masked = text
    const onHit = () => void (counts['live-values'] += 1)
    for (const value of values.values()) masked = maskValue(masked, value, onHit)
    return maskPatterns(masked, countedTag(counts, 'patterns'))
  }

  return {
    add(value) {
      if (value.length < shortestValue || values.has(value)) return
      values.set(value, liveValueOf(value, tag(value)))
      const oldest = values.keys().next()
      if (values.size > mostValues && oldest.done !== true) values.delete(oldest.value)
    },
    mask,
    maskHeaders: (headers) => headers.map(([name, value]) => [name, maskHeader(name, value)]),
    maskBody: (text, counts = noCounts()) =>
      mask(maskJsonText(text, countedTag(counts, 'secret-keys')), counts),
    findIn: (content) => findSecret(content, values.values()),
  }

  function maskHeader(name: string, value: string): string {
    if (!isSecretName(name)) return mask(value)
    if (/cookie$/i.test(name)) return maskCookie(value)
    const [, scheme = '', rest = value] = /^([A-Za-z]{1,20} )(.*)$/s.exec(value) ?? []
    return rest === '' ? value : `${scheme}${tag(rest)}`
  }

  function maskCookie(value: string): string {
    return value
      .split(';')
      .map((part) => {
        const at = part.indexOf('=')
        const name = part.slice(0, at).trim()
        const isAttribute = /^(path|domain|expires|max-age|samesite|priority)$/i.test(name)
        return at === -1 || isAttribute ? part : part.slice(0, at + 1) + tag(part.slice(at + 1))
      })
      .join(';')
  }
}

/** Counts of masking before it began. */
export function noCounts(): MaskCounts {
  return { 'secret-keys': 0, 'live-values': 0, patterns: 0 }
}
