import { describe, expect, it } from 'vitest'
import type { ResumeAnswer } from '../zervigo/resume'
import type { TalentRecord } from '../zervigo/talent-wire'
import { comparedFields, mentions } from './talent-facts'

const talent: TalentRecord = {
  id: 't-1',
  name: '陈思远',
  title: '后端工程师',
  city: '上海',
  years: 6,
  skills: ['Go', 'MySQL', '微服务'],
  status: 'active',
  placeholder: false,
  email: 'chen@example.com',
  phone: null,
  education: null,
  summary: null,
  updatedAt: null,
  resumeId: null,
  fields: {},
}
const resume: ResumeAnswer = {
  id: 'resume_1',
  talentId: 't-1',
  name: '陈思远',
  email: 'chen@example.com',
  phone: null,
  title: '后端工程师',
  city: '上海',
  years: 6,
  education: null,
  summary: null,
  skills: ['MySQL', '微服务', 'Go'],
  fields: {},
}
const unequal = (stored: ResumeAnswer, from = talent) =>
  comparedFields(from, stored).flatMap(({ name, equal }) => (equal ? [] : [name]))

describe('comparedFields', () => {
  it('compares every field the talent has, skills without their order', () => {
    expect(unequal(resume)).toEqual([])
    expect(comparedFields(talent, resume).map(({ name }) => name)).toEqual([
      ...['name', 'email', 'title', 'city', 'years', 'skills'],
    ])
  })

  it.each([
    ['name', { name: '陈思' }],
    ['email', { email: null }],
    ['city', { city: '北京' }],
    ['years', { years: 0 }],
    ['years', { years: null }],
    ['skills', { skills: ['Go', 'MySQL'] }],
    ['skills', { skills: ['Go', 'MySQL', '微服务', 'Rust'] }],
  ])('finds a different %s', (field, change) => {
    expect(unequal({ ...resume, ...change })).toEqual([field])
  })

  it('says what is missing', () => {
    const [name] = comparedFields(talent, { ...resume, name: null })
    expect(name).toMatchObject({ expected: '陈思远', actual: '(missing)', equal: false })
  })
})

describe('mentions', () => {
  it.each([
    ['陈思远有六年经验', true],
    ['the candidate t-1 fits', true],
    ['Knows MYSQL well', true],
    ['熟悉Go语言', true],
    ['Written in Go.', true],
    ['Good question! Let me think.', false],
    ['演算法与 MySQLdump', false],
    ['上海的天气不错', false],
    ['', false],
  ])('%s → %s', (text, expected) => {
    expect(mentions(talent, text)).toBe(expected)
  })
})
