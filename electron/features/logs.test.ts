import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MergedLine } from '../../shared/domain/logs'
import { Profile } from '../../shared/domain/profile'
import type { StreamSink } from '../../shared/ipc'
import { createClosers } from '../test-closers'
import { createLogFollower, createLogFollowers } from '../process/log-follow'
import { createOutput, outputLimits, type Output } from '../process/output'
import { createLogs } from './logs'

const { add, closeAll } = createClosers()
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'logs-'))
  add(() => rmSync(folder, { recursive: true, force: true }))
})
afterEach(closeAll)

const mask = (text: string) => text.replace(/hunter\d/g, '***')
const processes = (log: string) => ({ job: { cwd: folder, start: ['./job'], log } })

function open({
  outputs = {},
  log,
  now = Date.now,
}: {
  outputs?: Record<string, Output>
  /** The job service’s log file, seen from its folder. */
  log?: string
  now?: () => number
} = {}) {
  const followers = createLogFollowers((path) =>
    createLogFollower({ path, mask, now, intervalMs: 5 }),
  )
  const logs = createLogs({
    profile: {
      id: 'dev',
      processes: log === undefined ? {} : Profile.shape.processes.parse(processes(log)),
    },
    written: () => [],
    supervisor: {
      ids: () => Object.keys(outputs),
      log(id) {
        const output = outputs[id]
        if (output === undefined) throw new Error(`no output ${id}`)
        return output
      },
    },
    ...{ followers, folder: join(folder, 'logs-export'), mask, now },
  })
  add(() => logs.dispose())
  return { logs, followers }
}

function outputOf(id: string, now: () => number = Date.now, limits = outputLimits): Output {
  const output = createOutput({ file: join(folder, 'out', `${id}.log`), mask, now, limits })
  add(() => output.close())
  return output
}

/** A page’s end: what it got, and a wait for more. */
function page() {
  const abort = new AbortController()
  const lines: MergedLine[] = []
  const batches: number[] = []
  let dropped = 0
  let hasEnded = false
  let wake: () => void = () => undefined
  const sink: StreamSink<MergedLine> = {
    push(items) {
      batches.push(items.length)
      for (const item of items) lines.push(MergedLine.parse(item))
      wake()
    },
    drop(count) {
      dropped += count
      wake()
    },
    end: () => (hasEnded = true),
    fail: () => undefined,
    signal: abort.signal,
  }
  return {
    ...{ sink, lines, batches },
    close: () => abort.abort(),
    dropped: () => dropped,
    hasEnded: () => hasEnded,
    texts: () => lines.map(({ service, text }) => `${service} ${text}`),
    async until(isDone: () => boolean) {
      while (!isDone()) await new Promise<void>((resolve) => (wake = resolve))
    },
  }
}

describe('sources', () => {
  it('are the outputs of our processes and the files that the profile names', async () => {
    const { logs } = open({ outputs: { auth: outputOf('auth') }, log: 'logs/job.log' })
    expect(await logs.sources()).toEqual([
      { service: 'auth', kind: 'process', file: join(folder, 'out', 'auth.log'), problem: null },
      {
        ...{ service: 'job', kind: 'file', file: join(folder, 'logs', 'job.log') },
        problem: { code: 'missing', detail: expect.stringContaining('ENOENT') },
      },
    ])
  })

  it('that are not known are refused by name', () => {
    const { logs } = open({ outputs: { auth: outputOf('auth') } })
    const refused = expect.objectContaining({ code: 'unsupported', facts: { service: 'ai' } })
    expect(() => logs.follow(['auth', 'ai'], page().sink)).toThrow(refused)
  })
})

describe('following', () => {
  it('begins with what is held, by time, and goes on from there', async () => {
    let clock = Date.parse('2026-06-01T08:00:00Z')
    const now = () => clock
    const auth = outputOf('auth', now)
    const ai = outputOf('ai', now)
    auth.write('stdout', Buffer.from('INFO one\n'))
    clock += 1_000
    ai.write('stderr', Buffer.from('ERROR two\n'))
    clock += 1_000
    auth.write('stdout', Buffer.from('three hunter2\n'))
    writeFileSync(join(folder, 'job.log'), '2026-06-01T08:00:01.500Z WARN between hunter2\n')
    const { logs } = open({ outputs: { auth, ai }, log: 'job.log', now })
    const { sink, texts, lines, until } = page()
    logs.follow(['auth', 'ai', 'job'], sink)
    expect(texts()).toEqual(['auth INFO one', 'ai ERROR two', 'auth three ***'])
    await until(() => lines.length === 4)
    expect(lines[3]).toMatchObject({
      ...{ service: 'job', source: 'file', level: 'warn' },
      at: Date.parse('2026-06-01T08:00:01.500Z'),
      text: '2026-06-01T08:00:01.500Z WARN between ***',
    })
    ai.write('stdout', Buffer.from('four\n'))
    appendFileSync(join(folder, 'job.log'), 'five\n')
    await until(() => lines.length === 6)
    expect(texts().slice(4).sort()).toEqual(['ai four', 'job five'])
    expect(lines.map(({ seq }) => seq)).toEqual([0, 1, 2, 3, 4, 5])
    expect(lines.map(({ level }) => level).slice(0, 3)).toEqual(['info', 'error', null])
  })

  it('ends the follower of a file when the last page has gone', async () => {
    writeFileSync(join(folder, 'job.log'), 'one\n')
    const { logs, followers } = open({ log: 'job.log' })
    const [first, second] = [page(), page()]
    logs.follow(['job'], first.sink)
    logs.follow(['job'], second.sink)
    await first.until(() => first.lines.length === 1)
    first.close()
    expect(followers.paths()).toHaveLength(1)
    second.close()
    expect(followers.paths()).toEqual([])
  })

  it('ends with the profile', async () => {
    const { logs } = open({ outputs: { auth: outputOf('auth') } })
    const { sink, hasEnded } = page()
    logs.follow(['auth'], sink)
    await logs.dispose()
    expect(hasEnded()).toBe(true)
  })
})

describe('a flood', () => {
  it('of a real child costs bounded memory, loses nothing on disk and counts what was left out', async () => {
    const auth = outputOf('auth', Date.now, { ...outputLimits, fileBytes: 1e6, files: 100 })
    const { logs } = open({ outputs: { auth } })
    const all = page()
    logs.follow(['auth'], all.sink)
    const lines = 200_000
    const script = `
      let n = 0
      const write = () => {
        while (n < ${lines}) {
          let text = ''
          for (let k = 0; k < 500; k += 1) text += 'line ' + n++ + '\\n'
          if (!process.stdout.write(text)) return process.stdout.once('drain', write)
        }
      }
      write()`
    const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'ignore'] })
    child.stdout.on('data', (chunk: Buffer) => auth.write('stdout', chunk))
    await once(child, 'close')
    expect(auth.snapshot()).toHaveLength(10_000)
    expect(auth.heldBytes()).toBeLessThanOrEqual(outputLimits.maxBytes)
    await all.until(() => all.lines.length + all.dropped() === lines)
    expect(all.dropped()).toBeGreaterThan(0)
    expect(Math.max(...all.batches)).toBeLessThanOrEqual(500)
    expect(all.lines.at(-1)?.text).toBe(`line ${lines - 1}`)
    const saved = await logs.save(['auth'])
    expect(saved.lines).toBe(lines)
    const texts = readFileSync(join(saved.folder, saved.file), 'utf8').trimEnd().split('\n')
    expect(texts.every((text, index) => text.endsWith(` auth line ${index}`))).toBe(true)
  }, 60_000)
})

describe('saving', () => {
  it('writes every generation of every chosen service by time, masked and without colours', async () => {
    const start = Date.parse('2026-06-01T08:00:00Z')
    let clock = start
    const now = () => clock
    const auth = outputOf('auth', now, { ...outputLimits, fileBytes: 200, files: 9 })
    for (let index = 0; index < 20; index += 1) {
      auth.write('stdout', Buffer.from(`\u001b[31mown ${index}\u001b[0m hunter2\n`))
      clock += 1_000
    }
    expect(readdirSync(join(folder, 'out')).length).toBeGreaterThan(3)
    const stamp = (second: number) => new Date(start + second * 1_000 + 500).toISOString()
    writeFileSync(join(folder, 'job.log.1'), `${stamp(1)} foreign 1\n  at trace\n`)
    writeFileSync(join(folder, 'job.log'), `${stamp(3)} foreign hunter3\n`)
    writeFileSync(join(folder, 'job.log.2.gz'), 'packed')
    const { logs } = open({ outputs: { auth }, log: 'job.log', now })
    const saved = await logs.save(['auth', 'job'])
    const path = join(saved.folder, saved.file)
    const text = readFileSync(path, 'utf8')
    expect(text.split('\n').slice(0, 8)).toEqual([
      '# left out: job: job.log.2.gz (compressed)',
      '2026-06-01T08:00:00.000Z auth own 0 ***',
      '2026-06-01T08:00:01.000Z auth own 1 ***',
      `2026-06-01T08:00:01.500Z job ${stamp(1)} foreign 1`,
      '2026-06-01T08:00:01.500Z job   at trace',
      '2026-06-01T08:00:02.000Z auth own 2 ***',
      '2026-06-01T08:00:03.000Z auth own 3 ***',
      `2026-06-01T08:00:03.500Z job ${stamp(3)} foreign ***`,
    ])
    expect(saved).toMatchObject({ lines: 23, bytes: statSync(path).size })
    expect(saved.leftOut).toEqual(['job: job.log.2.gz (compressed)'])
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(readdirSync(saved.folder)).toEqual([saved.file])
  })

  it('says what could not be read and writes the rest', async () => {
    const auth = outputOf('auth')
    auth.write('stdout', Buffer.from('one\n'))
    const { logs } = open({ outputs: { auth }, log: 'gone.log' })
    const saved = await logs.save(['auth', 'job'])
    expect(saved.lines).toBe(1)
    expect(saved.leftOut).toEqual([expect.stringMatching(/^job: ENOENT/)])
  })

  it('leaves nothing behind when it fails', async () => {
    writeFileSync(join(folder, 'logs-export'), 'a file where the folder should be')
    const { logs } = open({ outputs: { auth: outputOf('auth') } })
    await expect(logs.save(['auth'])).rejects.toThrow()
    expect(readFileSync(join(folder, 'logs-export'), 'utf8')).toContain('a file')
  })
})
