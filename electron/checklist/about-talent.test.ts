import { describe, expect, it } from 'vitest'
import type { TalentRecord } from '../zervigo/talent-wire'
import { isAboutTalent, isSameId, ownerNamedIn, wordsOfResult } from './about-talent'

const talent: TalentRecord = {
  ...{ id: 't-1', name: '陈思远', title: '后端工程师', city: '上海', years: 6 },
  ...{ skills: ['Go', 'MySQL'], status: 'active', placeholder: false, email: null, phone: null },
  ...{ education: null, summary: '做过三个大型支付系统，熟悉一致性。', updatedAt: null },
  ...{ resumeId: null, fields: {} },
}
const bare: TalentRecord = {
  ...talent,
  ...{ name: 't-1', title: null, years: null, skills: [], summary: null },
}
const result = (words: string, namedId: string | null = 't-1', years: number | null = null) => ({
  ...{ words, namedId, years },
})

describe('isAboutTalent', () => {
  it.each([
    ['a skill', result('Falconry\nmysql')],
    ['the years', result('Falconry', 't-1', 6)],
    ['the name', result('陈思远，候选人')],
    ['a passage of the summary', result('此人做过三个大型支付系统，熟悉…')],
    ['the id in running words', result('candidate t-1', null)],
    ['an id with percent signs', result('Go', 't%2D1')],
  ])('%s is about this one', (_name, told) => {
    expect(isAboutTalent(talent, told)).toBe(true)
  })

  it.each([
    ['an echoed id', result('Falconry\nKeeps falcons.', 't-1', 31)],
    ['an id repeated in words', result('result of t-1')],
    ['another id, whatever is shared', result('Go, MySQL', 't-2', 6)],
    ['nothing', result('', null)],
  ])('%s is not', (_name, told) => {
    expect(isAboutTalent(talent, told)).toBe(false)
  })

  it('takes the id of a talent that has nothing else', () => {
    expect(isAboutTalent(bare, result('Falconry'))).toBe(true)
    expect(isAboutTalent(bare, result('Falconry', null))).toBe(false)
  })
})

describe('what an answer says of its owner', () => {
  it('reads ids at the top and under data', () => {
    expect(ownerNamedIn({ talent_id: 7 })).toEqual({ talentId: '7', resumeId: null })
    expect(ownerNamedIn({ data: { resumeId: 'resume_1' } })).toEqual({
      ...{ talentId: null, resumeId: 'resume_1' },
    })
    expect(ownerNamedIn([])).toEqual({ talentId: null, resumeId: null })
  })

  it('compares ids with and without percent signs', () => {
    expect([isSameId('a%20b', 'a b'), isSameId('a b', 'a%20b'), isSameId('100%', '100%')]).toEqual([
      ...[true, true, true],
    ])
    expect(isSameId('a', 'b')).toBe(false)
  })

  it('leaves ids out of the words of a result', () => {
    const words = wordsOfResult({
      ...{ talent_id: 'Go', id: 'Go', resumeId: 'Go' },
      skills: [{ name: 'Rust' }],
    })
    expect(words).toBe('Rust')
  })
})
