import { judge } from '../zervigo/judge'
import { looma } from '../zervigo/looma'
import { resume } from '../zervigo/resume'
import type { TalentRecord } from '../zervigo/talent-wire'
import { fieldsOf, firstOf, readId, textsIn } from '../zervigo/wire'
import { decode } from './ask'
import type { ItemContext } from './context'
import { mentions, sharesPassage } from './talent-facts'

/** True for two spellings of one id: as built, Looma keeps the percent signs of its path. */
export function isSameId(named: string, id: string): boolean {
  return unescaped(named) === unescaped(id)
}

function unescaped(id: string): string {
  try {
    return decodeURIComponent(id)
  } catch {
    return id
  }
}

/** `resume_17` and `17` name the same record. */
export function bareId(id: string): string {
  return id.replace(/^resume[_-]/i, '')
}

/** Every text of a result but for its ids, which are only echoed. */
export function wordsOfResult(processed: unknown): string {
  const told = Object.entries(fieldsOf(processed)).filter(([key]) => !/(?:^|_)id$|Id$/.test(key))
  return textsIn(told.map(([, value]) => value)).join('\n')
}

/** True when a result holds a fact of the talent; an id alone counts where there is no fact. */
export function isAboutTalent(
  talent: TalentRecord,
  result: { words: string; years: number | null; namedId: string | null },
): boolean {
  const { words, years, namedId } = result
  if (namedId !== null && !isSameId(namedId, talent.id)) return false
  const name = talent.name === talent.id ? '' : talent.name
  const facts = [name, talent.title, talent.summary, talent.years, ...talent.skills]
  if (facts.every((fact) => fact === null || fact === '')) {
    return namedId !== null || mentions(talent, words)
  }
  if (talent.years !== null && talent.years === years) return true
  return (
    // An id in running words counts only where the result has no field for it.
    mentions({ ...talent, id: namedId === null ? talent.id : '', name }, words) ||
    sharesPassage(talent.summary ?? '', words)
  )
}

/** Whom a list of matches says it is for. */
export function ownerNamedIn(json: unknown): { talentId: string | null; resumeId: string | null } {
  const top = fieldsOf(json)
  const answer = { ...top, ...fieldsOf(top.data) }
  return {
    talentId: readId(firstOf(answer, 'talent_id', 'talentId')),
    resumeId: readId(firstOf(answer, 'resume_id', 'resumeId')),
  }
}

/**
 * Whose the matches are, where they say it and it is not this talent; null otherwise. Another resume
 * than the synced one may still be this talent's: a bulk sync can have written a newer one.
 */
export async function strangerMatched(context: ItemContext, json: unknown): Promise<string | null> {
  const { talentId, resumeId } = ownerNamedIn(json)
  if (talentId !== null && !isSameId(talentId, context.talentId)) return talentId
  const synced = context.facts.resumeId
  if (resumeId === null || (synced !== null && bareId(resumeId) === bareId(synced))) return null
  const exchange = await context.send(resume.get, { id: resumeId })
  // A 404 in plain text is a missing route and says nothing about the resume.
  if (exchange.failure === null && exchange.status === 404) return `${resumeId} (absent)`
  const read = (exchange.failure ?? judge(exchange)) === null ? decode(resume.get, exchange) : null
  const owner = read?.ok === true ? read.value.talentId : null
  return owner === null || isSameId(owner, context.talentId) ? null : owner
}

/** Talents of the same Looma whose names are looked for. */
const knownTalents = 500

/** Another talent of the same Looma that a text names, where it does not name its own; else null. */
export async function otherTalentIn(
  context: ItemContext,
  talent: TalentRecord,
  text: string,
): Promise<string | null> {
  const self = { id: talent.id, name: talent.name, title: null, skills: [] }
  if (text.trim() === '' || mentions(self, text)) return null
  const exchange = await context.send(looma.talents, { limit: knownTalents })
  if ((exchange.failure ?? judge(exchange)) !== null) return null
  const listed = decode(looma.talents, exchange)
  if (!listed.ok) return null
  // A name that stands in the own record is that of a manager, a school or a skill.
  const own = textsIn(talent.fields).join('\n').toLowerCase()
  const other = listed.value.items.find(
    ({ id, name }) =>
      id !== talent.id && name !== id && !own.includes(name.toLowerCase()) && names(text, name),
  )
  return other === undefined ? null : `${other.id} (${other.name})`
}

/** A short name may be a word of the language, so it must be what a sentence is about. */
function names(text: string, name: string): boolean {
  if (!mentions({ id: '', name, title: null, skills: [] }, text)) return false
  const isLong = /\p{Script=Han}/u.test(name) ? name.length >= 3 : /\S\s+\S/.test(name)
  if (isLong) return true
  const subject = text.split(/[。！？.!?\n]\s*/).map((sentence) => sentence.trim())
  return subject.some(
    (sentence) =>
      sentence.startsWith(name) &&
      /^(?:是|有|的|拥有|熟悉|，|,|\s+(?:is|has|knows)\b)/.test(sentence.slice(name.length)),
  )
}
