import { describe, expect, it } from 'vitest'
import { errorCodes } from '../../shared/errors'
import { en } from './en'
import { createFormat } from './format'
import { zh } from './zh'

/** Every text with its path. */
function texts(node: object, path = ''): [string, string][] {
  return Object.entries(node).flatMap(([key, value]: [string, unknown]): [string, string][] =>
    typeof value === 'string'
      ? [[`${path}${key}`, value]]
      : typeof value === 'object' && value !== null
        ? texts(value, `${path}${key}.`)
        : [],
  )
}

const placeholders = (text: string) => (text.match(/\{\{\w+\}\}/g) ?? []).sort()

describe('the catalogue', () => {
  const chinese = new Map(texts(zh))
  const english = new Map(texts(en))

  it('has the same keys in both languages and no empty text', () => {
    expect([...english.keys()].sort()).toEqual([...chinese.keys()].sort())
    for (const [path, text] of [...chinese, ...english]) expect(text.trim(), path).not.toBe('')
  })

  it('puts the same values into both languages', () => {
    for (const [path, text] of chinese) {
      expect(placeholders(english.get(path) ?? ''), path).toEqual(placeholders(text))
    }
  })

  it('words every error code with a cause and a next step', () => {
    for (const code of errorCodes) {
      for (const words of [zh.errors[code], en.errors[code]]) {
        expect(words.cause, code).not.toBe('')
        expect(words.next, code).not.toBe('')
      }
    }
    expect(Object.keys(zh.errors).sort()).toEqual([...errorCodes].sort())
  })

  it('leaves no Chinese in the English catalogue', () => {
    for (const [path, text] of english) {
      if (path === 'language.zh-CN') continue
      expect(text, path).not.toMatch(/\p{Script=Han}/u)
    }
  })
})

describe('the formatter', () => {
  const format = createFormat('en')

  it('never shows a moment of the future as past or the other way round', () => {
    expect(format.ago(10_000, 9_000)).toBe('now')
    expect(format.ago(0, 90_000)).toMatch(/^1\s?m/)
  })

  it('keeps unknown figures unknown', () => {
    expect(format.ms(null)).toBe('—')
    expect(format.ms(0.4)).toMatch(/^1/)
    expect(format.ms(0)).toMatch(/^0/)
  })

  it('cuts spans at the right unit', () => {
    expect(format.span(59_999)).toMatch(/^59 sec/)
    expect(format.span(3_660_000)).toMatch(/^1 hr 1 min/)
    expect(format.brief(3_660_000)).toMatch(/^1 hr$/)
    expect(format.span(-5)).toMatch(/^0/)
  })
})
