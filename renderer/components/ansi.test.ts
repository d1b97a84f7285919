import { describe, expect, it } from 'vitest'
import { parseAnsi, plainText } from './ansi'

const words = (line: string) => parseAnsi(line).map(({ text, colour }) => [text, colour])

describe('parseAnsi', () => {
  it('splits at colours and comes back to plain', () => {
    expect(words('\u001b[31mERR\u001b[0m ok')).toEqual([
      ['ERR', 'red'],
      [' ok', null],
    ])
    expect(parseAnsi('\u001b[1;92mbold')[0]).toMatchObject({ colour: 'green', isBold: true })
  })

  it('skips the numbers of extended colours', () => {
    expect(words('\u001b[38;5;31mx\u001b[48;2;32;33;34my')).toEqual([
      ['x', null],
      ['y', null],
    ])
  })

  it('drops cursor movement, titles, and lone control characters', () => {
    expect(plainText('a\u001b[2K\u001b[1Gb\u001b]0;title\u0007c\u0007\rd')).toBe('abcd')
    expect(words('a\u001b[2Kb')).toEqual([
      ['a', null],
      ['b', null],
    ])
  })

  it('shows an unfinished sequence harmlessly', () => {
    expect(plainText('end\u001b[3')).toBe('end[3')
  })
})
