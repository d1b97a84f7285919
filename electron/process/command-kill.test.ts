import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createCommandBench, python } from './command-fixture'
import { systemTable } from './process-table'
import { quietPort } from './test-ports'

const isLinux = process.platform === 'linux'
let folder = ''
let script = ''
beforeAll(async () => {
  const projectDir = fileURLToPath(new URL('../..', import.meta.url))
  folder = await mkdtemp(join(projectDir, 'node_modules', '.crash-harness-'))
  script = join(folder, 'harness.mjs')
  await build({
    ...{ configFile: false, logLevel: 'error', root: projectDir, ssr: { noExternal: true } },
    build: {
      ssr: fileURLToPath(new URL('crash-harness.ts', import.meta.url)),
      ...{ outDir: folder, emptyOutDir: false, target: 'node20' },
      rollupOptions: { output: { entryFileNames: 'harness.mjs' } },
    },
  })
}, 60_000)
afterAll(() => rm(folder, { recursive: true, force: true }))

const Opened = z.object({ adopted: z.array(z.string()), stale: z.array(z.unknown()) })
const Said = z.object({ pid: z.number().nullable() })

describe.skipIf(!isLinux)('a console that is killed', () => {
  it('again and again, at any moment, never doubles, loses or forgets its service', async () => {
    const port = await quietPort()
    const bench = createCommandBench({ specs: () => [] })
    await bench.supervisor.dispose(1_000)
    const run = () =>
      spawn(process.execPath, [script, 'console', bench.folder, String(port), python, mark], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
    const mark = join(bench.folder, 'pids')
    const services = async () => {
      const tagged = new Set(await bench.tagged())
      const rows = await systemTable().list()
      return rows.filter((row) => tagged.has(row.pid) && !row.isZombie)
    }
    const outcomes: string[] = []
    for (let round = 0; round < 12; round += 1) {
      const console = run()
      const lines = createInterface({ input: console.stdout })[Symbol.asyncIterator]()
      const next = async (): Promise<unknown> => JSON.parse((await lines.next()).value ?? 'null')
      const before = await services()
      const { adopted, stale } = Opened.parse(await next())
      expect(stale).toEqual([])
      expect(adopted).toEqual(before.length > 0 ? ['job'] : [])
      outcomes.push(before.length > 0 ? 'adopted' : 'fresh')
      // Some are killed while the service is only starting, at a moment that differs each time.
      if (round % 3 === 0) await new Promise((resolve) => setTimeout(resolve, round * 15))
      else {
        const { pid } = Said.parse(await next())
        expect((await services()).map((row) => row.pid)).toEqual([pid])
        if (before.length > 0) expect(pid).toBe(before[0]?.pid)
      }
      console.kill('SIGKILL')
      await new Promise((resolve) => console.once('exit', resolve))
      expect((await services()).length).toBeLessThanOrEqual(1)
    }
    expect(outcomes.filter((outcome) => outcome === 'adopted').length).toBeGreaterThanOrEqual(8)
    const last = run()
    const lines = createInterface({ input: last.stdout })[Symbol.asyncIterator]()
    await lines.next()
    await lines.next()
    last.kill('SIGTERM')
    await new Promise((resolve) => last.once('exit', resolve))
    expect(await services()).toEqual([])
    await bench.dispose()
  }, 180_000)
})

/** A process namespace of one's own, in which no number of anybody else can be reused. */
const namespace = ['--pid', '--fork', '--mount-proc']
const canReuse =
  isLinux &&
  spawnSync('unshare', [...namespace, 'sh', '-c', 'echo 99 > /proc/sys/kernel/ns_last_pid'])
    .status === 0

describe.skipIf(!canReuse)('a reused number', () => {
  it('deceives nobody: no adoption, no signal', () => {
    const rounds = 30
    const args = [...namespace, process.execPath, script, 'reuse', String(rounds)]
    const text = execFileSync('unshare', args, { encoding: 'utf8', timeout: 120_000 })
    const { reused, refused, killed } = z
      .object({ reused: z.number(), refused: z.number(), killed: z.number() })
      .parse(JSON.parse(text))
    expect(reused).toBeGreaterThan(rounds / 2)
    expect({ refused, killed }).toEqual({ refused: reused, killed: 0 })
  }, 130_000)
})
