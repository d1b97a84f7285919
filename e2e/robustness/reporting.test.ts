import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  itemIds,
  runVerdictOf,
  totalsOf,
  type ReportFormat,
  type RunReport,
} from '../../shared/domain/checklist'
import { csvReport } from '../../electron/reports/csv'
import { htmlReport } from '../../electron/reports/html'
import { junitReport } from '../../electron/reports/junit'
import { markdownReport } from '../../electron/reports/markdown'
import { writeReports } from '../../electron/reports/write'
import { itemOf } from '../../electron/checklist/test-run'
import { createSecrets } from '../../electron/zervigo/secrets'
import { createClosers } from '../../electron/test-closers'
import type { PeerOptions } from '../fixtures/peer/options'
import { runAgainst } from '../fixtures/peer/peer-run'
import { codeOf } from './console-side'
import { openFolder, openPeer } from './peer-side'

const { add, closeAll } = createClosers()
afterEach(closeAll)
let folder = ''
beforeEach(() => {
  folder = openFolder(add)
})

async function reportOf(
  options: PeerOptions,
  run: Parameters<typeof runAgainst>[1] = {},
): Promise<RunReport> {
  return runAgainst(await openPeer(options, add), run)
}

const renderers = { csvReport, htmlReport, junitReport, markdownReport }
const write = (report: RunReport, into: string, formats: ReportFormat[] = ['md', 'json']) =>
  writeReports(report, {
    ...{ folder: into, formats, language: 'zh-CN' as const, printPdf: null },
    mask: (text) => createSecrets().mask(text),
  })

describe('71. a 403 is never a pass', () => {
  it('upstream’s own ten checks end as 6 and 4, not as ten', async () => {
    const report = await reportOf({})
    const held = (item: (typeof itemIds)[number], pattern: RegExp) => {
      const facts = itemOf(report, item).assertions.filter(({ id }) => pattern.test(id))
      return facts.length > 0 && facts.every(({ ok }) => ok)
    }
    const isPass = (item: (typeof itemIds)[number]) => itemOf(report, item).verdict === 'pass'
    const checks = {
      'auth health': held('basic.zervigo-health', /^auth\./),
      'Looma health': isPass('basic.looma-up'),
      login: held('auth.jwt', /^login$|^token\./),
      'token validate': held('auth.jwt', /^validate\./),
      'Zervigo health through Looma': isPass('api.health'),
      sync: isPass('api.sync'),
      chat: isPass('api.chat'),
      matches: isPass('api.matches'),
      'ai-process': isPass('api.ai-process'),
      'refused without token': held('auth.middleware', /\.no-token/),
    }
    const failed = Object.entries(checks).flatMap(([name, ok]) => (ok ? [] : [name]))
    expect(failed).toEqual(['sync', 'chat', 'matches', 'ai-process'])
    expect(report.verdict).toBe('fail')
  })

  it('denied counts as unproven in every number and every format', async () => {
    const report = await reportOf({}, { options: { only: ['api.sync'] } })
    expect(itemOf(report, 'api.sync').verdict).toBe('denied')
    expect(report.verdict).toBe('incomplete')
    expect(report.totals.passed + report.totals.failed + report.totals.unproven).toBe(18)
    expect(junitReport(report, 'en')).toMatch(/api\.sync[^\n]*\n\s*<skipped message="denied/)
  })
})

describe('72. numbers without percentages', () => {
  it('zero checks divide nothing and are no pass', async () => {
    expect(totalsOf([])).toMatchObject({ passed: 0, failed: 0, unproven: 0 })
    expect(runVerdictOf([])).not.toBe('pass')
    const skip = Object.fromEntries(itemIds.map((id) => [id, 'left out']))
    const report = await reportOf({ base: 'repaired' }, { options: { skip } })
    expect(report).toMatchObject({
      verdict: 'incomplete',
      totals: { passed: 0, failed: 0, unproven: 18 },
    })
    for (const render of Object.values(renderers)) {
      const text = render(report, 'zh-CN').replace(/<style>[\s\S]*?<\/style>/g, '')
      expect(text).not.toMatch(/NaN|Infinity|100\s*%/)
    }
  })

  it('one skipped item is enough against a pass', async () => {
    const skip = { 'basic.env': 'no access to the files' }
    const report = await reportOf({ base: 'repaired' }, { options: { skip } })
    expect(report).toMatchObject({ verdict: 'incomplete', totals: { passed: 17, unproven: 1 } })
    expect(markdownReport(report, 'en')).toContain('no access to the files')
  })
})

describe('73. clocks and zones of other machines', () => {
  it('do not reach the timeline of a run', async () => {
    const report = await reportOf({ base: 'repaired', auth: { clockSkewMs: 60_000 } })
    const times = report.items.flatMap(({ calls }) => calls.flatMap(({ at }) => at ?? []))
    expect(times.length).toBeGreaterThan(20)
    expect(Math.min(...times)).toBeGreaterThanOrEqual(report.run.startedAt)
    expect(Math.max(...times)).toBeLessThanOrEqual(report.run.finishedAt)
    expect(markdownReport(report, 'zh-CN')).toMatch(/\d{2}:\d{2}:\d{2} [+-]\d{2}:\d{2}/)
  })
})

describe('74. reports that cannot be written', () => {
  it('a folder that is missing is made', async () => {
    const report = await reportOf({ base: 'repaired' }, { options: { only: ['basic.env'] } })
    const deep = join(folder, 'a', 'b')
    expect(await write(report, deep)).toEqual(['report.md', 'report.json'])
    const json: unknown = JSON.parse(readFileSync(join(deep, 'report.json'), 'utf8'))
    expect(json).toMatchObject({ schema: 1, verdict: 'incomplete' })
  })

  it('a folder that is a file is said so', async () => {
    const report = await reportOf({ base: 'repaired' }, { options: { only: ['basic.env'] } })
    const file = join(folder, 'taken')
    writeFileSync(file, 'x')
    expect(await codeOf(write(report, file))).toBe('storage')
    expect(await codeOf(write(report, join(file, 'below')))).toBe('storage')
  })

  it('a report that cannot take its place leaves nothing half written', async () => {
    const report = await reportOf({ base: 'repaired' }, { options: { only: ['basic.env'] } })
    mkdirSync(join(folder, 'report.md', 'in-use'), { recursive: true })
    expect(await codeOf(write(report, folder, ['md']))).toBe('storage')
    expect(readdirSync(folder)).toEqual(['report.md'])
  })
})

describe('75. what must not stand in a report', () => {
  const mask = (text: string) => createSecrets().mask(text)
  const jwt = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.dGhpcy1pcy1hLXNpZ25hdHVyZQ'

  it.each([
    ['a JWT', `token was ${jwt} then`, jwt],
    ['half a JWT', `cut ${jwt.slice(0, 40)}`, jwt.slice(0, 40)],
    [
      'a bearer header',
      `Authorization: Bearer abcdef0123456789abcdef01`,
      'abcdef0123456789abcdef01',
    ],
    ['password=', 'user=x&password=hunter2&y=1', 'hunter2'],
    ['PGPASSWORD', 'PGPASSWORD=hunter2 psql', 'hunter2'],
    ['a DSN of MySQL', 'mysql://root:hunter2@localhost:3306/jobfirst', 'hunter2'],
    ['a DSN of PostgreSQL', 'postgresql://a:p%40ss@h/db', 'p%40ss'],
    ['the default secret', 'JWT_SECRET=zervigo-unified-2024', 'zervigo-unified-2024'],
  ])('%s', (_name, text, secret) => {
    expect(mask(text)).not.toContain(secret)
  })

  it('an answer that echoes secrets of its own is masked in every format', async () => {
    const peer = await openPeer({ base: 'repaired' }, add)
    const dsn = 'mysql://root:hunter2@localhost:3306/jobfirst'
    const body = { success: false, error: `cannot open ${dsn}`, debug: { token: jwt } }
    peer.set('looma', { planted: [{ path: /sync$/, reply: { status: 500, body } }] })
    const report = await runAgainst(peer, { options: { only: ['api.sync'] } })
    expect(itemOf(report, 'api.sync').verdict).toBe('fail')
    const everything = [
      JSON.stringify(report),
      ...Object.values(renderers).map((render) => render(report, 'zh-CN')),
    ].join('\n')
    expect(everything).not.toContain('hunter2')
    expect(everything).not.toContain(jwt)
  })
})
