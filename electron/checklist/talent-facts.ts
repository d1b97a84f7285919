import type { ResumeAnswer } from '../zervigo/resume'
import type { TalentRecord } from '../zervigo/talent-wire'

/** One field of a talent beside the same field of its resume. */
export interface ComparedField {
  name: string
  expected: string
  actual: string
  equal: boolean
  /** True when the resume has nothing where the talent has something. */
  isMissing: boolean
}

/** Compares every field that the talent has with what the resume service stored. */
export function comparedFields(talent: TalentRecord, resume: ResumeAnswer): ComparedField[] {
  const texts = ['name', 'email', 'phone', 'title', 'city', 'education', 'summary'] as const
  const fields = texts.flatMap((name) =>
    talent[name] === null ? [] : [compare(name, talent[name], resume[name])],
  )
  if (talent.years !== null) {
    fields.push(compare('years', String(talent.years), resume.years?.toString() ?? null))
  }
  if (talent.skills.length > 0) {
    fields.push(compare('skills', sorted(talent.skills), sorted(resume.skills)))
  }
  return fields
}

function compare(name: string, expected: string, actual: string | null): ComparedField {
  const isMissing = actual === null || actual === ''
  return { name, expected, actual: actual ?? '(missing)', equal: expected === actual, isMissing }
}

function sorted(list: readonly string[]): string {
  return [...list].sort().join(', ')
}

/** True when a text names the talent, or a title or skill of it as a word of its own. */
export function mentions(
  talent: Pick<TalentRecord, 'id' | 'name' | 'title' | 'skills'>,
  text: string,
): boolean {
  const lower = text.toLowerCase()
  const own = [talent.name, talent.id, talent.title, ...talent.skills]
  return own.some((fact) => fact !== null && fact.length > 1 && hasWord(lower, fact.toLowerCase()))
}

const passageLength = 10

/** True when a passage of the talent's own summary stands in a text. */
export function sharesPassage(summary: string, text: string): boolean {
  const [own, lower] = [summary.slice(0, 2000), text].map((each) =>
    each.toLowerCase().replace(/\s+/g, ' ').trim(),
  )
  if (own === undefined || own.length < passageLength) return false
  for (let at = 0; at + passageLength <= own.length; at += passageLength / 2) {
    if (lower?.includes(own.slice(at, at + passageLength)) === true) return true
  }
  return false
}

/** `Go` stands in “good” without being named; Chinese has no spaces round its words. */
function hasWord(text: string, word: string): boolean {
  const isLatin = (character: string | undefined) => /[a-z0-9]/.test(character ?? '')
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    const before = isLatin(text[at - 1]) && isLatin(word[0])
    const after = isLatin(text[at + word.length]) && isLatin(word.at(-1))
    if (!before && !after) return true
  }
  return false
}
