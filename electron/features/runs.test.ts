import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { RunProgress, RunReport } from '../../shared/domain/checklist'
import { GateRules } from '../../shared/domain/gate'
import { calls } from '../../shared/ipc'
import { createClosers } from '../test-closers'
import { runWith } from '../checklist/run-fixture'
import { writeReports } from '../reports/write'
import { connect } from '../store/connection'
import { openStore } from '../store/database'
import { createRuns, type OpenedRun } from './runs'

const { add, closeAll } = createClosers()
afterEach(closeAll)

const bundleId = 'bundle-1'
const failed = () => runWith({ 'api.chat': 'fail', 'data.chat': 'blocked', 'basic.env': 'skipped' })
const refusal = (code: string, reason: string) =>
  expect.objectContaining({ code, facts: expect.objectContaining({ reason }) })

function open(more: { current?: RunProgress; opened?: OpenedRun } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'runs-feature-'))
  const file = join(folder, 'console.db')
  const mask = (text: string) => text.replaceAll('hunter2', '***')
  const store = openStore({ file, now: Date.now, mask })
  const raw = connect(file)
  add(
    () => rmSync(folder, { recursive: true, force: true }),
    () => store.close(),
    () => raw.close(),
  )
  let time = 10_000
  let rules = GateRules.parse({})
  const changes: RunReport[] = []
  const runs = createRuns({
    store: store.runs,
    current: () => more.current ?? null,
    onChange: (report) => changes.push(report),
    gateRules: () => rules,
    now: () => (time += 1),
    opened: (id) => (id === bundleId ? (more.opened ?? null) : null),
    reportFolder: join(folder, 'reports'),
    write: writeReports,
    language: () => 'en',
    mask,
    maskBody: mask,
  })
  store.runs.saveRun(failed())
  const setRules = (next: Partial<GateRules>) => (rules = GateRules.parse(next))
  return { runs, store: store.runs, raw, changes, setRules, folder }
}

const by = { name: '韩梅梅' }
const said = (verdict: 'pass' | 'fail') => ({ ...by, verdict, note: '现场看过' })
const png = Buffer.from('\x89PNG\r\n\x1a\n....', 'latin1')
const picture = {
  ...{ itemId: 'api.chat' as const, fileName: '../截图.png', type: 'image/png' as const },
  ...{ base64: png.toString('base64'), ...by },
}

describe('a person’s judgement', () => {
  it('a fail turns the run red and stays; taking it back leaves no trace in the verdict', () => {
    const { runs, changes } = open()
    const red = runs.judge('run-1', 'api.sync', said('fail'))
    expect(red).toMatchObject({ verdict: 'fail', totals: { passed: 14, failed: 2 } })
    expect(red.gate?.sentence.zh).toContain('2 项失败（api.sync、api.chat）')
    expect(changes).toEqual([red])
    expect(runs.get('run-1')).toEqual(red)
    const back = runs.judge('run-1', 'api.sync', null)
    expect({ ...back, gate: null }).toEqual({ ...failed(), gate: null })
  })

  it('a pass never counts, and opens the gate only where nothing could be checked', () => {
    const { runs, store } = open()
    store.saveRun(runWith({ 'basic.env': 'skipped' }))
    expect(runs.get('run-1').gate?.isOpen).toBe(false)
    const beside = runs.judge('run-1', 'basic.env', said('pass'))
    expect(beside).toMatchObject({ verdict: 'incomplete', totals: { passed: 17, unproven: 1 } })
    expect(beside.gate?.isOpen).toBe(true)
    store.saveRun(failed())
    expect(runs.judge('run-1', 'api.chat', said('pass'))).toMatchObject({
      ...{ verdict: 'fail', gate: { isOpen: false } },
    })
  })

  it('needs a note and a name of the agreed length', () => {
    const { input } = calls['runs:judge']
    const judge = (part: object) =>
      input.safeParse({ id: 'r', itemId: 'api.chat', result: { ...said('fail'), ...part } }).success
    expect(judge({})).toBe(true)
    expect([judge({ note: ' ' }), judge({ name: '' }), judge({ note: 'x'.repeat(2_001) })]).toEqual(
      [...[false, false, false]],
    )
  })
})

describe('notes', () => {
  it('stay text, whatever they look like, and lose what is secret', () => {
    const { runs } = open()
    const text = '<img src=x onerror=alert(1)> hunter2 **x** | \u202e'
    const { notes } = runs.note('run-1', { itemId: null, text, ...by })
    expect(notes).toMatchObject([
      { text: text.replace('hunter2', '***'), name: '韩梅梅', itemId: null },
    ])
    expect(runs.get('run-1').notes).toEqual(notes)
    expect(runs.list({ limit: 9, query: 'ONERROR' })).toHaveLength(1)
  })

  it('have at most 2,000 characters', () => {
    const note = (length: number) => ({ id: 'r', itemId: null, text: 'x'.repeat(length), ...by })
    const { input } = calls['runs:note']
    expect(input.safeParse(note(2_000)).success).toBe(true)
    expect(input.safeParse(note(2_001)).success).toBe(false)
  })

  it('belong to an item the run has', () => {
    const { runs, store } = open()
    store.saveRun({ ...failed(), items: failed().items.slice(0, 2) })
    const note = () => runs.note('run-1', { itemId: 'api.chat', text: 't', ...by })
    expect(note).toThrow(expect.objectContaining({ code: 'missing' }))
  })
})

describe('attachments', () => {
  it('come back as they were, under a safe name, and are found by it', () => {
    const { runs } = open()
    const [about] = runs.attach('run-1', picture).attachments
    expect(about).toMatchObject({ fileName: '截图.png', bytes: png.length, itemId: 'api.chat' })
    expect(runs.attachment('run-1', about?.id ?? '')).toEqual({
      type: 'image/png',
      base64: picture.base64,
    })
    expect(runs.list({ limit: 9, query: '截图' })).toHaveLength(1)
  })

  it('leave nothing behind when they are refused', () => {
    const { runs, raw } = open()
    const wrong = { ...picture, base64: Buffer.from('<svg/>').toString('base64') }
    expect(() => runs.attach('run-1', wrong)).toThrow(refusal('invalid', 'content'))
    expect(runs.get('run-1').attachments).toEqual([])
    expect(raw.prepare('SELECT count(*) FROM attachments').pluck().all()).toEqual([0])
  })

  it('end at fifty', () => {
    const { runs, store } = open()
    const { attachments } = runs.attach('run-1', picture)
    const full = Array.from({ length: 50 }, () => attachments[0]).flatMap((one) => one ?? [])
    store.saveRun({ ...failed(), attachments: full })
    expect(() => runs.attach('run-1', picture)).toThrow(refusal('rejected', 'full'))
  })

  it('that were changed in the database are refused by name', () => {
    const { runs, raw } = open()
    const id = runs.attach('run-1', picture).attachments[0]?.id ?? ''
    raw.exec("UPDATE attachments SET content = x'00'")
    expect(() => runs.attachment('run-1', id)).toThrow(refusal('storage', 'damaged'))
    expect(() => runs.attachment('run-1', 'nobody')).toThrow(
      expect.objectContaining({ code: 'missing' }),
    )
  })
})

describe('signing', () => {
  const sign = { ...by, statement: '确认发布' }

  it('seals a run; withdrawing it opens it again and stays on record', () => {
    const { runs, setRules } = open()
    const signed = runs.sign('run-1', sign)
    expect(signed.signOffs).toMatchObject([{ ...sign, gateOpen: false, withdrawn: null }])
    expect(runs.list({ limit: 1 })[0]?.signedBy).toBe('韩梅梅')
    const writes = [
      () => runs.judge('run-1', 'api.chat', said('pass')),
      () => runs.note('run-1', { itemId: null, text: 't', ...by }),
      () => runs.attach('run-1', picture),
      () => runs.sign('run-1', sign),
    ]
    for (const write of writes) {
      expect(write).toThrow(refusal('rejected', 'signed'))
      expect(write).toThrow(
        expect.objectContaining({ facts: expect.objectContaining({ name: '韩梅梅' }) }),
      )
    }
    setRules({ maxFailed: 18, maxUnproven: 18 })
    expect(runs.get('run-1')).toMatchObject({ findings: [], gate: { isOpen: true } })
    const back = runs.withdraw('run-1', { name: '李雷', reason: '漏测' })
    expect(back.signOffs).toMatchObject([{ withdrawn: { name: '李雷', reason: '漏测' } }])
    expect(() => runs.withdraw('run-1', { name: '李雷', reason: 'x' })).toThrow(
      refusal('rejected', 'not-signed'),
    )
    runs.note('run-1', { itemId: null, text: '补测', ...by })
    expect(runs.sign('run-1', sign).signOffs).toMatchObject([{}, { gateOpen: true }])
  })

  it('shows a run that was altered in the database afterwards, and keeps the gate shut', () => {
    const { runs, raw, store } = open()
    store.saveRun(runWith())
    expect(runs.sign('run-1', sign)).toMatchObject({ findings: [], gate: { isOpen: true } })
    raw.exec(`UPDATE runs SET report = replace(report, '"role":"super_admin"', '"role":"guest"')`)
    const altered = runs.get('run-1')
    expect(altered.run.role).toBe('guest')
    expect(altered.findings).toMatchObject([{ code: 'signature-broken' }])
    expect(altered.gate?.isOpen).toBe(false)
    // What is only found on reading is not written back.
    expect(runs.withdraw('run-1', { name: 'x', reason: 'y' }).findings).toEqual([])
  })

  it('holds for what was masked on the way into the store', () => {
    const { runs, store } = open()
    const report = failed()
    store.saveRun({ ...report, run: { ...report.run, tester: 'hunter2' } })
    expect(runs.sign('run-1', { ...sign, statement: 'hunter2 is fine' }).findings).toEqual([])
    expect(runs.get('run-1')).toMatchObject({
      ...{ findings: [], signOffs: [{ statement: '*** is fine' }] },
    })
  })
})

describe('runs that cannot be changed', () => {
  it('a run under way is busy, though its first attempt can be read', () => {
    const current: RunProgress = {
      ...{ id: 'run-1', state: 'running', startedAt: 1, items: [], report: null },
    }
    const { runs } = open({ current })
    expect(runs.get('run-1').run.id).toBe('run-1')
    expect(() => runs.sign('run-1', { ...by, statement: 's' })).toThrow(
      expect.objectContaining({ code: 'busy' }),
    )
  })

  it('a damaged one is listed as that and refused by name', () => {
    const { runs, raw } = open()
    raw.exec("UPDATE runs SET report = substr(report, 1, 100), verdict = 'broken'")
    expect(runs.list({ limit: 9 })).toMatchObject([
      { id: 'run-1', damaged: true, profileName: '联调', tester: '李雷', totals: { passed: 15 } },
    ])
    const uses = [
      () => runs.get('run-1'),
      () => runs.note('run-1', { itemId: null, text: 't', ...by }),
      () => runs.compare('run-1', 'run-1'),
    ]
    for (const use of uses) expect(use).toThrow(refusal('storage', 'damaged'))
  })

  it('an opened bundle is read like a run, compared with one, and never written', async () => {
    const report = {
      ...runWith({}, { run: { id: '../../escape' } }),
      attachments: [
        {
          ...{ id: 'a1', itemId: null, fileName: 'x.png', type: 'image/png' as const, bytes: 3 },
          ...{ sha256: 'not its digest', name: 'n', at: 1 },
        },
      ],
    }
    const opened = { report, evidence: null, attachment: () => png }
    const { runs, changes, folder } = open({ opened })
    expect(runs.get(bundleId)).toMatchObject({ verdict: 'pass', gate: { isOpen: true } })
    expect(runs.evidence(bundleId)).toBeNull()
    expect(() => runs.attachment(bundleId, 'a1')).toThrow(refusal('storage', 'damaged'))
    const compared = runs.compare('run-1', bundleId)
    expect(compared.items.filter(({ change }) => change === 'fixed')).toHaveLength(2)
    const writes = [
      () => runs.judge(bundleId, 'api.chat', said('fail')),
      () => runs.note(bundleId, { itemId: null, text: 't', ...by }),
      () => runs.attach(bundleId, picture),
      () => runs.sign(bundleId, { ...by, statement: 's' }),
      () => runs.withdraw(bundleId, { ...by, reason: 'r' }),
    ]
    for (const write of writes) expect(write).toThrow(refusal('rejected', 'opened'))
    expect(changes).toEqual([])
    const exported = await runs.export(bundleId, ['json'])
    expect(exported.folder).toBe(join(folder, 'reports', bundleId))
  })

  it('an unknown one is missing, in every call', () => {
    const { runs } = open()
    const uses = [
      () => runs.get('nobody'),
      () => runs.evidence('nobody'),
      () => runs.judge('nobody', 'api.chat', null),
      () => runs.compare('run-1', 'nobody'),
      () => runs.attachment('nobody', 'a'),
      () => runs.folderOf('nobody'),
    ]
    for (const use of uses) expect(use).toThrow(expect.objectContaining({ code: 'missing' }))
  })
})
