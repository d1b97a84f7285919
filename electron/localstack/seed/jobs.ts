import { cities, findCity, type City } from '../matching/cities'
import type { Level } from '../matching/extract'
import { skillName, type RecordLanguage } from '../matching/skills'
import type { SkillId } from '../matching/skill-table'
import type { JobRecord } from '../records'
import { seedCompanies, type SeedCompany } from './companies'
import { createRandom, type Random } from './random'
import { stamp } from './talents'
import { levelYears, titleFor, tracks } from './tracks'
import type { Track } from './track'

export const jobCount = 320

const experienceNames: Readonly<Record<Level, string>> = {
  junior: 'junior',
  mid: 'mid',
  senior: 'senior',
  lead: 'lead',
}
const tracksByShare = tracks.flatMap((track) => Array.from({ length: track.share }, () => track))

/** The jobs of the seeds; the same every time. */
export function seedJobs(): JobRecord[] {
  const companies = seedCompanies()
  return Array.from({ length: jobCount }, (_, index) => jobOf(index, companies))
}

function jobOf(index: number, companies: readonly SeedCompany[]): JobRecord {
  const random = createRandom(`job/${index}`)
  // The first jobs cover every trade once, so that nobody is left without an offer.
  const track = tracks[index] ?? random.pick(tracksByShare)
  const company = random.pick(
    companies.filter(({ industry }) => track.industries.includes(industry)),
  )
  const { language, location } = company.record
  const home = findCity(location)
  const city = home !== null && random.chance(0.65) ? home : random.pick(cities)
  const draw = random.next()
  const level: Level =
    draw < 0.15 ? 'junior' : draw < 0.58 ? 'mid' : draw < 0.88 ? 'senior' : 'lead'
  const required = random.sample(track.core, level === 'junior' ? 3 : 4)
  const preferred = random.sample(
    track.extra.filter((skill) => !required.includes(skill)),
    level === 'junior' ? 2 : 3,
  )
  const years = levelYears[level]
  return {
    id: index + 1,
    title: titleFor(track, level, language),
    company_id: company.record.id,
    industry: company.record.industry,
    location: city[language],
    remote: random.chance(0.12),
    ...salaryOf(random, track, level, city),
    salary_currency: 'CNY',
    experience: experienceNames[level],
    min_years: years.min,
    max_years: years.max,
    education:
      track.key === 'ml' || (level === 'lead' && random.chance(0.3))
        ? 'master'
        : random.chance(0.2)
          ? 'college'
          : 'bachelor',
    job_type: random.chance(0.93) ? 'full-time' : 'contract',
    required_skills: required.map((skill) => skillName(skill, language)),
    preferred_skills: preferred.map((skill) => skillName(skill, language)),
    ...wordsOf(track, language, required, preferred, years.min),
    language,
    status: 'active',
    created_at: stamp(random, 2024),
    updated_at: stamp(random, 2025),
  }
}

function salaryOf(random: Random, track: Track, level: Level, city: City) {
  const middle =
    track.basePay * levelYears[level].pay * city.payFactor * (0.92 + random.next() * 0.16)
  const round = (value: number) => Math.round(value / 500) * 500
  return { salary_min: round(middle * 0.85), salary_max: round(middle * 1.25) }
}

function wordsOf(
  track: Track,
  language: RecordLanguage,
  required: readonly SkillId[],
  preferred: readonly SkillId[],
  minYears: number,
): { description: string; requirements: string } {
  const duties = track.duties.map((duty) => duty[language])
  const must = required.map((skill) => skillName(skill, language))
  const nice = preferred.map((skill) => skillName(skill, language))
  if (language === 'zh') {
    return {
      description: `${duties.join('；')}。日常使用${must.join('、')}。`,
      requirements: `${minYears === 0 ? '经验不限' : `${minYears}年以上相关经验`}；熟练掌握${must.join('、')}；有${nice.join('、')}经验者优先。`,
    }
  }
  return {
    description: `${duties.join('. ')}. Everyday tools: ${must.join(', ')}.`,
    requirements: `${minYears === 0 ? 'No experience needed' : `At least ${minYears} years of experience`}; solid ${must.join(', ')}; ${nice.join(', ')} welcome.`,
  }
}
