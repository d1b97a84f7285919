import { findSkills, knownSkills, skillName, type RecordLanguage } from './skills'
import { skillTable, type SkillCategory, type SkillId } from './skill-table'

export type Level = 'junior' | 'mid' | 'senior' | 'lead'

/** What there is to read about a person. */
export interface ProfileText {
  title: string
  experience: string
  years: number | null
  skills: readonly string[]
  education: string
  summary: string
}

export interface ExtractedSkill {
  id: SkillId
  name: string
  category: SkillCategory
  /** 0 to 1: how plainly the record says so. */
  confidence: number
}

export interface Extraction {
  skills: ExtractedSkill[]
  years: number | null
  level: Level
  education: EducationLevel | null
  language: RecordLanguage
}

export type EducationLevel = 'college' | 'bachelor' | 'master' | 'phd'

const listedConfidence = 0.97
const titleConfidence = 0.9

/** Reads skills, years, level, education and language out of a person's record. */
export function extractProfile(profile: ProfileText): Extraction {
  const language = languageOf(`${profile.summary} ${profile.title}`)
  const listed = knownSkills(profile.skills)
  const titled = findSkills(profile.title)
  const mentioned = findSkills(profile.summary)
  const ids = new Set<SkillId>([...listed, ...titled.keys(), ...mentioned.keys()])
  const skills = [...ids].map((id) => ({
    id,
    name: skillName(id, language),
    category: skillTable[id].category,
    confidence: confidenceOf(listed.has(id), titled.has(id), mentioned.get(id) ?? 0),
  }))
  skills.sort((a, b) => b.confidence - a.confidence || (a.id < b.id ? -1 : 1))
  const years = profile.years ?? yearsIn(`${profile.experience} ${profile.summary}`)
  return {
    skills,
    years,
    level: levelOf(profile.title, years),
    education: educationLevel(profile.education),
    language,
  }
}

function confidenceOf(isListed: boolean, isInTitle: boolean, mentions: number): number {
  if (isListed) return mentions > 0 || isInTitle ? 0.99 : listedConfidence
  if (isInTitle) return titleConfidence
  return Math.min(0.85, 0.55 + 0.1 * mentions)
}

/** Years of experience a text states, such as `5年`, `5 years` or `8+ yrs`; the largest one counts. */
export function yearsIn(text: string): number | null {
  const found = [
    ...text.matchAll(
      /(?<![\d.])(\d{1,2}(?:\.\d)?)\s*\+?\s*(?:年(?!\d|毕业|级|月)|years?\b|yrs?\b)/gi,
    ),
  ].map((match) => Number(match[1]))
  const plausible = found.filter((years) => years <= 50)
  return plausible.length === 0 ? null : Math.max(...plausible)
}

/** The level that title and years suggest; a title outranks the years. */
export function levelOf(title: string, years: number | null): Level {
  if (
    /总监|负责人|专家|架构师|主管|经理$|\b(lead|principal|head|director|architect|staff)\b/i.test(
      title,
    )
  ) {
    // A product or account "manager" is a trade, not a rank.
    if (!/(产品|客户|项目|销售)经理$/.test(title)) return 'lead'
  }
  if (/高级|资深|\b(senior|sr)\b/i.test(title)) return 'senior'
  if (/实习|初级|助理|\b(junior|jr|intern|assistant)\b/i.test(title)) return 'junior'
  if (years === null) return 'mid'
  if (years < 2) return 'junior'
  if (years < 6) return 'mid'
  return years < 10 ? 'senior' : 'lead'
}

/** The highest degree a text names. */
export function educationLevel(text: string): EducationLevel | null {
  if (/博士|\bph\.?d|doctor/i.test(text)) return 'phd'
  if (/硕士|研究生|master|\bm\.?sc|\bmba\b/i.test(text)) return 'master'
  if (/本科|学士|bachelor|\bb\.?(sc|a|eng)\b/i.test(text)) return 'bachelor'
  if (/大专|专科|college|associate/i.test(text)) return 'college'
  return null
}

/** The language of a text: Chinese as soon as it has Chinese characters. */
export function languageOf(text: string): RecordLanguage {
  return /\p{Script=Han}/u.test(text) ? 'zh' : 'en'
}
