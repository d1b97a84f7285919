import { secretForms } from './secret-forms'

/** A secret of this process with every spelling it may come back in. */
export interface LiveValue {
  forms: string[]
  tag: string
  /** True when the value is an everyday word that would garble ordinary text. */
  isWord: boolean
}

const ordinaryWord = /^[a-z]{1,10}$|^.{1,5}$/i
/** From this length on an encoded word is no everyday word any more. */
const shortestOddForm = 12

/** Prepares a live value for masking and searching. */
export function liveValueOf(value: string, tag: string): LiveValue {
  return { forms: secretForms(value), tag, isWord: ordinaryWord.test(value) }
}

/** Replaces a live value in all its spellings; `onHit` hears of each replacement. */
export function maskValue(text: string, { forms, tag, isWord }: LiveValue, onHit: () => void) {
  let masked = text
  for (const form of forms) {
    if (!masked.includes(form)) continue
    masked = isWordForm(form, isWord)
      ? maskWord(masked, form, tag, onHit)
      : masked.replaceAll(form, () => {
          onHit()
          return tag
        })
  }
  return masked
}

/** Where a live value stands in a text, by the same rules that mask it; -1 when nowhere. */
export function placeOfValue(text: string, { forms, isWord }: LiveValue): number {
  for (const form of forms) {
    if (!isWordForm(form, isWord)) {
      const at = text.indexOf(form)
      if (at !== -1) return at
      continue
    }
    for (const at of wordPlaces(text, form)) return at
  }
  return -1
}

function isWordForm(form: string, isWord: boolean): boolean {
  return isWord && form.length < shortestOddForm
}

/**
 * Finds an everyday word only where it stands alone as a quoted value or a parameter: replacing the
 * password `password` everywhere would rewrite keys and sentences.
 */
function* wordPlaces(text: string, word: string): Generator<number> {
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + word.length)) {
    const before = text.charAt(at - 1)
    const after = text.slice(at + word.length, at + word.length + 4)
    const isQuoted = before === '"' && after.startsWith('"') && !/^"\s*:/.test(after)
    const isAssigned = before === '=' && !/^\w/.test(after)
    const isWhole = text.length === word.length
    if (isQuoted || isAssigned || isWhole) yield at
  }
}

function maskWord(text: string, word: string, mark: string, onHit: () => void): string {
  let masked = ''
  let copied = 0
  for (const at of wordPlaces(text, word)) {
    onHit()
    masked += text.slice(copied, at) + mark
    copied = at + word.length
  }
  return masked + text.slice(copied)
}
