import { describe, expect, it } from 'vitest'
import { RunComparison } from '../../shared/domain/comparison'
import type { RunReport, Verdict } from '../../shared/domain/checklist'
import type { RunEvidence } from '../../shared/domain/evidence'
import { compareRuns } from './compare'
import { callOf, runWith } from './run-fixture'

const at = (path: string, durationMs: number, more = {}) =>
  callOf({ url: `http://127.0.0.1:8888${path}`, durationMs, ...more })
const withCalls = (calls: ReturnType<typeof callOf>[]): RunReport =>
  runWith({}, { item: ({ id }) => ({ calls: id === 'api.sync' ? calls : [] }) })

describe('compareRuns', () => {
  const changes: [Verdict, Verdict, string][] = [
    ['pass', 'pass', 'still-passing'],
    ['pass', 'fail', 'newly-failing'],
    ['pass', 'denied', 'newly-failing'],
    ['pass', 'blocked', 'newly-failing'],
    ['skipped', 'fail', 'newly-failing'],
    ['fail', 'pass', 'fixed'],
    ['blocked', 'pass', 'fixed'],
    ['fail', 'fail', 'still-failing'],
    ['denied', 'fail', 'still-failing'],
    ['pass', 'skipped', 'changed'],
    ['fail', 'unknown', 'changed'],
    ['skipped', 'pass', 'changed'],
    ['skipped', 'skipped', 'absent'],
  ]
  it.each(changes)('%s → %s is %s', (before, after, change) => {
    const compared = RunComparison.parse(
      compareRuns(runWith({ 'api.chat': before }), runWith({ 'api.chat': after })),
    )
    const item = compared.items.find(({ id }) => id === 'api.chat')
    expect(item).toMatchObject({
      before,
      after,
      change,
      causeAfter: after === 'pass' ? null : expect.any(String),
    })
  })

  it('says when only one of the runs has an item', () => {
    const whole = runWith()
    const cut = { ...whole, items: whole.items.slice(1) }
    expect(compareRuns(whole, cut).items[0]).toMatchObject({ change: 'absent', after: null })
    expect(compareRuns(cut, whole).items[0]).toMatchObject({ change: 'absent', before: null })
  })

  it('compares medians of the same call, whatever the talent', () => {
    const other = { ...withCalls([at('/api/talents/u-9/sync', 260)]) }
    const before = withCalls([
      ...[at('/api/talents/t%2F1%20%3F%23/sync', 90), at('/api/talents/t%2F1%20%3F%23/sync', 110)],
      ...[at('/api/talents/7/chat', 100), at('/fast', 10), at('/steady', 1_000)],
      // Refusals are quick, and an answer that never came has no time.
      ...[at('/api/talents/7/sync', 1, { status: 401 }), at('/dead', 1, { status: null })],
    ])
    const after: RunReport = {
      ...withCalls([
        ...[at('/api/talents/u-9/sync', 150), at('/api/talents/8/chat', 149)],
        ...[at('/fast', 59), at('/steady', 1_499), at('/dead', 5_000), at('/new', 9)],
      ]),
      run: { ...other.run, talentId: 'u-9' },
    }
    expect(compareRuns(before, after).latency).toEqual([
      { call: 'GET /api/talents/{id}/sync', beforeMs: 100, afterMs: 150 },
    ])
  })

  it('tells apart services that have the same path', () => {
    const health = (ms: number) => [
      callOf({ url: 'http://127.0.0.1:8888/health', durationMs: 10 }),
      callOf({ url: 'http://127.0.0.1:8207/health', durationMs: ms }),
    ]
    expect(compareRuns(withCalls(health(10)), withCalls(health(200))).latency).toEqual([
      { call: 'GET /health (auth)', beforeMs: 10, afterMs: 200 },
    ])
  })

  it('shows shapes that differ, of operations that both runs called', () => {
    const seen = (operation: string, shape: Record<string, string>) => ({
      ...{ operation, service: 'looma' as const, method: 'GET', path: '/x' },
      shape: { $: 'object', ...shape },
    })
    const before = {
      ...runWith(),
      shapes: [seen('a', { x: 'string', y: 'number' }), seen('b', {})],
    }
    const after = {
      ...runWith(),
      shapes: [seen('a', { x: 'number', z: 'boolean' }), seen('c', { q: 'string' })],
    }
    expect(compareRuns(before, after).shapes).toEqual([
      {
        operation: 'a',
        diff: {
          added: [{ path: 'z', type: 'boolean' }],
          removed: [{ path: 'y', type: 'number' }],
          changed: [{ path: 'x', before: 'string', after: 'number' }],
        },
      },
    ])
  })

  it('keeps what testers changed apart from what owners changed', () => {
    const before = runWith()
    const [looma, auth] = before.environment.services
    if (looma === undefined || auth === undefined) throw new Error('fixture')
    const after = runWith({}, { run: { account: 'guest', readOnly: '生产' } })
    after.environment = {
      ...after.environment,
      consoleVersion: '0.2.0',
      services: [{ ...looma, url: 'http://10.0.0.1:8888', version: '1.1.0' }],
    }
    const evidence = { before: evidenceOf(1_000, 'aa'), after: evidenceOf(61_000, 'bb') }
    const compared = compareRuns(before, after, evidence)
    expect(compared.environment).toEqual([
      { field: 'account', before: 'admin', after: 'guest' },
      { field: 'readOnly', before: null, after: '生产' },
      {
        ...{ field: 'services.looma.url', before: 'http://127.0.0.1:8888' },
        after: 'http://10.0.0.1:8888',
      },
      { field: 'console.version', before: '0.1.0', after: '0.2.0' },
    ])
    expect(compared.system).toEqual([
      { field: 'services.looma.version', before: '1.0.0', after: '1.1.0' },
      {
        ...{ field: 'services.looma.startedAt', before: '1970-01-01T00:00:01.000Z' },
        after: '1970-01-01T00:01:01.000Z',
      },
      { field: 'files.looma.env', before: 'aa', after: 'bb' },
    ])
    const half = compareRuns(before, after, { ...evidence, before: null })
    expect(half.system.map(({ field }) => field)).toEqual(['services.looma.version'])
  })

  it('finds nothing between a run and itself', () => {
    const report = runWith({ 'api.chat': 'fail' })
    const { items, latency, shapes, environment, system } = compareRuns(report, report)
    expect([latency, shapes, environment, system]).toEqual([[], [], [], []])
    expect(new Set(items.map(({ change }) => change))).toEqual(
      new Set(['still-passing', 'still-failing']),
    )
  })
})

function evidenceOf(startedAt: number, sha256: string): RunEvidence {
  const owner = { pid: 7, command: 'python main.py', user: 'u', startedAt }
  return {
    ...{ calls: [], timeline: [], incidents: [], logs: [] },
    fingerprint: {
      ...{
        takenAt: 1,
        platform: 'linux',
        osRelease: '6.1',
        consoleVersion: '0',
        profileSha256: 'p',
      },
      files: [{ name: 'looma.env', sha256 }],
      services: [{ id: 'looma', url: 'u', port: 8888, reportedName: 'looma', version: '1', owner }],
    },
  }
}
