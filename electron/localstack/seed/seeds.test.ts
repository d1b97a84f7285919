import { describe, expect, it } from 'vitest'
import { findCity } from '../matching/cities'
import { extractProfile } from '../matching/extract'
import { knownSkills } from '../matching/skills'
import { CompanyRecord, JobRecord, TalentRecord } from '../records'
import { companyCount, seedCompanies } from './companies'
import { jobCount, seedJobs } from './jobs'
import { createRandom } from './random'
import { seedTalents } from './talents'
import { seedYear, tracks } from './tracks'

const talents = [...seedTalents(400)]
const jobs = seedJobs()
const companies = seedCompanies()

describe('random', () => {
  it('repeats itself for the same name and differs for another', () => {
    const draw = (name: string) => {
      const random = createRandom(name)
      return Array.from({ length: 20 }, () => random.integer(0, 999))
    }
    expect(draw('a')).toEqual(draw('a'))
    expect(draw('a')).not.toEqual(draw('b'))
    expect(new Set(draw('a')).size).toBeGreaterThan(15)
  })

  it('samples without repeating and never more than there is', () => {
    const random = createRandom('sample')
    expect(random.sample([1, 2, 3], 9).sort()).toEqual([1, 2, 3])
    expect(new Set(random.sample([1, 2, 3, 4, 5], 3)).size).toBe(3)
  })
})

describe('talents', () => {
  it('are the same every time, unique, and lead with those of the guide', () => {
    expect([...seedTalents(400)]).toEqual(talents)
    expect([...seedTalents(40)]).toEqual(talents.slice(0, 40))
    expect(new Set(talents.map(({ id }) => id)).size).toBe(400)
    expect(new Set(talents.map(({ email }) => email)).size).toBe(400)
    expect(talents.slice(0, 2).map(({ id }) => id)).toEqual(['test123', 'test_talent_123'])
    expect([...seedTalents(1)]).toHaveLength(1)
  })

  it('are well-formed and speak both languages', () => {
    for (const talent of talents) expect(TalentRecord.safeParse(talent).success).toBe(true)
    const chinese = talents.filter(({ language }) => language === 'zh').length
    expect(chinese).toBeGreaterThan(200)
    expect(chinese).toBeLessThan(350)
  })

  it('hang together: title, years, level, graduation, skills and city', () => {
    for (const talent of talents) {
      const { level, years } = extractProfile(talent)
      expect(level, talent.title).toBe(talent.level)
      expect(years).toBe(talent.years)
      expect(talent.education).toContain(String(seedYear - talent.years))
      expect(knownSkills(talent.skills).size, talent.skills.join()).toBe(talent.skills.length)
      expect(findCity(talent.city)?.[talent.language]).toBe(talent.city)
    }
  })

  it('belong to nobody: reserved mail domains and fictional numbers', () => {
    for (const { email, phone } of talents) {
      expect(email).toMatch(/@(zh\.)?example\.com$/)
      expect(phone).toMatch(/^(\+86 100\d{8}|\+1 \d{3} 555 01\d\d)$/)
    }
  })
})

describe('jobs and companies', () => {
  it('are well-formed and as many as promised', () => {
    expect(jobs).toHaveLength(jobCount)
    expect(companies).toHaveLength(companyCount)
    expect(jobCount).toBeGreaterThanOrEqual(300)
    expect(companyCount).toBeGreaterThanOrEqual(60)
    for (const job of jobs) expect(JobRecord.safeParse(job).success).toBe(true)
    for (const { record } of companies) expect(CompanyRecord.safeParse(record).success).toBe(true)
    expect(new Set(companies.map(({ record }) => record.name)).size).toBe(companyCount)
  })

  it('hang together: employer, industry, pay, years and the skills in the text', () => {
    const byId = new Map(companies.map(({ record }) => [record.id, record]))
    for (const job of jobs) {
      expect(byId.get(job.company_id)?.industry).toBe(job.industry)
      expect(job.salary_min).toBeLessThan(job.salary_max)
      expect(job.min_years).toBeLessThanOrEqual(job.max_years)
      for (const skill of job.required_skills) expect(job.description).toContain(skill)
      for (const skill of job.preferred_skills) expect(job.requirements).toContain(skill)
    }
  })

  it('pays the higher level more for the same trade and city', () => {
    const pay = (level: string) => {
      const found = jobs.filter(({ experience }) => experience === level)
      return found.reduce((sum, { salary_min }) => sum + salary_min, 0) / found.length
    }
    expect(pay('junior')).toBeLessThan(pay('mid'))
    expect(pay('mid')).toBeLessThan(pay('senior'))
    expect(pay('senior')).toBeLessThan(pay('lead'))
  })

  it('offers something to every trade', () => {
    for (const track of tracks) {
      const offers = jobs.filter(
        ({ title }) => title.includes(track.title.zh) || title.includes(track.title.en),
      )
      expect(offers.length, track.key).toBeGreaterThan(0)
    }
  })
})
