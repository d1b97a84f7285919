import { cities } from '../matching/cities'
import type { CompanyRecord } from '../records'
import { createRandom } from './random'
import { stamp } from './talents'
import { industries, type IndustryKey, type TwoTongues } from './track'

export const companyCount = 64

const stems: readonly TwoTongues[] = [
  { zh: '云帆', en: 'Cloudsail' },
  { zh: '星桥', en: 'Starbridge' },
  { zh: '青禾', en: 'Greenstalk' },
  { zh: '极光', en: 'Polarlight' },
  { zh: '远岫', en: 'Farpeak' },
  { zh: '明澜', en: 'Brightwave' },
  { zh: '蓝鲸湾', en: 'Whalebay' },
  { zh: '松果', en: 'Pinecone' },
  { zh: '启恒', en: 'Evermark' },
  { zh: '汇川里', en: 'Riverjoin' },
  { zh: '木棉', en: 'Kapok' },
  { zh: '知微', en: 'Fineview' },
  { zh: '万象格', en: 'Gridscape' },
  { zh: '晨曦谷', en: 'Dawnvale' },
  { zh: '海岬', en: 'Headland' },
  { zh: '北极石', en: 'Northstone' },
]
const sizes = ['20-99', '100-499', '500-999', '1000-4999', '5000+'] as const
const industryKeys: readonly IndustryKey[] = [
  'internet',
  'software',
  'ai',
  'fintech',
  'ecommerce',
  'gaming',
  'manufacturing',
  'healthcare',
  'education',
  'logistics',
  'consulting',
  'energy',
]
const trades: Readonly<Record<IndustryKey, TwoTongues>> = {
  internet: { zh: '网络科技', en: 'Networks' },
  software: { zh: '软件', en: 'Software' },
  ai: { zh: '智能', en: 'Intelligence' },
  fintech: { zh: '金融科技', en: 'Fintech' },
  ecommerce: { zh: '电子商务', en: 'Commerce' },
  gaming: { zh: '互动娱乐', en: 'Games' },
  manufacturing: { zh: '智能制造', en: 'Manufacturing' },
  healthcare: { zh: '医疗科技', en: 'Health' },
  education: { zh: '教育科技', en: 'Learning' },
  logistics: { zh: '供应链', en: 'Logistics' },
  consulting: { zh: '管理咨询', en: 'Consulting' },
  energy: { zh: '新能源', en: 'Energy' },
}

/** A company with the industry key its jobs are chosen by. */
export interface SeedCompany {
  record: CompanyRecord
  industry: IndustryKey
}

/** The companies of the seeds; the same every time. */
export function seedCompanies(): SeedCompany[] {
  return Array.from({ length: companyCount }, (_, index) => companyOf(index))
}

function companyOf(index: number): SeedCompany {
  const random = createRandom(`company/${index}`)
  const industry = industryKeys[index % industryKeys.length] ?? 'internet'
  // Twelve industries against sixteen stems: every pair comes up once before one repeats.
  const stem = stems[(index + Math.floor(index / 48) * 5) % stems.length] ?? {
    zh: '云帆',
    en: 'Cloudsail',
  }
  const language = random.chance(0.7) ? 'zh' : 'en'
  const city = random.pick(cities)
  const founded = random.integer(1998, 2021)
  const size = random.pick(sizes)
  const kind = industries[industry][language]
  const record: CompanyRecord = {
    id: index + 1,
    name:
      language === 'zh'
        ? `${city.zh}${stem.zh}${trades[industry].zh}有限公司`
        : `${stem.en} ${trades[industry].en} Ltd.`,
    short_name:
      language === 'zh' ? `${stem.zh}${trades[industry].zh}` : `${stem.en} ${trades[industry].en}`,
    industry: kind,
    company_size: size,
    location: city[language],
    website: `https://${stem.en.toLowerCase()}-${trades[industry].en.toLowerCase()}.example`,
    description:
      language === 'zh'
        ? `${founded}年成立于${city.zh}，专注${kind}领域，团队规模${size}人。`
        : `Founded in ${city.en} in ${founded}, works in ${kind.toLowerCase()}, ${size} people.`,
    founded_year: founded,
    status: 'active',
    verification_level: random.chance(0.8) ? 'verified' : 'unverified',
    language,
    created_at: stamp(random, 2023),
    updated_at: stamp(random, 2025),
  }
  return { record, industry }
}
