import { describe, expect, it } from 'vitest'
import { answerFromRecord } from './answers'
import { TalentFacts } from './talent-facts'

const talent = TalentFacts.parse({
  name: '林晓岚',
  title: 'Python开发工程师',
  city: '上海',
  years: 5,
  experience: '5年',
  skills: ['Python', 'Sanic', '微服务'],
  email: 'xiaolan@zh.example.com',
  phone: '+86 10012345678',
  education: '本科，软件工程，云山大学，2020年毕业',
  summary: '曾用Redis做缓存。',
  status: 'active',
})
const answer = (question: string) => answerFromRecord(question, talent, []).response

describe('answerFromRecord', () => {
  it.each([
    ['他会哪些技能？', 'Python、Sanic、微服务'],
    ['有几年经验', '5年'],
    ['毕业于哪所学校？', '云山大学'],
    ['邮箱是什么', 'xiaolan@zh.example.com'],
    ['在哪个城市？', '上海'],
    ['现在的职位？', 'Python开发工程师'],
    ['介绍一下', '云山大学'],
    ['会Redis吗', '掌握Redis'],
    ['会Kubernetes吗', '没有提到Kubernetes'],
    ['适合Python后端岗位吗', '吻合'],
    ['适合做Java和Kafka吗', '没有Java、Kafka'],
    ['今年多大了', '没有年龄'],
    ['什么时候能到岗', '没有到岗时间'],
    ['面试应该问什么', '请讲一个你用Python解决的难题'],
    ['What are her skills?', 'knows Python, Sanic'],
    ['How many years of experience?', '5 years'],
    ['Where is she based?', 'based in 上海'],
    ['How do I contact her?', '+86 10012345678'],
    ['Is she a good fit for Python work?', 'good fit'],
    ['expected salary?', 'does not mention salary'],
    ['blah', 'I can answer from the record'],
    ['嗯', '我只能根据林晓岚的记录回答'],
  ])('%s', (question, expected) => {
    expect(answer(question)).toContain(expected)
  })

  it('answers two questions in one', () => {
    const text = answer('学历和联系方式分别是什么？')
    expect(text).toContain('云山大学')
    expect(text).toContain('xiaolan@zh.example.com')
  })

  it('names the parts of the record it used', () => {
    expect(answerFromRecord('学历？', talent, []).sources).toEqual(['education'])
    expect(answerFromRecord('薪资？', talent, []).sources).toEqual([])
  })

  it('says that an empty record is empty', () => {
    const empty = TalentFacts.parse({ name: 'X' })
    for (const question of ['技能？', '几年经验？', '学历？', '怎么联系？', '在哪个城市？']) {
      expect(answerFromRecord(question, empty, []).response).toContain('没有')
    }
    for (const question of ['skills?', 'years?', 'degree?', 'contact?', 'city?']) {
      const { response } = answerFromRecord(question, empty, [])
      expect(response).toMatch(/\bno\b|does not|names no/)
    }
  })
})
