import { describe, expect, it } from 'vitest'
import { exchange } from '../diagnosis/rule-fixture'
import { wrongType } from './content-type'

const typed = (type: string | null, json: unknown = {}) =>
  wrongType({ ...exchange({ json }), headers: type === null ? {} : { 'content-type': type } })

describe('wrongType', () => {
  it.each([
    null,
    '',
    'application/json',
    'APPLICATION/JSON; charset=utf-8',
    'application/problem+json',
    'text/json',
  ])('%j is JSON, or says nothing', (type) => {
    expect(typed(type)).toBeNull()
  })

  it.each(['text/plain', 'text/html; charset=utf-8', 'application/jsonp', 'application/x-yaml'])(
    '%j is another type',
    (type) => {
      expect(typed(type)).toMatchObject({ code: 'malformed', message: `JSON sent as ${type}` })
      // A body that is no JSON has a fault of its own.
      const text = { ...exchange({ text: 'x' }), headers: { 'content-type': type } }
      expect(wrongType(text)).toBeNull()
    },
  )
})
