import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RunReport } from '../../shared/domain/checklist'
import { profileOf } from '../checklist/test-run'
import type { ChosenFile } from '../evidence/bundle-file'
import { unpack } from '../evidence/unpack'
import { buildServiceForTests } from '../localstack/build-service-for-tests'
import { isHealthy, openConsole, tileOf, type TestConsole } from './test-console'

/** Ports where nobody listens. */
const nobody = { looma: 1, auth: 2, ai: 3, resume: 4, job: 5, company: 6, user: 7 }

let built: Awaited<ReturnType<typeof buildServiceForTests>>
let own: TestConsole
let other: TestConsole
let chosen: ChosenFile | null = null
let report: RunReport
beforeAll(async () => {
  built = await buildServiceForTests()
  own = await openConsole({ serviceScript: built.script })
  other = await openConsole({
    ...{ serviceScript: built.script, profile: profileOf(nobody) },
    askForFile: () => Promise.resolve(chosen),
  })
  own.program.begin()
  await own.told('services:changed', isHealthy)
  await own.call('services:fault', { id: 'ai', fault: 'error' })
  report = await run()
}, 90_000)
afterAll(async () => {
  await own.dispose()
  await other.dispose()
  await built.remove()
})

async function run(): Promise<RunReport> {
  own.forget()
  await own.call('checklist:start', { only: ['auth.jwt', 'api.ai-process'] })
  const { report: found } = await own.told('checklist:changed', (one) => one.report !== null)
  if (found === null) throw new Error('no report')
  return found
}
async function exported(id: string): Promise<ChosenFile> {
  const { folder, file } = await own.call('bundles:export', { id })
  return { name: file, content: await readFile(join(folder, file)) }
}
const opening = ({ name, content }: ChosenFile) => ({
  fileName: name,
  base64: content.toString('base64'),
})

describe('the evidence of a run', () => {
  it('holds its calls, health, logs of the failure, and who listened', async () => {
    const evidence = await own.call('runs:evidence', { id: report.run.id })
    expect(report.verdict).toBe('fail')
    expect(evidence?.calls.map(({ operation }) => operation)).toContain('auth.login')
    expect(evidence?.timeline.map(({ service }) => service)).toContain('auth')
    const failed = report.items.filter(({ verdict }) => verdict === 'fail').map(({ id }) => id)
    expect(evidence?.logs.flatMap(({ items }) => items)).toEqual(expect.arrayContaining(failed))
    expect(evidence?.logs.some(({ lines }) => lines.length > 0)).toBe(true)
    const { process: tile, url } = tileOf(await own.call('services:grid'), 'auth')
    const auth = evidence?.fingerprint.services.find(({ id }) => id === 'auth')
    expect(auth).toMatchObject({ url, port: Number(new URL(url).port), owner: { pid: tile.pid } })
    expect(auth?.reportedName).toBe('unified-auth-service')
    if (process.platform === 'linux') expect(auth?.owner?.startedAt).toBeGreaterThan(0)
  })
})

describe('a bundle', () => {
  it('goes to another console and back, and each names the one before it', async () => {
    const first = await exported(report.run.id)
    const evidence = await own.call('runs:evidence', { id: report.run.id })
    expect(await other.call('bundles:choose')).toBeNull()
    chosen = first
    const there = await other.call('bundles:choose')
    expect(there).toMatchObject({
      fileName: first.name,
      report,
      evidence,
      check: { state: 'intact', problems: [], chain: 'first' },
    })
    const here = await own.call('bundles:open', opening(first))
    expect(here).toMatchObject({ id: there?.id, check: { state: 'intact', chain: 'known' } })

    const second = await exported(report.run.id)
    const next = await other.call('bundles:open', opening(second))
    expect(next.manifest.previous).toEqual({ runId: report.run.id, sha256: here.sha256 })
    expect(next.check).toMatchObject({ state: 'intact', chain: 'unknown' })
    expect((await own.call('bundles:open', opening(second))).check.chain).toBe('known')
    expect((await other.call('bundles:list')).map(({ id }) => id)).toEqual([there?.id, next.id])
    expect(await other.call('runs:list', { limit: 9 })).toEqual([])
  })

  it('stays open when the profile changes, until it is closed', async () => {
    const { id: _id, ...rest } = profileOf(nobody, { poll: { intervalMs: 60_000 } })
    const text = JSON.stringify({ ...rest, name: 'elsewhere' })
    const added = await other.call('profiles:import', { text, name: 'elsewhere.json' })
    if (!added.ok) throw new Error(JSON.stringify(added.problems))
    await other.call('profiles:use', { id: added.id })
    const [first, ...more] = await other.call('bundles:list')
    expect(more).toHaveLength(1)
    await other.call('bundles:close', { id: first?.id ?? '' })
    expect(await other.call('bundles:list')).toEqual(more)
  })

  it('cannot be made of an opened one, or of no run', async () => {
    const [opened] = await own.call('bundles:list')
    const again = own.call('bundles:export', { id: opened?.id ?? '' })
    await expect(again).rejects.toMatchObject({ code: 'unsupported' })
    const nothing = own.call('bundles:export', { id: '../..' })
    await expect(nothing).rejects.toMatchObject({ code: 'missing' })
  })

  it('carries what people attached, and is read like a run of its own', async () => {
    const { id } = report.run
    const base64 = Buffer.from('what I saw').toString('base64')
    const file = { itemId: null, fileName: '笔记.txt', type: 'text/plain', name: '李雷' } as const
    report = await own.call('runs:attach', { id, ...file, base64 })
    const opened = await other.call('bundles:open', opening(await exported(id)))
    expect(opened.check.state).toBe('intact')
    const attachmentId = report.attachments[0]?.id ?? ''
    const found = await other.call('runs:attachment', { id: opened.id, attachmentId })
    expect(found).toEqual({ type: 'text/plain', base64 })
    expect((await other.call('runs:get', { id: opened.id })).run).toEqual(report.run)
    expect(await other.call('runs:evidence', { id: opened.id })).toEqual(opened.evidence)
    await expect(other.call('checklist:rerun', { id: opened.id })).rejects.toMatchObject({
      facts: { reason: 'opened' },
    })
    await other.call('bundles:close', { id: opened.id })
  })

  it('holds no secret of the session', async () => {
    const { content } = await exported(report.run.id)
    for (const [path, file] of await unpack(content)) {
      expect([path, /eyJ[\w-]{10,}\.[\w-]{10,}\./.exec(String(file))]).toEqual([path, null])
      expect(String(file)).not.toMatch(/"password\\*": ?\\*"password\\*"/)
    }
    expect([...own.bugs, ...other.bugs]).toEqual([])
  })
})
