import { createHmac, randomBytes } from 'node:crypto'
import type { Headers } from '../../shared/domain/calls'
import { maskJsonText } from './mask-json'
import { isSecretName, maskPatterns } from './mask-patterns'
import { secretForms } from './secret-forms'

/** Knows the live secrets of this process and removes them, and all that looks like one. */
export interface Secrets {
  add(value: string): void
  /** Masks free text: live values in every encoding, then patterns. */
  mask(text: string): string
  maskHeaders(headers: Headers): Headers
  /** Masks a body: secret keys first, then as `mask`. */
  maskBody(text: string): string
}

/** Live values kept; older ones are still caught by key and by pattern. */
const mostValues = 64
const shortestValue = 4
const longTailLength = 20
const ordinaryWord = /^[a-z]{1,10}$|^.{1,5}$/i
const maskedShape = /^\*\*\*(?:#[0-9a-f]{6}|[^*]{4})$/

interface LiveValue {
  forms: string[]
  tag: string
  /** True when the value is an everyday word that would garble ordinary text. */
  isWord: boolean
}

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

  const maskLive = (text: string): string => {
    let masked = text
    for (const { forms, tag: mark, isWord } of values.values()) {
      for (const form of forms) {
        if (!masked.includes(form)) continue
        masked =
          isWord && form.length < 12 ? maskWord(masked, form, mark) : masked.replaceAll(form, mark)
      }
    }
    return masked
  }

  const mask = (text: string): string => maskPatterns(maskLive(text), tag)

  return {
    add(value) {
      if (value.length < shortestValue || values.has(value)) return
      values.set(value, {
        forms: secretForms(value),
        tag: tag(value),
        isWord: ordinaryWord.test(value),
      })
      const oldest = values.keys().next()
      if (values.size > mostValues && oldest.done !== true) values.delete(oldest.value)
    },
    mask,
    maskHeaders: (headers) => headers.map(([name, value]) => [name, maskHeader(name, value)]),
    maskBody: (text) => mask(maskJsonText(text, tag)),
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

/**
 * Masks an everyday word only where it stands alone as a quoted value or a parameter: replacing the
 * password `password` everywhere would rewrite keys and sentences.
 */
function maskWord(text: string, word: string, mark: string): string {
  let masked = ''
  let copied = 0
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + word.length)) {
    const before = text.charAt(at - 1)
    const after = text.slice(at + word.length, at + word.length + 4)
    const isQuoted = before === '"' && after.startsWith('"') && !/^"\s*:/.test(after)
    const isAssigned = before === '=' && !/^\w/.test(after)
    const isWhole = text.length === word.length
    if (!isQuoted && !isAssigned && !isWhole) continue
    masked += text.slice(copied, at) + mark
    copied = at + word.length
  }
  return masked + text.slice(copied)
}
