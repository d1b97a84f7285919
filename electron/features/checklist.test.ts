import { mkdtempSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { RunProgress, RunReport } from '../../shared/domain/checklist'
import { OpsError } from '../../shared/errors'
import { createClosers } from '../test-closers'
import { defaultGateRules } from '../checklist/gate'
import { checklistPlan } from '../checklist/plan'
import { hostileReport } from '../reports/report-fixture'
import { writeReports } from '../reports/write'
import { openStore, type Store } from '../store/database'
import { createChecklist, type ChecklistDeps } from './checklist'
import { createRuns } from './runs'

const { add, closeAll } = createClosers()
afterEach(closeAll)

const progressOf = (id: string, report: RunReport | null): RunProgress => ({
  ...{ id, state: report === null ? 'running' : 'finished', startedAt: 1, items: [], report },
})
const reportOf = (id: string): RunReport => {
  const report = hostileReport()
  return { ...report, run: { ...report.run, id } }
}

/** A run that ends when told, as the real one does: its first progress comes at once. */
function scripted() {
  const pending: { finish(): void; fail(error: Error): void }[] = []
  let runs = 0
  const run: ChecklistDeps['run'] = ({ signal, onProgress }) => {
    runs += 1
    const id = `run-${runs}`
    onProgress(progressOf(id, null))
    return new Promise((resolve, reject) => {
      const finish = () => {
        signal.removeEventListener('abort', finish)
        const report = reportOf(id)
        onProgress(progressOf(id, report))
        resolve(report)
      }
      signal.addEventListener('abort', finish, { once: true })
      const fail = (error: Error) => {
        signal.removeEventListener('abort', finish)
        reject(error)
      }
      pending.push({ finish, fail })
    })
  }
  return { run, pending }
}

const mask = (text: string) => text.replaceAll('S3cret-that-must-be-masked', '***')

function open(more: Partial<ChecklistDeps> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'checklist-'))
  const store: Store = openStore({ file: join(folder, 'console.db'), now: Date.now })
  add(
    () => rmSync(folder, { recursive: true, force: true }),
    () => store.close(),
  )
  const { run, pending } = scripted()
  const bugs: string[] = []
  const changes: RunProgress[] = []
  const gateRules = () => defaultGateRules
  const checklist = createChecklist({
    profileId: 'test',
    plan: checklistPlan,
    run,
    runs: store.runs,
    gateRules,
    onChange: (progress) => changes.push(progress),
    onBug: (message) => bugs.push(message),
    ...more,
  })
  const runs = createRuns({
    store: more.runs ?? store.runs,
    current: () => checklist.current(),
    onChange: (report) => checklist.replace(report),
    gateRules,
    now: Date.now,
    reportFolder: join(folder, 'reports'),
    write: (report, options) => writeReports(report, { ...options, printPdf: null }),
    language: () => 'en',
    mask,
    maskBody: mask,
  })
  const end = async () => {
    pending.shift()?.finish()
    await checklist.dispose()
  }
  return { checklist, runs, pending, store, bugs, changes, folder, end }
}

describe('the checklist feature', () => {
  it('runs one at a time, keeps each run, newest first', async () => {
    const { checklist, runs, end, changes } = open()
    expect(checklist.current()).toBeNull()
    expect(checklist.start({})).toMatchObject({ id: 'run-1', state: 'running' })
    expect(() => checklist.start({})).toThrow(expect.objectContaining({ code: 'busy' }))
    await end()
    expect(checklist.start({})).toMatchObject({ id: 'run-2', state: 'running' })
    await end()
    expect(runs.list({ limit: 10 })).toHaveLength(2)
    expect(runs.get('run-1').run.id).toBe('run-1')
    expect(changes.map(({ id }) => id)).toEqual(['run-1', 'run-1', 'run-2', 'run-2'])
  })

  it('cancels, and ends with the run', async () => {
    const { checklist } = open()
    checklist.start({})
    checklist.cancel()
    await checklist.dispose()
    expect(checklist.current()?.report).not.toBeNull()
    checklist.cancel()
  })

  it('keeps a report on screen that could not be stored', async () => {
    const full = {
      saveRun: () => {
        throw new OpsError('storage', 'disk full')
      },
    }
    const { store } = open()
    const { checklist, runs, end, bugs } = open({ runs: { ...store.runs, ...full } })
    checklist.start({})
    await end()
    expect(bugs).toEqual(['a run could not be kept'])
    expect(runs.get('run-1').run.id).toBe('run-1')
    expect((await runs.export('run-1', ['json'])).files).toEqual(['report.json'])
    expect(checklist.start({}).id).toBe('run-2')
    await end()
  })

  it.each([
    ['rejects', () => Promise.reject(new Error('bug'))],
    [
      'throws',
      () => {
        throw new Error('bug')
      },
    ],
  ] as [string, ChecklistDeps['run']][])(
    'is free again when the engine %s at once',
    (_how, run) => {
      const { checklist, bugs } = open({ run })
      for (let time = 0; time < 2; time += 1) {
        expect(() => checklist.start({})).toThrow(
          expect.objectContaining({ code: expect.anything() }),
        )
      }
      expect(bugs.length).toBeLessThanOrEqual(2)
    },
  )

  it('does not show a run that broke off as under way', async () => {
    const { checklist, pending, bugs } = open()
    checklist.start({})
    pending.shift()?.fail(new Error('bug'))
    await checklist.dispose()
    expect(checklist.current()).toMatchObject({ state: 'cancelled', report: null })
    expect(bugs).toEqual(['a run broke off'])
    expect(checklist.start({}).id).toBe('run-2')
  })

  it('exports masked files of a run that exists, and of no other folder', async () => {
    const { checklist, runs, end, folder } = open()
    checklist.start({})
    await end()
    const exported = await runs.export('run-1', ['json', 'html', 'csv'])
    expect(exported.folder).toBe(join(folder, 'reports', 'run-1'))
    for (const file of exported.files) {
      const text = await readFile(join(exported.folder, file), 'utf8')
      expect(text).not.toContain('S3cret-that-must-be-masked')
    }
    for (const id of ['../..', 'run-9', '']) {
      expect(() => runs.folderOf(id)).toThrow(expect.objectContaining({ code: 'missing' }))
      await expect(runs.export(id, ['json'])).rejects.toMatchObject({ code: 'missing' })
    }
  })
})
