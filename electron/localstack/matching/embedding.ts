import { findSkills, skillIds } from './skills'

export const embeddingDimension = 256
export const embeddingModel = 'looma-hash-256-v1'

/** The last dimensions belong to skills, at most one each; the first to words and character n-grams. */
export const skillDimensions = 144
const textDimensions = embeddingDimension - skillDimensions
const skillWeight = 2.5
const wordWeight = 1
const gramWeight = 0.35

const skillPosition = new Map(skillIds.map((id, index) => [id, index] as const))

/**
 * Deterministic 256-number embedding of a text in Chinese or English.
 *
 * Features: every Latin word, every Chinese character pair, every three-letter gram of a longer Latin word, and every
 * known skill. A text feature is hashed (FNV-1a) to a text dimension with a hashed sign, so that collisions cancel out
 * on average; its weight is 1 + ln(count). A skill has a dimension of its own whatever it is called in which language,
 * which is what makes a Chinese resume and an English job comparable. The vector has length one.
 */
export function embed(text: string): number[] {
  const vector = new Array<number>(embeddingDimension).fill(0)
  for (const [feature, { count, weight }] of textFeatures(text)) {
    const hash = fnv1a(feature)
    const sign = (hash & 0x10000) === 0 ? 1 : -1
    add(vector, hash % textDimensions, sign * weight * (1 + Math.log(count)))
  }
  for (const [id, count] of findSkills(text)) {
    const position = textDimensions + ((skillPosition.get(id) ?? 0) % skillDimensions)
    add(vector, position, skillWeight * (1 + Math.log(count)))
  }
  return normalized(vector)
}

/** Cosine of two vectors of length one. */
export function cosine(a: readonly number[], b: readonly number[]): number {
  let sum = 0
  for (let index = 0; index < a.length; index++) sum += (a[index] ?? 0) * (b[index] ?? 0)
  return sum
}

function textFeatures(text: string): Map<string, { count: number; weight: number }> {
  const features = new Map<string, { count: number; weight: number }>()
  const count = (feature: string, weight: number) => {
    const known = features.get(feature)
    if (known === undefined) features.set(feature, { count: 1, weight })
    else known.count++
  }
  const lower = text.normalize('NFKC').toLowerCase()
  for (const [word] of lower.matchAll(/[a-z0-9][a-z0-9+#.]*/g)) {
    count(`w:${word}`, wordWeight)
    for (let at = 0; word.length > 3 && at + 3 <= word.length; at++) {
      count(`g:${word.slice(at, at + 3)}`, gramWeight)
    }
  }
  for (const [run] of lower.matchAll(/\p{Script=Han}+/gu)) {
    const characters = [...run]
    if (characters.length === 1) count(`h:${run}`, wordWeight)
    for (let at = 0; at + 2 <= characters.length; at++) {
      count(`h:${characters.slice(at, at + 2).join('')}`, wordWeight)
    }
  }
  return features
}

function add(vector: number[], position: number, value: number): void {
  vector[position] = (vector[position] ?? 0) + value
}

/** An empty text still gets a vector of length one, so that nobody divides by zero or reports zeros. */
function normalized(vector: number[]): number[] {
  const length = Math.sqrt(cosine(vector, vector))
  if (length === 0) return vector.map((_, index) => (index === 0 ? 1 : 0))
  return vector.map((value) => Math.round((value / length) * 1e6) / 1e6)
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) {
    hash ^= text.charCodeAt(index)
    hash = Math.imul(hash, 0x01000193)
  }
  return hash >>> 0
}
