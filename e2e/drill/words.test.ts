import { describe, expect, it } from 'vitest'
import { DrillUsageError, parseOptions } from './options'
import { aligned, widthOf, withAppendix } from './table'

describe('options', () => {
  it('has sensible ones without any', () => {
    expect(parseOptions([])).toEqual({
      ...{ only: null, healthyRuns: 200, json: null, readme: false, help: false },
    })
  })
  it('reads both ways of giving a value', () => {
    expect(parseOptions(['--only=chat', '--healthy', '0', '--json', 'x.json'])).toMatchObject({
      ...{ only: 'chat', healthyRuns: 0, json: 'x.json' },
    })
  })
  it.each([
    [['--fast'], 'Allowed: --only'],
    [['chat'], 'unknown option chat'],
    [['--only'], '--only needs a value'],
    [['--only', '--readme'], '--only needs a value'],
    [['--healthy', 'many'], 'from 0 to 10000'],
    [['--healthy', '-1'], 'from 0 to 10000'],
    [['--readme=yes'], 'takes no value'],
    [['--readme', '--only', 'chat'], 'leave out --only'],
  ])('refuses %j', (argv, words) => {
    expect(() => parseOptions(argv)).toThrow(DrillUsageError)
    expect(() => parseOptions(argv)).toThrow(words)
  })
})

describe('tables', () => {
  it('counts Chinese letters as two columns', () => {
    expect(widthOf('AI 服务')).toBe(7)
    expect(widthOf('（HTTP 200）')).toBe(12)
  })
  it('aligns columns', () => {
    expect(
      aligned([
        ['服务', 'a'],
        ['x', 'b'],
      ]),
    ).toBe('服务  a\nx     b')
  })
})

describe('the appendix', () => {
  it('is put behind a README without markers, and later replaced', () => {
    const first = withAppendix('# Title\n', 'one')
    expect(first).toMatch(
      /^# Title\n\n<!-- drill:begin -->\n[^]*\none\n[^]*\n<!-- drill:end -->\n$/,
    )
    expect(withAppendix(first, 'two')).toBe(first.replace('one', 'two'))
  })
  it('keeps what stands around it', () => {
    const readme = 'a\n<!-- drill:begin -->\nold\n<!-- drill:end -->\nb\n'
    const written = withAppendix(readme, 'new')
    expect(written).toMatch(/^a\n<!-- drill:begin -->\n[^]*\nnew\n[^]*\n<!-- drill:end -->\nb\n$/)
    expect(written).not.toContain('old')
  })
  it('refuses half a pair of markers', () => {
    expect(() => withAppendix('<!-- drill:begin -->', 'x')).toThrow('must both stand')
  })
})
