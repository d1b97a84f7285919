import { describe, expect, it } from 'vitest'
import { plainText } from './ansi'
import { createLogFinder, noQuery, type LogQuery } from './log-find'

const finder = (query: Partial<LogQuery>) => createLogFinder({ ...noQuery, ...query }, plainText)

describe('a search in lines', () => {
  it('takes text as it is, in any case unless told otherwise', () => {
    const text = 'GET /a.b?x=[1] 200'
    expect(finder({ text: '/A.B?X=[1]' }).rangesIn(text)).toEqual([{ from: 4, to: 14 }])
    expect(finder({ text: '/A.B', isCaseSensitive: true }).has({ text })).toBe(false)
    expect(finder({ text: 'axb' }).has({ text: 'a.b' })).toBe(false)
  })

  it('finds a pattern, and what colours cut apart', () => {
    const found = finder({ text: 'status=5\\d\\d', isRegex: true })
    expect(found.has({ text: 'status=\u001b[31m503\u001b[0m' })).toBe(true)
    expect(found.has({ text: 'status=404' })).toBe(false)
    expect(found.rangesIn('status=500 status=502')).toEqual([
      { from: 0, to: 10 },
      { from: 11, to: 21 },
    ])
  })

  it('looks for nothing when nothing is asked, or only empty matches are found', () => {
    expect(finder({ text: '  ' })).toMatchObject({ isIdle: true, problem: null })
    expect(finder({ text: 'x*', isRegex: true }).rangesIn('aaa')).toEqual([])
  })

  it.each(['(', '[a', 'a**'])('says what is wrong with %s', (text) => {
    const { problem, isIdle } = finder({ text, isRegex: true })
    expect(problem).toMatchObject({ kind: 'syntax', detail: expect.stringContaining(text) })
    expect(isIdle).toBe(true)
  })

  it.each(['(a+)+$', '(?:x*y?)*', '([a-z]{1,9}){2,}'])('refuses %s, which could freeze', (text) =>
    expect(finder({ text, isRegex: true }).problem).toEqual({ kind: 'slow' }),
  )

  it.each(['(ab)+', '(error|warn):', 'a+b+', '\\(x+\\)+'])('accepts %s', (text) =>
    expect(finder({ text, isRegex: true }).problem).toBeNull(),
  )
})
