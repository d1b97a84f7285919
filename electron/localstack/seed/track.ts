import type { SkillId } from '../matching/skill-table'

/** One text in both languages of the seeds. */
export interface TwoTongues {
  zh: string
  en: string
}

/** A line of work: what its people know, study and do, who hires them and what it pays. */
export interface Track {
  key: string
  title: TwoTongues
  core: readonly SkillId[]
  extra: readonly SkillId[]
  majors: readonly TwoTongues[]
  industries: readonly IndustryKey[]
  /** Monthly CNY of a beginner in a first-tier city. */
  basePay: number
  /** What a person of this trade has to tell. */
  achievements: readonly TwoTongues[]
  duties: readonly TwoTongues[]
  /** Relative number of people and jobs. */
  share: number
}

export type IndustryKey =
  | 'internet'
  | 'software'
  | 'ai'
  | 'fintech'
  | 'ecommerce'
  | 'gaming'
  | 'manufacturing'
  | 'healthcare'
  | 'education'
  | 'logistics'
  | 'consulting'
  | 'energy'

export const industries: Readonly<Record<IndustryKey, TwoTongues>> = {
  internet: { zh: '互联网', en: 'Internet' },
  software: { zh: '企业软件', en: 'Enterprise Software' },
  ai: { zh: '人工智能', en: 'Artificial Intelligence' },
  fintech: { zh: '金融科技', en: 'Fintech' },
  ecommerce: { zh: '电子商务', en: 'E-commerce' },
  gaming: { zh: '游戏', en: 'Gaming' },
  manufacturing: { zh: '智能制造', en: 'Smart Manufacturing' },
  healthcare: { zh: '医疗健康', en: 'Healthcare' },
  education: { zh: '教育科技', en: 'Education Technology' },
  logistics: { zh: '物流供应链', en: 'Logistics' },
  consulting: { zh: '咨询服务', en: 'Consulting' },
  energy: { zh: '新能源', en: 'Clean Energy' },
}

/** Shorthand for a text in both languages. */
export function tt(zh: string, en: string): TwoTongues {
  return { zh, en }
}
