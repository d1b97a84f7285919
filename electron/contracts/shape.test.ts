import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hasDrift } from '../../shared/domain/contracts'
import { diffShapes, mergeShapes, shapeOf } from './shape'

const key = fc.constantFrom('a', 'b', 'name', '编号', 'constructor', '__proto__', 't/1', 'id-204')
const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<unknown>(null, true, 7, 'text'),
    fc.array(tie('tree'), { maxLength: 3 }),
    fc
      .array(fc.tuple(key, tie('tree')), { maxLength: 4 })
      .map((entries) => JSON.parse(JSON.stringify(Object.fromEntries(entries))) as unknown),
  ),
}))
const shape = fc
  .array(tree, { minLength: 1, maxLength: 3 })
  .map((bodies) => bodies.map((body) => shapeOf(body)).reduce(mergeShapes))
const noDiff = { added: [], removed: [], changed: [] }

describe('shapes hold for any JSON', () => {
  it('a shape does not differ from itself', () => {
    fc.assert(fc.property(shape, (one) => void expect(diffShapes(one, one)).toEqual(noDiff)))
  })

  it('merging is idempotent, commutative and associative', () => {
    fc.assert(
      fc.property(shape, shape, shape, (a, b, c) => {
        expect(mergeShapes(a, a)).toEqual(a)
        expect(mergeShapes(a, b)).toEqual(mergeShapes(b, a))
        expect(mergeShapes(mergeShapes(a, b), c)).toEqual(mergeShapes(a, mergeShapes(b, c)))
      }),
    )
  })

  it('what went into a baseline does not drift from it', () => {
    fc.assert(
      fc.property(shape, shape, (a, b) => {
        expect(diffShapes(mergeShapes(a, b), a)).toEqual(noDiff)
      }),
    )
  })

  it('rows of one list and answers one after the other say the same', () => {
    fc.assert(
      fc.property(tree, tree, (a, b) => {
        expect(shapeOf([a, b])).toEqual(mergeShapes(shapeOf([a]), shapeOf([b])))
      }),
    )
  })

  it('keeps no value', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 12 }), (secret) => {
        expect(JSON.stringify(shapeOf({ a: secret, [`${secret}\n`]: 1 }))).not.toContain(
          JSON.stringify(secret).slice(1, -1),
        )
      }),
    )
  })
})

describe('shapeOf', () => {
  it('names lists, nested fields and every type seen', () => {
    const body = {
      matches: [
        { job_id: 1, score: 0.5 },
        { job_id: 'x', score: null },
      ],
      ok: true,
    }
    expect(shapeOf(body)).toEqual({
      $: 'object',
      matches: 'array',
      'matches[]': 'object',
      'matches[].job_id': 'number|string',
      'matches[].score': 'null|number',
      ok: 'boolean',
    })
  })

  it('folds a map of roles, ids and uuids, and leaves six named services alone', () => {
    const role = (name: string) => ({ name, level: 1, permissions: ['*'] })
    const roles = shapeOf({ guest: role('guest'), super_admin: role('super_admin') })
    expect(Object.keys(roles)).toEqual([
      '$',
      '{}',
      '{}.level',
      '{}.name',
      '{}.permissions',
      '{}.permissions[]',
    ])
    const byId = { test_talent_123: 1, '6f9619ff-8b86-d011-b42d-00c04fc964ff': 2, '陈/7': 3 }
    expect(shapeOf({ byId })).toEqual({ $: 'object', byId: 'object', 'byId{}': 'number' })
    const services = { auth: { healthy: true }, ai: { healthy: true } }
    expect(shapeOf({ services })).toHaveProperty(['services.auth.healthy'], 'boolean')
  })

  it('hides a key that is a secret', () => {
    expect(shapeOf({ hunter: 1 }, (name) => name === 'hunter')).toEqual({
      $: 'object',
      '{}': 'number',
    })
  })

  it.each([
    [
      'wide',
      Object.fromEntries(
        Array.from({ length: 50_000 }, (_, at) => [`k${'x'.repeat(at % 50)}_${at % 97}`, at]),
      ),
    ],
    ['deep', Array.from({ length: 190 }).reduce<unknown>((inner) => ({ a: inner }), 1)],
    ['bushy', bush(6)],
  ])('stays small for a %s answer, and says that it was cut', (_how, body) => {
    const cut = shapeOf(body)
    expect(Object.keys(cut).length).toBeLessThanOrEqual(401)
    expect(cut['…']).toBe('cut')
    expect(diffShapes(shapeOf({ a: 1, gone: 2 }), cut).removed).toEqual([])
  })

  it('merging cut shapes stays small too', () => {
    const parts = ['p', 'q', 'r'].map((name) => shapeOf({ [name]: bush(4) }))
    expect(Object.keys(parts.reduce(mergeShapes)).length).toBeLessThanOrEqual(401)
  })

  it('sees a long vector whole without being cut', () => {
    const vectors = Array.from({ length: 5_000 }, (_, at) => (at === 4_999 ? 'x' : at))
    expect(shapeOf({ vectors })).toEqual({
      $: 'object',
      vectors: 'array',
      'vectors[]': 'number|string',
    })
  })
})

describe('diffShapes', () => {
  const differ = (before: unknown, after: unknown) => diffShapes(shapeOf(before), shapeOf(after))

  it.each<[string, unknown, unknown]>([
    ['a null in place of a value', { a: 'x' }, { a: null }],
    ['a value in place of a null', { a: null }, { a: { b: 1 } }],
    ['an empty list', { a: [{ b: 1 }] }, { a: [] }],
    ['a list that was empty', { a: [] }, { a: [{ b: 1 }] }],
    ['an empty map', { a: { 'x/1': 1 } }, { a: {} }],
    ['an optional field left out', [{ a: 1, b: 2 }, { a: 1 }], [{ a: 1 }]],
    ['a field that was null left out', { a: null }, {}],
    ['a null that was not there', {}, { a: null }],
    ['one of several types', [1, 'x'], ['x']],
  ])('%s is no drift', (_what, before, after) => {
    expect(hasDrift(differ(before, after))).toBe(false)
  })

  it('tells added, removed and changed paths, the topmost only', () => {
    const before = { services: { auth: { up: true } }, id: 1, rows: [{ a: 1 }] }
    const after = { status: { services: { auth: { up: true } } }, id: 'x', rows: [{ b: 1 }] }
    expect(differ(before, after)).toEqual({
      added: [
        { path: 'rows[].b', type: 'number' },
        { path: 'status', type: 'object' },
      ],
      removed: [
        { path: 'rows[].a', type: 'number' },
        { path: 'services', type: 'object' },
      ],
      changed: [{ path: 'id', before: 'number', after: 'string' }],
    })
  })

  it('tells another kind of answer', () => {
    expect(differ({ a: 1 }, [1])).toEqual({
      ...noDiff,
      changed: [{ path: '$', before: 'object', after: 'array' }],
    })
  })

  it('does not read inherited names', () => {
    expect(differ({}, { constructor: 1 }).added).toEqual([{ path: 'constructor', type: 'number' }])
  })
})

function bush(depth: number): unknown {
  if (depth === 0) return 1
  const names = ['a', 'b', 'c', 'd', 'e', 'f']
  return Object.fromEntries(names.map((name) => [name, bush(depth - 1)]))
}
