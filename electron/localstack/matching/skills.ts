import { skillTable, type Skill, type SkillId } from './skill-table'

/** The language a record is written in. */
export type RecordLanguage = 'zh' | 'en'

const skills: ReadonlyMap<string, Skill> = new Map(Object.entries(skillTable))

/** All known skill ids, in a fixed order. */
export const skillIds: readonly SkillId[] = Object.keys(skillTable).filter(isSkillId)

function isSkillId(text: string): text is SkillId {
  return text in skillTable
}

/** The name of a skill in a language. */
export function skillName(id: SkillId, language: RecordLanguage): string {
  return skillTable[id][language]
}

interface Alias {
  id: SkillId
  /** Only this spelling counts, when given. */
  exact: string | null
}

const aliases = new Map<string, Alias[]>()
for (const id of skillIds) {
  const skill = skills.get(id)
  for (const text of new Set([...(skill?.aliases ?? []), skill?.zh ?? id, skill?.en ?? id])) {
    const exact = text.startsWith('=') ? text.slice(1) : null
    const key = (exact ?? text).toLowerCase()
    // A one- or two-letter name is an everyday word unless its alias demands the exact case.
    if (exact === null && key.length <= 2 && /^[a-z]+$/.test(key)) continue
    aliases.set(key, [...(aliases.get(key) ?? []), { id, exact }])
  }
}

/** Longest first, so that `React Native` is never read as `React`. */
const finder = new RegExp(
  [...aliases.keys()]
    .sort((a, b) => b.length - a.length)
    .map((key) => {
      const body = key.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
      const head = /^[a-z0-9]/.test(key) ? '(?<![a-z0-9])' : ''
      const tail = /[a-z0-9]$/.test(key) ? '(?![a-z0-9]|[+#](?![a-z0-9]))' : ''
      return `${head}${body}${tail}`
    })
    .join('|'),
  'gi',
)

/** Counts every known skill in a text; word boundaries hold for Latin letters, not for Chinese. */
export function findSkills(text: string): Map<SkillId, number> {
  const found = new Map<SkillId, number>()
  for (const match of text.matchAll(finder)) {
    const spelled = match[0]
    for (const { id, exact } of aliases.get(spelled.toLowerCase()) ?? []) {
      if (exact !== null && exact !== spelled) continue
      found.set(id, (found.get(id) ?? 0) + 1)
      break
    }
  }
  return found
}

/** The skills a list of names means; names nobody knows are left out. */
export function knownSkills(names: readonly string[]): Set<SkillId> {
  const known = new Set<SkillId>()
  for (const name of names) for (const id of findSkills(name).keys()) known.add(id)
  return known
}
