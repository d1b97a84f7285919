import { describe, expect, it } from 'vitest'
import type { CallRecord } from '../../shared/domain/calls'
import { RunReport } from '../../shared/domain/checklist'
import { RunEvidence } from '../../shared/domain/evidence'
import type { Incident, LogLine, Probe } from '../../shared/domain/services'
import { profileOf } from '../checklist/test-run'
import { hostileReport } from '../reports/report-fixture'
import type { EvidenceStore } from '../store/evidence'
import { createSecrets } from '../zervigo/secrets'
import { fakeToken } from '../zervigo/test-servers'
import { createCallKeeper } from './call-keeper'
import { createEvidenceRecorder, mergeEvidence, type RecorderDeps } from './capture'
import { canonicalJson } from './digest'
import { maskCommand, takeFingerprint } from './fingerprint'
import { excerptsOf, failureWindows, limitExcerpts, mergeExcerpts } from './log-excerpts'

const startedAt = 1_758_618_178_000
const token = fakeToken({ sub: '7' }, 'Q')

const callOf = (id: string, body = 'x'): CallRecord => ({
  ...{ id, at: startedAt, service: 'auth', operation: 'auth.login', method: 'POST' },
  ...{ url: 'http://127.0.0.1:1/x', correlationId: id, attempt: 1, status: 200 },
  timings: { queuedMs: 0, connectMs: null, firstByteMs: 1, totalMs: 2 },
  request: { headers: [], body: { text: null, bytes: 0, truncated: false } },
  response: { headers: [], body: { text: body, bytes: body.length, truncated: false } },
  error: null,
})
const lineOf = (seq: number, at: number, text = `line ${seq}`): LogLine => ({
  ...{ seq, at, source: 'stdout', text },
})
const probeOf = (at: number): Probe => ({
  ...{ at, outcome: 'healthy', latencyMs: 1, status: 200, fault: null, detail: null },
})
const itemOf = (id: 'basic.env' | 'auth.jwt', verdict: 'pass' | 'fail', at: number | null) => ({
  ...{ id, verdict, startedAt: at, durationMs: 100.5 },
})

/** A run whose second item failed at its start. */
function failedRun(id = 'run-1'): RunReport {
  const report = hostileReport()
  const [first, second] = report.items
  if (first === undefined || second === undefined) throw new Error('no items')
  return RunReport.parse({
    ...report,
    run: { ...report.run, id },
    items: [first, { ...second, startedAt, durationMs: 10 }],
  })
}

const profile = profileOf({ looma: 1, auth: 2, ai: 3, resume: 4, job: 5, company: 6, user: 7 })

function recorder(more: Partial<RecorderDeps> = {}) {
  const kept = new Map<string, RunEvidence>()
  const bugs: string[] = []
  const asked: number[] = []
  const store: EvidenceStore = {
    save: (id, evidence) => void kept.set(id, RunEvidence.parse(evidence)),
    get: (id) => kept.get(id) ?? null,
  }
  const deps: RecorderDeps = {
    store,
    probesSince: (at) => {
      asked.push(at)
      return [{ id: 'auth', probe: probeOf(at + 1) }]
    },
    incidentsDuring: () => [],
    logOf: () => null,
    fingerprint: (report) =>
      takeFingerprint(
        {
          ...{ profile, consoleVersion: '1', now: () => startedAt },
          ownerOf: () => Promise.resolve(null),
          startOf: () => Promise.resolve(null),
          mask: (text) => text,
        },
        report,
      ),
    mask: (text) => text,
    now: () => startedAt + 60_000,
    onBug: (message) => bugs.push(message),
    ...more,
  }
  return { ...createEvidenceRecorder(deps), kept, bugs, asked }
}

describe('the recorder', () => {
  it('keeps calls, health since five minutes before, incidents and logs of what failed', async () => {
    const incident: Incident = {
      ...{ id: 4, service: 'auth', state: 'failing', fault: null, detail: null },
      ...{ startedAt, endedAt: null },
    }
    const lines = [lineOf(1, startedAt - 5_001), lineOf(2, startedAt), lineOf(3, startedAt + 5_011)]
    const { record, kept, asked } = recorder({
      incidentsDuring: (from, to) => (from < startedAt && to > startedAt ? [incident] : []),
      logOf: (id) => (id === 'auth' ? lines : null),
    })
    const report = failedRun()
    const answered = await record(async (onCall) => {
      onCall(callOf('a'))
      return report
    })
    expect(answered).toBe(report)
    expect(asked).toEqual([startedAt - 300_000])
    const evidence = kept.get('run-1')
    expect(evidence?.calls).toEqual([callOf('a')])
    expect(evidence?.incidents).toEqual([incident])
    expect(evidence?.timeline.map(({ service }) => service)).toEqual(['auth'])
    expect(evidence?.logs).toEqual([
      {
        ...{ service: 'auth', items: ['basic.env'], omitted: 0, lines: [lines[1]] },
        ...{ from: startedAt - 5_000, to: startedAt + 5_010 },
      },
    ])
  })

  it('masks a live token that a service wrote into its log', async () => {
    const secrets = createSecrets()
    const logOf = () => [lineOf(1, startedAt, `got ${token} {"password":"hunter2!"}`)]
    const { record, kept } = recorder({ logOf, mask: secrets.maskBody })
    secrets.add(token)
    await record(() => Promise.resolve(failedRun()))
    const text = JSON.stringify(kept.get('run-1')?.logs)
    expect(text).toContain('got ***')
    expect(text).not.toContain('hunter2')
    expect(secrets.findIn(text)).toBeNull()
  })

  it('joins a later attempt to what was kept before', async () => {
    const { record, kept } = recorder({ logOf: () => [lineOf(1, startedAt)] })
    const report = failedRun()
    await record(async (onCall) => {
      onCall(callOf('a'))
      return report
    })
    const later = startedAt + 900_000
    const attempts = [1, 2].map((number) => ({
      ...{ number, startedAt: number === 1 ? startedAt : later, finishedAt: later, items: [] },
    }))
    const again = { ...report, run: { ...report.run, attempts } }
    await record(async (onCall) => {
      onCall(callOf('b'))
      return again
    })
    const evidence = kept.get('run-1')
    expect(evidence?.calls.map(({ id }) => id)).toEqual(['a', 'b'])
    expect(evidence?.timeline).toEqual([
      { service: 'auth', probes: [probeOf(startedAt - 299_999), probeOf(later - 299_999)] },
    ])
    expect(evidence?.logs.filter(({ service }) => service === 'auth')).toHaveLength(1)
    expect(evidence?.logs[0]?.lines).toHaveLength(1)
  })

  it('lets a run end that cannot be proven, and says so', async () => {
    const broken = recorder({
      fingerprint: () => Promise.reject(new Error('no system')),
    })
    const report = failedRun()
    expect(await broken.record(() => Promise.resolve(report))).toBe(report)
    expect(broken.bugs).toEqual(['the evidence of a run could not be kept'])
    const full = recorder()
    full.kept.set = () => {
      throw new Error('disk full')
    }
    expect(await full.record(() => Promise.resolve(report))).toBe(report)
    expect(full.bugs).toHaveLength(1)
    await expect(full.record(() => Promise.reject(new Error('broke off')))).rejects.toThrow(
      'broke off',
    )
  })
})

describe('calls', () => {
  it('lose the oldest bodies first, with a mark, and then the oldest', () => {
    const keeper = createCallKeeper({ calls: 3, bodyBytes: 8 })
    for (const id of ['a', 'b', 'c', 'd']) keeper.add(callOf(id, '1234'))
    expect(keeper.dropped()).toBe(1)
    const bodies = keeper.calls().map(({ id, response }) => [id, response?.body])
    expect(bodies).toEqual([
      ['b', { text: '', bytes: 4, truncated: true }],
      ['c', { text: '1234', bytes: 4, truncated: false }],
      ['d', { text: '1234', bytes: 4, truncated: false }],
    ])
  })

  it('say that some are gone', async () => {
    const { record, kept } = recorder()
    await record(async (onCall) => {
      for (let index = 0; index < 2_003; index += 1) onCall(callOf(`call-${index}`))
      return failedRun()
    })
    const evidence = kept.get('run-1')
    expect(evidence?.calls).toHaveLength(2_000)
    expect(evidence?.calls[0]?.id).toBe('call-3')
    expect(evidence?.logs.at(-1)).toMatchObject({ service: 'console' })
    expect(evidence?.logs.at(-1)?.lines[0]?.text).toContain('3 earlier calls were not kept')
    if (evidence === undefined) throw new Error('no evidence')
    const merged = mergeEvidence(evidence, { ...evidence, calls: [callOf('new')], logs: [] })
    expect(merged.calls).toHaveLength(2_000)
    expect(merged.logs.at(-1)?.lines[0]?.text).toContain('1 earlier calls')
  })
})

describe('log excerpts', () => {
  it('take what is not passed and join what overlaps', () => {
    const windows = failureWindows([
      itemOf('auth.jwt', 'fail', 20_000),
      itemOf('basic.env', 'fail', 12_000),
      { ...itemOf('auth.jwt', 'pass', 90_000) },
      { ...itemOf('auth.jwt', 'fail', null) },
      { ...itemOf('auth.jwt', 'fail', 40_000) },
    ])
    expect(windows).toEqual([
      { items: ['basic.env', 'auth.jwt'], from: 7_000, to: 25_101 },
      { items: ['auth.jwt'], from: 35_000, to: 45_101 },
    ])
  })

  it('share the room of a service, keep the newest lines and count the others', () => {
    const few = excerptsOf('auth', [lineOf(1, 10)], [{ items: [], from: 0, to: 20 }], String)
    const lines = Array.from({ length: 50 }, (_, seq) => lineOf(seq, 100))
    const many = excerptsOf('auth', lines, [{ items: [], from: 100, to: 100 }], String)
    const other = excerptsOf('job', lines, [{ items: [], from: 100, to: 100 }], String)
    const [first, second, third] = limitExcerpts([...few, ...many, ...other], 11)
    expect(first).toMatchObject({ omitted: 0, lines: [lineOf(1, 10)] })
    expect(second?.omitted).toBe(40)
    expect(second?.lines.map(({ seq }) => seq)).toEqual([40, 41, 42, 43, 44, 45, 46, 47, 48, 49])
    expect(third?.lines).toHaveLength(11)
  })

  it('are cut line by line, and hold a line of two attempts once', () => {
    const window = [{ items: [], from: 0, to: 20 }]
    const [long] = excerptsOf('auth', [lineOf(1, 10, 'y'.repeat(9_000))], window, String)
    expect(long?.lines[0]?.text).toMatch(/^y{4000} \[…cut at 4000 characters\]$/)
    const before = excerptsOf('auth', [lineOf(1, 10), lineOf(2, 12)], window, String)
    const after = excerptsOf('auth', [lineOf(2, 12), lineOf(3, 12)], window, String)
    const [merged, ...none] = mergeExcerpts(before, after)
    expect(merged?.lines.map(({ seq }) => seq)).toEqual([1, 2, 3])
    expect(none).toEqual([])
  })
})

describe('the fingerprint', () => {
  it('is the same for the same profile, whatever the order of its keys', () => {
    const turned = Object.fromEntries(Object.entries(profile).reverse())
    expect(canonicalJson(turned)).toBe(canonicalJson(profile))
    expect(canonicalJson({ ...profile, name: 'y' })).not.toBe(canonicalJson(profile))
  })

  it('names the owner of a port, its command masked', async () => {
    const asked: [number, string][] = []
    const report = hostileReport()
    const { services, files } = await takeFingerprint(
      {
        profile: {
          ...profile,
          looma: { ...profile.looma, url: 'https://looma.example' },
          env: { looma: '/nowhere/at/all/.env' },
        },
        consoleVersion: '1',
        async ownerOf(port, host) {
          asked.push([port, host])
          if (port === 3) throw new Error('not shown')
          const command = 'python ai.py --db-password hunter2 --port 3'
          return { address: host, pid: port * 10, command, user: 'li' }
        },
        startOf: (pid) => Promise.resolve(pid + 1),
        mask: (text) => text,
        now: () => 5,
      },
      report,
    )
    expect(asked.map(([port]) => port).sort()).toEqual([2, 3, 4, 5, 6, 7])
    expect(services[0]).toMatchObject({ id: 'looma', port: 443, owner: null })
    expect(services.find(({ id }) => id === 'ai')?.owner).toBeNull()
    expect(services.find(({ id }) => id === 'auth')?.owner).toEqual({
      ...{ pid: 20, user: 'li', startedAt: 21 },
      command: 'python ai.py --db-password *** --port 3',
    })
    expect(files).toEqual([{ name: 'env.looma', sha256: null }])
  })

  it.each([
    ['x --token abc -v', 'x --token *** -v'],
    ['x --token --verbose', 'x --token --verbose'],
    ['x --port 80', 'x --port 80'],
  ])('masks the option of a command: %s', (command, expected) => {
    expect(maskCommand(command, String)).toBe(expected)
  })
})
