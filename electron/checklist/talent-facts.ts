import type { ResumeAnswer } from '../zervigo/resume'
import type { TalentRecord } from '../zervigo/talent-wire'

/** One field of a talent beside the same field of its resume. */
export interface ComparedField {
  name: string
  expected: string
  actual: string
  equal: boolean
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
  return { name, expected, actual: actual ?? '(missing)', equal: expected === actual }
}

function sorted(list: readonly string[]): string {
  return [...list].sort().join(', ')
}

/** True when a text names the talent or something only this record says. */
export function mentions(
  talent: Pick<TalentRecord, 'id' | 'name' | 'title' | 'city' | 'skills' | 'years'>,
  text: string,
): boolean {
  const lower = text.toLowerCase()
  const own = [talent.name, talent.id, talent.title, ...talent.skills]
  return own.some((fact) => fact !== null && fact.length > 1 && lower.includes(fact.toLowerCase()))
}
