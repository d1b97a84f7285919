import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { RunProgress, RunReport } from '../../shared/domain/checklist'
import { createClosers } from '../test-closers'
import { cause } from '../diagnosis/causes'
import { defaultGateRules } from '../checklist/gate'
import { checklistPlan } from '../checklist/plan'
import { itemIn, runWith } from '../checklist/run-fixture'
import { withSignOff } from '../records/changes'
import { openStore } from '../store/database'
import { createChecklist, type ChecklistDeps } from './checklist'

const { add, closeAll } = createClosers()
afterEach(closeAll)

const failed = () => runWith({ 'api.chat': 'fail', 'data.chat': 'blocked' })
const passed = (id: string) => runWith({}, { run: { id, startedAt: 3_000, finishedAt: 4_000 } })
const cancelled = (id: string) => {
  const verdict = 'unknown' as const
  return runWith({}, { run: { id }, item: () => ({ verdict, cause: cause('CANCELLED') }) })
}

function open(kept: RunReport = failed()) {
  const folder = mkdtempSync(join(tmpdir(), 'rerun-'))
  const store = openStore({ file: join(folder, 'console.db'), now: Date.now })
  add(
    () => rmSync(folder, { recursive: true, force: true }),
    () => store.close(),
  )
  store.runs.saveRun(kept)
  const given: Parameters<ChecklistDeps['run']>[0][] = []
  const changes: RunProgress[] = []
  const bugs: string[] = []
  let end: { finish(report: RunReport): void; fail(): void } | null = null
  const checklist = createChecklist({
    ...{ profileId: 'test', plan: checklistPlan, runs: store.runs },
    gateRules: () => defaultGateRules,
    isOpened: (id) => id.startsWith('bundle-'),
    onChange: (progress) => changes.push(progress),
    onBug: (message) => bugs.push(message),
    run(input) {
      given.push(input)
      const id = input.runId ?? 'new'
      const items = checklistPlan.map((item) => ({
        ...{ id: item.id, phase: 'waiting' as const, result: null },
      }))
      const progress = { id, startedAt: 3_000, items }
      input.onProgress({ ...progress, state: 'running', report: null })
      return new Promise((resolve, reject) => {
        let isEnded = false
        end = {
          finish(report) {
            if (isEnded) return
            isEnded = true
            const state = input.signal.aborted ? 'cancelled' : 'finished'
            input.onProgress({ ...progress, state, report })
            resolve(report)
          },
          fail: () => reject(new Error('bug')),
        }
        input.signal.addEventListener('abort', () => end?.finish(cancelled(id)))
      })
    },
  })
  const finish = async (report: RunReport) => {
    end?.finish(report)
    await checklist.dispose()
  }
  const fail = async () => {
    end?.fail()
    await checklist.dispose()
  }
  return { checklist, store: store.runs, given, changes, bugs, finish, fail }
}

const refusal = (reason: string) =>
  expect.objectContaining({ code: 'rejected', facts: expect.objectContaining({ reason }) })

describe('rerun', () => {
  it('continues a run of the history and keeps both attempts in it', async () => {
    const { checklist, store, given, changes, finish } = open()
    const first = checklist.rerun('run-1')
    expect(first).toMatchObject({ id: 'run-1', state: 'running', report: null })
    const waiting = first.items.filter(({ phase }) => phase === 'waiting').map(({ id }) => id)
    expect(waiting).toEqual(['basic.looma-up', 'auth.jwt', 'api.chat', 'data.chat'])
    expect(given[0]).toMatchObject({
      ...{ runId: 'run-1', options: { only: ['api.chat', 'data.chat'], talentId: 't/1 ?#' } },
    })
    await finish(passed('run-1'))
    const stored = store.getRun('run-1')
    expect(stored).toMatchObject({ verdict: 'pass', run: { attempts: [{}, { number: 2 }] } })
    expect(stored?.gate?.sentence.zh).toContain('2 项重试后才通过')
    expect(changes.at(-1)).toMatchObject({ state: 'finished', report: stored })
    expect(changes.at(-1)?.items.every(({ phase }) => phase === 'done')).toBe(true)
    expect(store.listRuns({ limit: 9 })).toMatchObject([{ id: 'run-1', attempts: 2 }])
    expect(() => checklist.rerun('run-1')).toThrow(refusal('nothing'))
  })

  it('loses nothing when it breaks off', async () => {
    const { checklist, store, bugs, fail } = open()
    checklist.rerun('run-1')
    await fail()
    expect(bugs).toEqual(['a run broke off'])
    expect(store.getRun('run-1')).toEqual(failed())
    const { state, items, report } = checklist.current() ?? {}
    expect([state, report]).toEqual(['cancelled', failed()])
    expect(items?.find(({ id }) => id === 'api.chat')?.result).toEqual(itemIn(failed(), 'api.chat'))
    expect(checklist.rerun('run-1').state).toBe('running')
  })

  it('keeps what was proven when it is cancelled', async () => {
    const { checklist, store } = open()
    checklist.rerun('run-1')
    checklist.cancel()
    await checklist.dispose()
    expect(checklist.current()?.state).toBe('cancelled')
    expect(store.getRun('run-1')?.items).toEqual(failed().items)
    expect(store.getRun('run-1')?.run.attempts).toMatchObject([{}, { number: 2, items: [] }])
  })

  it('is refused by name', () => {
    const elsewhere = failed()
    elsewhere.environment.profile = { id: 'other', name: '生产' }
    const refused = (kept: RunReport, id = 'run-1') => {
      const { checklist } = open(kept)
      return () => checklist.rerun(id)
    }
    expect(refused(failed(), 'nobody')).toThrow(expect.objectContaining({ code: 'missing' }))
    expect(refused(failed(), 'bundle-1')).toThrow(refusal('opened'))
    expect(refused(elsewhere)).toThrow(refusal('profile'))
    expect(refused(withSignOff(failed(), { name: 'n', statement: 's', at: 1 }))).toThrow(
      refusal('signed'),
    )
    expect(refused(runWith({ 'basic.env': 'skipped' }))).toThrow(refusal('nothing'))
  })

  it('and a run exclude each other', async () => {
    const { checklist, finish } = open()
    const busy = expect.objectContaining({ code: 'busy' })
    checklist.rerun('run-1')
    expect(() => checklist.rerun('run-1')).toThrow(busy)
    expect(() => checklist.start({})).toThrow(busy)
    await finish(passed('run-1'))
    checklist.start({})
    expect(() => checklist.rerun('run-1')).toThrow(busy)
    await finish(passed('new'))
  })
})

describe('replace', () => {
  it('shows a change to the run on screen, and to no other', async () => {
    const { checklist, changes, finish } = open()
    checklist.start({})
    await finish(passed('new'))
    const before = changes.length
    checklist.replace(failed())
    expect(changes).toHaveLength(before)
    const noted = { ...passed('new'), verdict: 'fail' as const }
    checklist.replace(noted)
    expect(changes.at(-1)).toMatchObject({ id: 'new', state: 'finished', report: noted })
  })
})
