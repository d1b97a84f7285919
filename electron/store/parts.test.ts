import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ChatMessage } from '../../shared/domain/chat'
import { RunReport } from '../../shared/domain/checklist'
import type { Probe } from '../../shared/domain/services'
import type { AiResult } from '../../shared/domain/talents'
import { connect, type Connection } from './connection'
import { type Store } from './database'
import { failureOf, storeFolder, type StoreFolder } from './store-fixture'

const day = 86_400_000
const startOfTime = 100 * day

let own: StoreFolder
let store: Store
let now: number
let raw: Connection

beforeEach(() => {
  own = storeFolder()
  now = startOfTime
  store = reopen()
  raw = connect(own.file)
})
afterEach(() => {
  raw.close()
  store.close()
  own.remove()
})

function reopen(): Store {
  return own.open(() => now)
}
function report(id: string, startedAt: number, detail = 'x'): RunReport {
  const who = { tester: '李雷', talentId: 't/1 ?#', account: 'admin', role: null, readOnly: null }
  const title = { zh: '健康检查', en: 'health' }
  return RunReport.parse({
    schema: 1,
    run: { id, startedAt, finishedAt: startedAt + 5, ...who },
    verdict: 'incomplete',
    totals: { passed: 1, failed: 0, unproven: 0, total: 1 },
    items: [
      {
        ...{ id: 'basic.looma-up', group: 'basic', title, verdict: 'pass', flaky: false },
        ...{ durationMs: 3, dependsOn: [], cause: null, calls: [] },
        assertions: [{ id: 'a', ok: true, expected: detail, actual: detail }],
      },
    ],
    findings: [],
    environment: {
      ...{ consoleVersion: '1', platform: 'linux', services: [] },
      profile: { id: 'embedded', name: '内置环境' },
    },
  })
}
function probe(at: number, more: Partial<Probe> = {}): Probe {
  const good = {
    outcome: 'healthy',
    latencyMs: 1.5,
    status: 200,
    fault: null,
    detail: null,
  } as const
  return { at, ...good, ...more }
}
function message(id: string, more: Partial<ChatMessage> = {}): ChatMessage {
  return {
    ...{ id, talentId: 't1', author: 'person', at: 1, text: `text of ${id}`, state: 'answered' },
    ...{ error: null, callId: null, durationMs: null },
    ...more,
  }
}

describe('runs', () => {
  it('keeps reports whole and lists them newest first', () => {
    store.runs.saveRun(report('a', 10))
    store.runs.saveRun(report('b', 30))
    store.runs.saveRun(report('c', 20))
    expect(store.runs.listRuns({ limit: 2 }).map((run) => run.id)).toEqual(['b', 'c'])
    expect(store.runs.listRuns({ limit: 1 })[0]).toMatchObject({
      ...{ id: 'b', startedAt: 30, finishedAt: 35, profileName: '内置环境', tester: '李雷' },
      ...{ verdict: 'incomplete', totals: { passed: 1, failed: 0, unproven: 0, total: 1 } },
    })
    expect(store.runs.getRun('a')).toEqual(report('a', 10))
    expect(store.runs.getRun('nobody')).toBeNull()
  })

  it('replaces a run that is saved again', () => {
    store.runs.saveRun(report('a', 10))
    store.runs.saveRun(report('a', 10, 'second'))
    expect(store.runs.listRuns({ limit: 9 })).toHaveLength(1)
    expect(store.runs.getRun('a')?.items[0]?.assertions[0]?.actual).toBe('second')
  })

  it('masks what it keeps', () => {
    store.runs.saveRun(report('a', 10, 'password hunter2'))
    expect(store.runs.getRun('a')?.items[0]?.assertions[0]?.actual).toBe('password ***')
    store.close()
    expect(readFileSync(own.file).includes('hunter2')).toBe(false)
  })

  it.each([
    ['cut JSON', '{"schema":1,"run":'],
    ['another shape', '{"schema":2}'],
    ['nothing', ''],
  ])('names a damaged report and still lists the runs: %s', (_name, text) => {
    store.runs.saveRun(report('a', 10))
    store.runs.saveRun(report('b', 20))
    raw.prepare('UPDATE runs SET report = ? WHERE id = ?').run(text, 'a')
    const error = failureOf(() => store.runs.getRun('a'))
    expect(error.code).toBe('storage')
    expect(error.facts).toMatchObject({ run: 'a' })
    expect(store.runs.listRuns({ limit: 9 })).toMatchObject([
      { id: 'b', damaged: false },
      { id: 'a', damaged: true, tester: '李雷', startedAt: 10 },
    ])
    raw.prepare("UPDATE runs SET verdict = 'maybe', passed = -1 WHERE id = 'a'").run()
    expect(store.runs.listRuns({ limit: 9 })[1]).toMatchObject({
      ...{ id: 'a', damaged: true, verdict: 'incomplete', totals: { passed: 0 } },
    })
  })

  it('names the failure when the disk refuses', () => {
    raw.exec('DROP TABLE runs')
    const error = failureOf(() => store.runs.saveRun(report('a', 10)))
    expect(error.code).toBe('storage')
    expect(error.facts).toMatchObject({ what: 'save run' })
  })
})

describe('probes', () => {
  it('gives the newest of one service and profile, oldest first', () => {
    const sweep = (at: number): { id: string; probe: Probe }[] => [
      { id: 'auth', probe: probe(at) },
      { id: 'job', probe: probe(at, { outcome: 'failing', fault: 'status', status: 503 }) },
    ]
    for (const at of [1, 2, 3]) store.probes.append('p', sweep(at))
    store.probes.append('q', [{ id: 'auth', probe: probe(9) }])
    expect(store.probes.recent('p', 'auth', 2)).toEqual([probe(2), probe(3)])
    expect(store.probes.recent('p', 'job', 9)).toHaveLength(3)
    expect(store.probes.recent('p', 'nobody', 9)).toEqual([])
  })

  it('keeps nulls and masks the detail', () => {
    const lost = probe(1, {
      outcome: 'unreachable',
      latencyMs: null,
      status: null,
      fault: 'refused',
    })
    store.probes.append('p', [{ id: 'auth', probe: { ...lost, detail: 'for hunter2' } }])
    expect(store.probes.recent('p', 'auth', 1)).toEqual([{ ...lost, detail: 'for ***' }])
  })

  it('keeps a sweep whole or not at all', () => {
    raw.exec(
      "CREATE TRIGGER no BEFORE INSERT ON probes WHEN NEW.service = 'job' BEGIN SELECT RAISE(ABORT, 'no'); END",
    )
    const sweep = [
      { id: 'auth', probe: probe(1) },
      { id: 'job', probe: probe(1) },
    ]
    expect(failureOf(() => store.probes.append('p', sweep)).code).toBe('storage')
    expect(store.probes.recent('p', 'auth', 9)).toEqual([])
  })

  it('forgets what is older than 14 days', () => {
    const old = Array.from({ length: 12_000 }, (_, at) => ({ id: 'auth', probe: probe(at) }))
    store.probes.append('p', old)
    store.probes.append('p', [{ id: 'auth', probe: probe(now - 14 * day) }])
    expect(store.probes.prune()).toBe(12_000)
    expect(store.probes.prune()).toBe(0)
    expect(store.probes.recent('p', 'auth', 9)).toHaveLength(1)
    now += 1
    expect(store.probes.prune()).toBe(1)
  })
})

describe('incidents', () => {
  const start = {
    service: 'job',
    state: 'failing',
    fault: 'status',
    detail: 'HTTP 503',
    startedAt: 10,
  } as const

  it('opens, worsens and closes one per service', () => {
    const opened = store.incidents.open('p', start)
    expect(opened).toMatchObject({ ...start, endedAt: null })
    const worse = store.incidents.open('p', {
      ...start,
      state: 'unreachable',
      fault: 'refused',
      startedAt: 20,
    })
    expect(worse).toMatchObject({ id: opened.id, state: 'unreachable', startedAt: 10 })
    expect(store.incidents.close('p', 'job', 30)).toMatchObject({ id: opened.id, endedAt: 30 })
    expect(store.incidents.close('p', 'job', 40)).toBeNull()
    expect(store.incidents.open('p', { ...start, startedAt: 50 }).id).not.toBe(opened.id)
  })

  it('lists one profile, newest first, also after a restart', () => {
    store.incidents.open('p', start)
    store.incidents.open('p', { ...start, service: 'ai', startedAt: 20 })
    store.incidents.open('q', start)
    store.close()
    store = reopen()
    expect(store.incidents.list('p', 9).map((incident) => incident.service)).toEqual(['ai', 'job'])
    expect(store.incidents.close('p', 'job', 30)?.startedAt).toBe(10)
  })
})

describe('chats', () => {
  it('keeps the order of one talent and one profile', () => {
    for (const id of ['a', 'b', 'c']) store.chats.append('p', message(id))
    store.chats.append('p', message('other', { talentId: 't2' }))
    store.chats.append('q', message('a'))
    expect(store.chats.list('p', 't1').map(({ id }) => id)).toEqual(['a', 'b', 'c'])
    expect(store.chats.list('p', 't1', 2).map(({ id }) => id)).toEqual(['b', 'c'])
    store.chats.clear('p', 't1')
    expect(store.chats.list('p', 't1')).toEqual([])
    expect(store.chats.list('p', 't2')).toHaveLength(1)
    expect(store.chats.list('q', 't1')).toHaveLength(1)
  })

  it('updates a message and says when it is gone', () => {
    store.chats.append('p', message('a', { state: 'sending' }))
    const updated = store.chats.update('p', 'a', { state: 'answered', durationMs: 12 })
    expect(updated).toMatchObject({ id: 'a', state: 'answered', durationMs: 12 })
    expect(store.chats.list('p', 't1')).toEqual([updated])
    expect(store.chats.update('p', 'nobody', { state: 'failed' })).toBeNull()
  })

  it('refuses the same id twice', () => {
    store.chats.append('p', message('a'))
    expect(failureOf(() => store.chats.append('p', message('a'))).code).toBe('storage')
  })

  it('ends what was being sent when the console died', () => {
    store.chats.append('p', message('a', { state: 'sending' }))
    store.close()
    store = reopen()
    const [left] = store.chats.list('p', 't1')
    expect(left).toMatchObject({ state: 'failed', error: { code: 'aborted' } })
  })

  it('masks the text, keeps the talent, and leaves a damaged row out', () => {
    const talentId = '人才/?# hunter2'
    store.chats.append('p', message('a', { talentId, text: 'say hunter2' }))
    store.chats.append('p', message('b', { talentId }))
    raw.prepare("UPDATE chats SET message = '{' WHERE id = 'b'").run()
    expect(store.chats.list('p', talentId)).toEqual([message('a', { talentId, text: 'say ***' })])
  })
})

describe('settings', () => {
  it('begins with the defaults and keeps only what was changed', () => {
    const defaults = store.settings.get()
    expect(defaults).toMatchObject({ language: 'zh-CN', theme: 'system', profileId: 'embedded' })
    expect(store.settings.update({ theme: 'dark' })).toEqual({ ...defaults, theme: 'dark' })
    expect(store.settings.update({ tester: '韩梅梅' })).toMatchObject({
      theme: 'dark',
      tester: '韩梅梅',
    })
    store.close()
    store = reopen()
    expect(store.settings.get()).toMatchObject({ theme: 'dark', tester: '韩梅梅' })
  })

  it.each([
    ['a value out of range', '"purple"'],
    ['another type', '{"a":1}'],
    ['no JSON', 'dark'],
  ])('falls back for one key alone: %s', (_name, value) => {
    store.settings.update({ theme: 'dark', tester: 'x' })
    raw.prepare("UPDATE settings SET value = ? WHERE key = 'theme'").run(value)
    raw.prepare("INSERT INTO settings VALUES ('from-the-future', '1')").run()
    expect(store.settings.get()).toMatchObject({ theme: 'system', tester: 'x' })
  })

  it('refuses a bad value without changing anything', () => {
    const bad: object = { tester: 'x'.repeat(81), theme: 'dark' }
    expect(failureOf(() => store.settings.update(bad)).code).toBe('invalid')
    const unknown: object = { password: 'hunter2' }
    expect(failureOf(() => store.settings.update(unknown)).code).toBe('invalid')
    expect(store.settings.get().theme).toBe('system')
  })
})

describe('talent results', () => {
  const result: AiResult = {
    ...{ talentId: '人才/1 hunter2', at: 5, skills: ['Go', '数据库'], years: 3.5, level: null },
    ...{ summary: 'knows hunter2', vectorLength: 3, vectorHead: [0.1, -2], callId: 'c1' },
  }

  it('keeps the last result and the last resume id apart', () => {
    const { talentId } = result
    expect(store.talentResults.aiResult('p', talentId)).toBeNull()
    store.talentResults.saveResumeId('p', talentId, '41')
    store.talentResults.saveAiResult('p', result)
    store.talentResults.saveResumeId('p', talentId, '42')
    expect(store.talentResults.resumeId('p', talentId)).toBe('42')
    expect(store.talentResults.aiResult('p', talentId)).toEqual({ ...result, summary: 'knows ***' })
    expect(store.talentResults.aiResult('q', talentId)).toBeNull()
    expect(store.talentResults.resumeId('p', 'x'.repeat(1_000))).toBeNull()
  })

  it('knows nothing rather than something damaged', () => {
    store.talentResults.saveAiResult('p', result)
    raw.prepare("UPDATE talent_results SET ai_result = '{}'").run()
    expect(store.talentResults.aiResult('p', result.talentId)).toBeNull()
  })
})
