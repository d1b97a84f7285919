import { describe, expect, it } from 'vitest'
import type { ResumeRecord } from '../records'
import { seedJobs } from '../seed/jobs'
import { cosine, embed, embeddingDimension, skillDimensions } from './embedding'
import { educationLevel, extractProfile, languageOf, levelOf, yearsIn } from './extract'
import { indexJob, rankJobs, scoreWeights } from './rank'
import { findSkills, knownSkills, skillIds, skillName } from './skills'

const ids = (text: string) => [...findSkills(text).keys()].sort()

describe('findSkills', () => {
  it.each([
    ['Java and JavaScript are two languages', ['java', 'javascript']],
    ['React Native is not React.', ['react', 'reactnative']],
    ['MySQL is no SQL Server', ['mysql', 'sql']],
    ['C++, C# and plain C', ['c', 'cpp', 'csharp']],
    ['ready to go, let us see: r and c', []],
    ['Go services in k8s', ['go', 'kubernetes']],
    ['golang/gRPC', ['go', 'grpc']],
    ['使用微服务与图数据库，熟悉大模型', ['llm', 'microservices', 'neo4j']],
    ['自动化测试、Python开发工程师', ['python', 'testautomation']],
    ['node, Node.js or nodejs', ['node']],
    ['Javanese scalability dockerized', []],
    ['', []],
  ])('%s', (text, expected) => {
    expect(ids(text)).toEqual(expected)
  })

  it('finds every skill by both of its names', () => {
    for (const id of skillIds) {
      for (const language of ['zh', 'en'] as const) {
        expect(knownSkills([skillName(id, language)]), id).toContain(id)
      }
    }
  })

  it('counts mentions', () => {
    expect(findSkills('Redis, redis, REDIS').get('redis')).toBe(3)
  })
})

describe('extraction', () => {
  it.each([
    ['5年', 5],
    ['5 years', 5],
    ['over 12+ yrs of work', 12],
    ['3年前端，8年总经验', 8],
    ['2019年毕业', null],
    ['in 2021 years ago was 2021', null],
    ['2.5 years', 2.5],
    ['', null],
  ])('years in "%s"', (text, years) => {
    expect(yearsIn(text)).toBe(years)
  })

  it.each([
    ['高级Java后端工程师', 2, 'senior'],
    ['产品经理', 3, 'mid'],
    ['产品经理负责人', 3, 'lead'],
    ['Lead QA Engineer', 3, 'lead'],
    ['Junior Data Analyst', 9, 'junior'],
    ['Data Analyst', 9, 'senior'],
    ['Data Analyst', null, 'mid'],
  ] as const)('level of %s with %s years', (title, years, level) => {
    expect(levelOf(title, years)).toBe(level)
  })

  it('reads degrees in both languages', () => {
    expect(educationLevel('硕士，软件工程')).toBe('master')
    expect(educationLevel('PhD in Statistics')).toBe('phd')
    expect(educationLevel('Bachelor in Finance')).toBe('bachelor')
    expect(educationLevel('大专')).toBe('college')
    expect(educationLevel('自学')).toBeNull()
  })

  it('trusts a listed skill more than a mentioned one', () => {
    const { skills } = extractProfile({
      title: '工程师',
      experience: '3年',
      years: null,
      skills: ['Redis'],
      education: '',
      summary: '了解Kafka',
    })
    expect(skills.map(({ id }) => id)).toEqual(['redis', 'kafka'])
    expect(skills[0]?.confidence).toBeGreaterThan(skills[1]?.confidence ?? 1)
    expect(languageOf('了解Kafka')).toBe('zh')
  })
})

describe('embedding', () => {
  it('is deterministic, of length one and never all zero', () => {
    for (const text of ['Python 工程师', 'a', '', '！？', '人'.repeat(5000)]) {
      const vector = embed(text)
      expect(vector).toHaveLength(embeddingDimension)
      expect(vector).toEqual(embed(text))
      expect(vector.every(Number.isFinite)).toBe(true)
      expect(Math.hypot(...vector)).toBeCloseTo(1, 3)
    }
  })

  it('has a place of its own for every skill', () => {
    expect(skillIds.length).toBeLessThanOrEqual(skillDimensions)
  })

  it('puts alike texts closer than unlike ones, across languages', () => {
    const resume = embed('Python开发工程师，熟练使用Sanic、PostgreSQL和微服务')
    const english = embed('Python developer with Sanic, PostgreSQL and microservices')
    const other = embed('Key account manager for negotiation and CRM')
    expect(cosine(resume, english)).toBeGreaterThan(0.5)
    expect(cosine(resume, other)).toBeLessThan(0.2)
  })
})

describe('ranking', () => {
  const jobs = seedJobs().map(indexJob)
  const resume: ResumeRecord = {
    id: 'resume_1',
    talent_id: 't',
    name: '某人',
    email: '',
    phone: '',
    title: '高级前端工程师',
    city: '上海',
    years: 7,
    experience: '7年',
    education: '本科',
    skills: ['JavaScript', 'TypeScript', 'React', 'Vue', 'CSS'],
    summary: '7年前端经验',
    language: 'zh',
    created_at: '',
    updated_at: '',
  }

  it('weighs its parts to one and keeps scores between nought and one', () => {
    const sum = Object.values(scoreWeights).reduce((total, weight) => total + weight, 0)
    expect(sum).toBeCloseTo(1, 9)
    const all = rankJobs(resume, jobs, jobs.length)
    expect(all).toHaveLength(jobs.length)
    for (const { score, breakdown } of all) {
      for (const part of [score, ...Object.values(breakdown)]) {
        expect(part).toBeGreaterThanOrEqual(0)
        expect(part).toBeLessThanOrEqual(1)
      }
    }
  })

  it('puts the own trade first and explains it', () => {
    const [best] = rankJobs(resume, jobs, 1)
    expect(best?.job.title).toMatch(/前端|Frontend/)
    expect(best?.explanations.zh).toContain('匹配技能')
    expect(best?.explanations.en).toContain('Matching skills')
  })

  it('prefers the same job nearer home, and the one whose skills are there', () => {
    const base = jobs[0]?.job
    if (base === undefined) throw new Error('no job')
    const here = indexJob({ ...base, id: 1, location: '上海', remote: false })
    const away = indexJob({ ...base, id: 2, location: '成都', remote: false })
    expect(rankJobs(resume, [away, here], 2).map(({ job }) => job.id)).toEqual([1, 2])
    const fits = indexJob({ ...base, id: 3, required_skills: ['React', 'Vue'] })
    const not = indexJob({ ...base, id: 4, required_skills: ['Java', 'SAP'] })
    const [first, second] = rankJobs(resume, [not, fits], 2)
    expect(first?.job.id).toBe(3)
    expect(second?.missingSkills.length).toBeGreaterThan(0)
  })

  it('says when experience is too little, too much or unknown', () => {
    const base = jobs[0]
    if (base === undefined) throw new Error('no job')
    const job = indexJob({ ...base.job, min_years: 3, max_years: 5 })
    const explain = (years: number | null) =>
      rankJobs({ ...resume, years, experience: '', summary: '' }, [job], 1)[0]?.explanations.zh
    expect(explain(1)).toContain('偏少')
    expect(explain(4)).toContain('符合')
    expect(explain(12)).toContain('偏多')
    expect(explain(null)).toContain('未知')
  })
})
