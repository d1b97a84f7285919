import { execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { appendFileSync } from 'node:fs'
import {
  chmod,
  link,
  mkdir,
  mkdtemp,
  open,
  readFile,
  readdir,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { archiveLogs, type ArchiveOptions } from './archive-logs'
import { archiveName, spanOfArchive } from './archive-name'
import { logsStep } from './logs-step'
import { quietIo } from './plan-fixture'

const day = 24 * 60 * 60 * 1_000
let folder: string
let log: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'archive-'))
  log = join(folder, 'job.log')
})
afterEach(async () => {
  await chmod(folder, 0o700)
  await rm(folder, { recursive: true, force: true })
})

const rule = { maxBytes: 1_000 }
const archive = (more: Partial<ArchiveOptions> = {}) =>
  archiveLogs({
    ...{ files: [log], runSpans: [], now: Date.now, signal: new AbortController().signal, rule },
    ...more,
  })
const big = '一行日志\n'.repeat(1_000)
const archives = () => readdir(join(folder, 'archive'))
const old = async (path: string, days: number) => {
  const at = new Date(Date.now() - days * day)
  await utimes(path, at, at)
}

describe('archiving logs', () => {
  it('packs a big log away, proves it, and empties the same file', async () => {
    await writeFile(log, big)
    const { ino } = await stat(log)
    const report = await archive()
    const [outcome] = report.outcomes
    if (outcome?.kind !== 'archived') throw new Error('not archived')
    expect(gunzipSync(await readFile(outcome.archive)).toString()).toBe(big)
    expect((await stat(outcome.archive)).mode & 0o777).toBe(0o600)
    expect(await stat(log)).toMatchObject({ size: 0, ino })
    expect(spanOfArchive(basename(outcome.archive), 'job.log')).not.toBeNull()
    expect(report).toMatchObject({
      bytesBefore: Buffer.byteLength(big),
      bytesAfter: outcome.archivedBytes,
    })
    expect(await archives()).toHaveLength(1)
    const again = await archive()
    expect(again.outcomes).toMatchObject([{ kind: 'kept', reason: 'empty' }])
  })

  it('packs a small log that nobody wrote to for long, and keeps a young one', async () => {
    const young = join(folder, 'young.log')
    await writeFile(log, 'old\n')
    await writeFile(young, 'new\n')
    await old(log, 8)
    const { outcomes } = await archive({ files: [log, young, log, join(folder, 'none.log')] })
    expect(outcomes.map((one) => (one.kind === 'kept' ? one.reason : one.kind))).toEqual([
      'archived',
      'young',
      'missing',
    ])
    expect(await readFile(young, 'utf8')).toBe('new\n')
  })

  it('begins where the archive before ended', async () => {
    await writeFile(log, big)
    await archive()
    appendFileSync(log, big)
    const { outcomes } = await archive()
    const [first, second] = (await archives()).map((name) => spanOfArchive(name, 'job.log'))
    expect(outcomes[0]?.kind).toBe('archived')
    expect(Math.max(first?.from ?? 0, second?.from ?? 0)).toBeGreaterThanOrEqual(
      Math.min(first?.to ?? 0, second?.to ?? 0) - 1_000,
    )
    expect(await archives()).toHaveLength(2)
  })

  it('removes old archives, but never what was written during a stored run', async () => {
    const place = join(folder, 'archive')
    await mkdir(place)
    await writeFile(log, '')
    const now = Date.now()
    const name = (from: number, to: number) =>
      `${archiveName('job.log', { from: now - from * day, to: now - to * day })}.gz`
    const [gone, evidence, young] = [name(30, 29), name(20, 15), name(3, 2)]
    const others = ['job.log.gz', 'other.log.txt', name(30, 29).replace('job.log', 'ai.log')]
    for (const file of [gone, evidence, young, ...others]) await writeFile(join(place, file), 'x')
    for (const file of await archives()) await old(join(place, file), file === young ? 2 : 10)
    await symlink(join(place, gone), join(place, name(40, 39)))
    const run = { from: now - 18 * day, to: now - 18 * day + 60_000 }
    const report = await archive({ runSpans: [run] })
    expect(report.removed.map(({ path }) => basename(path))).toEqual([gone])
    expect(report.evidence.map(({ path }) => basename(path))).toEqual([evidence])
    const left = await archives()
    expect(left).toEqual(expect.arrayContaining([evidence, young, ...others, name(40, 39)]))
    expect(left).not.toContain(gone)
  })

  it('leaves links, other names, folders and what is no file alone', async () => {
    const target = join(folder, 'target.txt')
    const twice = join(folder, 'twice.log')
    await writeFile(target, big)
    await symlink(target, log)
    await writeFile(twice, big)
    await link(twice, join(folder, 'twin'))
    const inside = join(folder, 'link', 'x.log')
    await mkdir(join(folder, 'real'))
    await writeFile(join(folder, 'real', 'x.log'), big)
    await symlink(join(folder, 'real'), join(folder, 'link'))
    const { outcomes } = await archive({ files: [log, twice, join(folder, 'real'), inside] })
    expect(outcomes.map((one) => (one.kind === 'kept' ? one.reason : one.kind))).toEqual([
      'link',
      'hard-link',
      'not-a-file',
      'link',
    ])
    for (const path of [target, twice, inside]) expect(await readFile(path, 'utf8')).toBe(big)
  })

  it.skipIf(process.platform !== 'linux')('leaves a log that a process has open', async () => {
    await writeFile(log, big)
    const code = `const fs = require('fs'); fs.openSync(process.argv[1], 'a'); console.log('open'); setInterval(() => {}, 1000)`
    const child = spawn(process.execPath, ['-e', code, log], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    try {
      await once(child.stdout, 'data')
      const { outcomes } = await archive()
      expect(outcomes).toMatchObject([{ reason: 'open', detail: `pid ${child.pid}` }])
      expect(await readFile(log, 'utf8')).toBe(big)
    } finally {
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    }
    const own = await open(log, 'a')
    expect((await archive()).outcomes[0]?.kind).toBe('archived')
    await own.close()
  })

  it('leaves a log where nobody can say who has it open', async () => {
    await writeFile(log, big)
    const { outcomes } = await archive({ openFiles: () => Promise.resolve(null) })
    expect(outcomes).toMatchObject([{ reason: 'unseen' }])
    expect(await readFile(log, 'utf8')).toBe(big)
  })

  it('leaves a log that was written to meanwhile, without a half archive', async () => {
    await writeFile(log, big)
    let looks = 0
    const openFiles = () => {
      looks += 1
      if (looks === 2) appendFileSync(log, 'late\n')
      return Promise.resolve(new Map<string, number[]>())
    }
    const { outcomes } = await archive({ openFiles })
    expect(outcomes).toMatchObject([{ reason: 'changed' }])
    expect(await readFile(log, 'utf8')).toBe(`${big}late\n`)
    expect(await archives()).toEqual([])
  })

  it('leaves the log byte for byte when the archive cannot be written', async () => {
    await writeFile(log, big)
    await writeFile(join(folder, 'archive'), 'a file in the way')
    const blocked = await archive()
    expect(blocked.outcomes).toMatchObject([{ kind: 'kept', reason: 'failed' }])
    expect(await readFile(log, 'utf8')).toBe(big)
    await rm(join(folder, 'archive'))
    await symlink(tmpdir(), join(folder, 'archive'))
    expect((await archive()).outcomes).toMatchObject([{ reason: 'failed' }])
    expect(await readFile(log, 'utf8')).toBe(big)
  })

  it('leaves the log byte for byte on a disk that becomes full', async ({ skip }) => {
    const disk = join(folder, 'disk')
    await mkdir(disk)
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', disk], { stdio: 'ignore' })
    } catch {
      skip('a small disk can only be mounted by root')
    }
    try {
      const full = join(disk, 'full.log')
      const content = randomBytes(160 * 1024)
      await writeFile(full, content)
      const { outcomes } = await archive({ files: [full] })
      expect(outcomes).toMatchObject([{ kind: 'kept', reason: 'failed' }])
      expect(outcomes[0]?.kind === 'kept' && outcomes[0].detail).toContain('ENOSPC')
      expect((await readFile(full)).equals(content)).toBe(true)
      expect(await readdir(join(disk, 'archive'))).toEqual([])
    } finally {
      execFileSync('umount', [disk])
    }
  })

  it('clears away what a console that ended in the middle left', async () => {
    await mkdir(join(folder, 'archive'))
    await writeFile(join(folder, 'archive', '.job.log.4711.tmp'), 'half')
    await writeFile(join(folder, 'archive', '.job.log.own.tmp'), 'not ours')
    await writeFile(log, big)
    expect((await archive()).outcomes[0]?.kind).toBe('archived')
    const left = await archives()
    expect(left).toHaveLength(2)
    expect(left).toContain('.job.log.own.tmp')
  })

  it('stops between logs when it is cancelled', async () => {
    await writeFile(log, big)
    const report = await archive({ signal: AbortSignal.abort() })
    expect(report).toMatchObject({ isCancelled: true, outcomes: [] })
    expect(await readFile(log, 'utf8')).toBe(big)
  })
})

describe('the logs step', () => {
  it('says what was archived and warns of what could not be', async () => {
    const other = join(folder, 'deep', 'other.log')
    await mkdir(join(folder, 'deep'))
    await writeFile(join(folder, 'deep', 'archive'), '')
    await writeFile(log, big)
    await writeFile(other, big)
    const io = quietIo()
    const step = logsStep({
      now: Date.now,
      logs: () => Promise.resolve({ files: [log, other], runSpans: [], rule }),
    })
    const result = await step.run(io)
    expect(result.state).toBe('warned')
    if (result.state !== 'warned') return
    expect(result.warnings).toHaveLength(1)
    expect(result.warnings[0]?.zh).toContain(other)
    expect(io.lines.some((line) => line.includes(`${log}: `))).toBe(true)
    expect(result.result.zh).toContain('归档 1 个')
  })
})
