import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RunReport } from '../../shared/domain/checklist'
import { runWith } from '../checklist/run-fixture'
import { connect, type Connection } from './connection'
import { openStore, type Store } from './database'
import { migrate, migrations } from './migrations'
import { storeFolder, type StoreFolder } from './store-fixture'

let own: StoreFolder
let store: Store
let raw: Connection
beforeEach(() => {
  own = storeFolder()
  open()
})
afterEach(() => {
  raw.close()
  store.close()
  own.remove()
})
function open() {
  store = own.open()
  raw = connect(own.file)
}

const named = (id: string, part: Partial<RunReport> = {}): RunReport => {
  const report = runWith({ 'api.chat': 'fail', 'basic.env': 'skipped' }, { run: { id } })
  return { ...report, ...part }
}
const note = (text: string) => ({ id: 'n', itemId: null, text, name: 'x', at: 1 })
const idsFor = (query: string) => store.runs.listRuns({ limit: 9, query }).map(({ id }) => id)

describe('search', () => {
  it('finds a run by everything a person may remember, in any case', () => {
    store.runs.saveRun(
      named('run-A', {
        notes: [note('网关 Timeout 100%_重启后好 <b>')],
        attachments: [
          {
            ...{ id: 'a', itemId: null, fileName: 'Café.png', type: 'image/png', bytes: 1 },
            ...{ sha256: 's', name: 'x', at: 1 },
          },
        ],
      }),
    )
    store.runs.saveRun(
      runWith({}, { run: { id: 'other', tester: 'B', account: 'b', talentId: 'b' } }),
    )
    const remembered = [
      ...['RUN-a', '李雷', 'ADMIN', 'T/1 ?#', 'timeout', '100%_', '<B>', 'API.CHAT', 'ai 聊天'],
      ...['service_down', 'Configuration', 'cafe\u0301.PNG'],
    ]
    for (const query of remembered) expect([query, ...idsFor(query)]).toEqual([query, 'run-A'])
    expect(idsFor('联调')).toEqual(['other', 'run-A'])
    expect(idsFor('  ')).toHaveLength(2)
  })

  it('takes wildcards and quotes for what they are, and passed items for no news', () => {
    store.runs.saveRun(named('run-A', { notes: [note('abc')] }))
    for (const query of ['a%c', 'a_c', '%', "'", '"', '\\', 'api.sync', "' OR 1=1 --"]) {
      expect([query, ...idsFor(query)]).toEqual([query])
    }
  })

  it('never finds, nor keeps, a secret', () => {
    store.runs.saveRun(named('run-A', { notes: [note('the password is hunter2')] }))
    expect(idsFor('hunter2')).toEqual([])
    expect(store.runs.getRun('run-A')?.notes[0]?.text).toBe('the password is ***')
    store.close()
    expect(readFileSync(own.file).includes('hunter2')).toBe(false)
  })

  it('keeps only runs of one verdict when asked', () => {
    store.runs.saveRun(named('failed'))
    store.runs.saveRun(runWith({}, { run: { id: 'passed' } }))
    const of = (verdict: RunReport['verdict']) =>
      store.runs.listRuns({ limit: 9, verdict }).map(({ id }) => id)
    expect([of('pass'), of('fail'), of('incomplete')]).toEqual([['passed'], ['failed'], []])
    expect(store.runs.listRuns({ limit: 9, verdict: 'pass', query: 'failed' })).toEqual([])
  })

  it('survives text that is no text', () => {
    store.runs.saveRun(named('odd', { notes: [note('nul \u0000 lone \ud800 end')] }))
    expect(idsFor('lone')).toEqual(['odd'])
    expect(store.runs.getRun('odd')?.notes[0]?.text).toContain('\u0000')
  })
})

describe('the list', () => {
  it('tells attempts and who signed, and keeps its order when a run changes', () => {
    store.runs.saveRun(named('a'))
    store.runs.saveRun(named('b'))
    const at = { startedAt: 1, finishedAt: 2, items: [] }
    const signOff = {
      ...{ name: '韩梅梅', statement: 's', at: 1, sha256: 'x', gateOpen: true, withdrawn: null },
    }
    const attempts = [
      { number: 1, ...at },
      { number: 2, ...at },
    ]
    const run = { ...named('a').run, attempts }
    store.runs.saveRun(named('a', { run, signOffs: [signOff] }))
    expect(store.runs.listRuns({ limit: 9 })).toMatchObject([
      { id: 'b', signedBy: null, attempts: 1, damaged: false },
      { id: 'a', signedBy: '韩梅梅', attempts: 2, damaged: false },
    ])
    const withdrawn = { name: 'n', reason: 'r', at: 2 }
    store.runs.saveRun(named('a', { signOffs: [{ ...signOff, withdrawn }] }))
    expect(store.runs.listRuns({ limit: 9 })[1]?.signedBy).toBeNull()
  })

  it('reads and finds runs that the first schema holds', () => {
    raw.close()
    store.close()
    own.remove()
    own = storeFolder()
    const db = connect(own.file)
    migrate(db, migrations.slice(0, 1))
    const { run, items } = named('Old-1')
    const { attempts: _attempts, ...oldRun } = run
    const old = {
      ...{ schema: 1, run: oldRun, verdict: 'fail', totals: named('x').totals, findings: [] },
      environment: named('x').environment,
      items: items.map((item) => ({
        ...{ id: item.id, group: item.group, title: item.title, verdict: item.verdict },
        ...{ flaky: false, durationMs: 1, dependsOn: [], cause: null, assertions: [], calls: [] },
      })),
    }
    db.prepare(
      `INSERT INTO runs (id, started_at, finished_at, profile_name, tester, verdict, passed, failed,
         unproven, total, report) VALUES ('Old-1', 5, 6, '联调', 'Li Lei', 'fail', 16, 1, 1, 18, ?)`,
    ).run(JSON.stringify(old))
    db.close()
    open()
    expect(store.runs.listRuns({ limit: 9 })).toMatchObject([
      { id: 'Old-1', damaged: false, signedBy: null, attempts: 1 },
    ])
    expect([idsFor('li lei'), idsFor('联调'), idsFor('OLD-'), idsFor('%')]).toEqual([
      ...[['Old-1'], ['Old-1'], ['Old-1'], []],
    ])
    const read = store.runs.getRun('Old-1')
    expect(read).toMatchObject({ gate: null, notes: [], signOffs: [], run: { attempts: [] } })
    expect(read?.items[0]).toMatchObject({ attempt: 1, earlier: [], manual: null })
  })
})

describe('a password that is a word of the contract', () => {
  it.each(['pass', 'fail', 'looma', 'failed', 'proven'])(
    '%s leaves the report readable',
    (word) => {
      const masking = openStore({
        file: join(own.folder, 'other.db'),
        now: () => 1,
        mask: (text) => (text === word ? '***' : text),
      })
      masking.runs.saveRun(named('a'))
      expect(masking.runs.getRun('a')?.items).toEqual(named('a').items)
      masking.close()
    },
  )
})

describe('attachments', () => {
  const png = { id: 'a1', type: 'image/png' as const, content: Buffer.from([0x89, 0, 255, 10]) }

  it('keeps the bytes beside the run', () => {
    store.runs.saveRun(named('a'), png)
    expect(store.runs.attachment('a', 'a1')).toEqual({ type: 'image/png', content: png.content })
    expect(store.runs.attachment('b', 'a1')).toBeNull()
    store.runs.saveRun(named('a'))
    expect(store.runs.attachment('a', 'a1')).not.toBeNull()
  })

  it('changes the run and the file together or not at all', () => {
    store.runs.saveRun(named('a'), png)
    const changed = named('a', { notes: [note('later')] })
    expect(() => store.runs.saveRun(changed, png)).toThrow(
      expect.objectContaining({ code: 'storage' }),
    )
    expect(store.runs.getRun('a')?.notes).toEqual([])
  })
})
