import type { JobRecord } from '../records'
import type { City } from './cities'
import { skillName, type RecordLanguage } from './skills'
import type { SkillId } from './skill-table'

/** Why a score is what it is, in both languages. */
export interface Explanations {
  zh: string
  en: string
}

interface Facts {
  job: JobRecord
  city: City | null
  homeCity: City | null
  years: number | null
  matched: readonly SkillId[]
  missing: readonly SkillId[]
  breakdown: { skills: number; experience: number; semantic: number }
}

/** Says which skills fit, which are missing, and how years and place compare. */
export function explainMatch(facts: Facts): Explanations {
  return {
    zh: [skillsZh(facts), yearsZh(facts), placeZh(facts), semanticZh(facts)].join('；') + '。',
    en: [skillsEn(facts), yearsEn(facts), placeEn(facts), semanticEn(facts)].join('; ') + '.',
  }
}

const list = (ids: readonly SkillId[], language: RecordLanguage) =>
  ids.map((id) => skillName(id, language)).join(language === 'zh' ? '、' : ', ')
const percent = (value: number) => `${Math.round(value * 100)}%`

function skillsZh({ matched, missing }: Facts): string {
  const have = matched.length === 0 ? '没有匹配的技能' : `匹配技能：${list(matched, 'zh')}`
  return missing.length === 0 ? have : `${have}，缺少${list(missing, 'zh')}`
}

function skillsEn({ matched, missing }: Facts): string {
  const have =
    matched.length === 0 ? 'No matching skills' : `Matching skills: ${list(matched, 'en')}`
  return missing.length === 0 ? have : `${have}, missing ${list(missing, 'en')}`
}

function yearsZh({ job, years }: Facts): string {
  const range = `要求${job.min_years}–${job.max_years}年`
  if (years === null) return `${range}，经验年限未知`
  if (years < job.min_years) return `${range}，经验${years}年偏少`
  return years > job.max_years ? `${range}，经验${years}年偏多` : `${range}，经验${years}年符合`
}

function yearsEn({ job, years }: Facts): string {
  const range = `asks for ${job.min_years}–${job.max_years} years`
  if (years === null) return `${range}, experience unknown`
  if (years < job.min_years) return `${range}, ${years} is too few`
  return years > job.max_years ? `${range}, ${years} is more than asked` : `${range}, ${years} fits`
}

function placeZh({ job, city, homeCity }: Facts): string {
  if (homeCity !== null && homeCity === city) return `同在${homeCity.zh}`
  if (job.remote) return '支持远程办公'
  return `工作地${city?.zh ?? job.location}，现居${homeCity?.zh ?? '未知'}`
}

function placeEn({ job, city, homeCity }: Facts): string {
  if (homeCity !== null && homeCity === city) return `both in ${homeCity.en}`
  if (job.remote) return 'remote work possible'
  return `job in ${city?.en ?? job.location}, lives in ${homeCity?.en ?? 'an unknown place'}`
}

function semanticZh({ breakdown }: Facts): string {
  return `文本相似度${percent(breakdown.semantic)}`
}

function semanticEn({ breakdown }: Facts): string {
  return `text similarity ${percent(breakdown.semantic)}`
}
