import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  verdicts,
  type Cause,
  type ItemId,
  type ItemResult,
  type Verdict,
} from '../../shared/domain/checklist'
import { checklistPlan } from '../checklist/plan'
import { cause, type CauseCode } from './causes'
import { rootCausesOf } from './root-causes'
import { fact } from './rule'

function because(code: CauseCode, reason: string | null, service?: string): Cause {
  const facts = service === undefined ? [] : [fact('service', service)]
  return { ...cause(code, { service: service ?? '?' }), reason, facts }
}

type Outcome = readonly [verdict: Verdict, why: Cause | null]

/** A whole run; what is not given passed. */
function itemsOf(outcomes: Partial<Record<ItemId, Outcome>>): ItemResult[] {
  return checklistPlan.map(({ id, group, title, dependsOn }) => {
    const [verdict, why] = outcomes[id] ?? (['pass', null] as const)
    return {
      ...{ id, group, title, dependsOn, verdict, cause: why, durationMs: 1, startedAt: 0 },
      ...{ assertions: [], calls: [], flaky: false, attempt: 1, earlier: [], manual: null },
    }
  })
}

const down = because('SERVICE_DOWN', 'NOT_RUNNING', 'auth')
const blocked: Outcome = ['blocked', cause('BLOCKED', { item: 'x' })]
const told = (items: ItemResult[]) =>
  rootCausesOf(items).map(({ cause: why, explains }) => [why.reason ?? why.code, ...explains])

describe('rootCausesOf', () => {
  it('has nothing to say about a run that passed', () => {
    expect(rootCausesOf(itemsOf({}))).toEqual([])
  })

  it('folds equal causes, takes blocked items to what blocks them, and counts', () => {
    const items = itemsOf({
      'basic.zervigo-health': ['fail', down],
      'auth.jwt': ['fail', down],
      'auth.permission': blocked,
      'api.sync': blocked,
      'data.talent-synced': blocked,
      'basic.env': ['fail', because('CONFIG_WRONG', 'ENV_KEYS_MISSING')],
    })
    expect(told(items)).toEqual([
      [
        'NOT_RUNNING',
        ...['basic.zervigo-health', 'auth.jwt', 'auth.permission', 'api.sync'],
        'data.talent-synced',
      ],
      ['ENV_KEYS_MISSING', 'basic.env'],
    ])
  })

  it('puts a refused token under the auth service that is down', () => {
    const items = itemsOf({
      'basic.network': ['fail', down],
      'api.chat': ['fail', because('SERVICE_DOWN', 'AUTH_DOWN', 'auth')],
    })
    expect(told(items)).toEqual([['NOT_RUNNING', 'basic.network', 'api.chat']])
  })

  it('puts what Looma cannot find under the missing setting', () => {
    const items = itemsOf({
      'basic.network': ['fail', because('VIEWS_DISAGREE', 'LOOMA_DEFAULT_PORTS')],
      'basic.env': ['fail', because('CONFIG_WRONG', 'ENV_KEYS_MISSING')],
      'api.sync': ['fail', because('WRONG_STATUS', 'LOOMA_DEFAULT_PORTS')],
    })
    expect(told(items)).toEqual([['ENV_KEYS_MISSING', 'basic.network', 'basic.env', 'api.sync']])
  })

  it('keeps apart what only looks alike', () => {
    const items = itemsOf({
      'api.chat': ['fail', because('WRONG_STATUS', 'PATH_MISSING_BEHIND_LOOMA', 'ai')],
      'api.sync': ['fail', because('WRONG_STATUS', 'PATH_MISSING_BEHIND_LOOMA', 'resume')],
      'api.matches': ['denied', because('NOT_ALLOWED', 'ROLE_LACKS')],
      'api.health': ['fail', because('WRONG_SHAPE', null)],
    })
    expect(rootCausesOf(items)).toHaveLength(4)
  })

  it('joins the facts of causes that it folds', () => {
    const lacks = (permission: string): Outcome => [
      'denied',
      { ...because('NOT_ALLOWED', 'ROLE_LACKS'), facts: [fact('permission', permission)] },
    ]
    const [root] = rootCausesOf(itemsOf({ 'api.sync': lacks('a'), 'api.chat': lacks('b') }))
    expect(root?.cause.facts.map(({ value }) => value)).toEqual(['a', 'b'])
  })

  it('names every open item exactly once, whatever the run', () => {
    const reasons = ['NOT_RUNNING', 'AUTH_DOWN', 'ALL_DOWN', 'AI_PORT_8000', 'HANGS', null]
    const outcomes = fc.record({
      verdict: fc.constantFrom<Verdict>(...verdicts),
      reason: fc.constantFrom(...reasons),
      service: fc.constantFrom('auth', 'ai', undefined),
    })
    fc.assert(
      fc.property(fc.array(outcomes, { minLength: 18, maxLength: 18 }), (list) => {
        const items = itemsOf(
          Object.fromEntries(
            checklistPlan.map(({ id }, index) => {
              const { verdict, reason, service } = list[index] ?? { verdict: 'pass', reason: null }
              const why = verdict === 'pass' ? null : because('SERVICE_DOWN', reason, service)
              return [id, [verdict, why]]
            }),
          ),
        )
        const open = items.filter(({ verdict }) => verdict !== 'pass' && verdict !== 'skipped')
        const roots = rootCausesOf(items)
        const named = roots.flatMap(({ explains }) => explains)
        expect([...named].sort()).toEqual(open.map(({ id }) => id).sort())
        const sizes = roots.map(({ explains }) => explains.length)
        expect(sizes).toEqual([...sizes].sort((one, other) => other - one))
      }),
    )
  })
})
