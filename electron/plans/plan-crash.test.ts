import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { Plan, type StepKind } from '../../shared/domain/plans'
import { openConsole, type Console } from './crash-fixture'
import { quietPort } from '../process/test-ports'

let built = ''
let script = ''
let folder = ''
let next: Console | null = null
beforeAll(async () => {
  const projectDir = fileURLToPath(new URL('../..', import.meta.url))
  built = await mkdtemp(join(projectDir, 'node_modules', '.plan-harness-'))
  script = join(built, 'harness.mjs')
  await build({
    ...{ configFile: false, logLevel: 'error', root: projectDir },
    ssr: { noExternal: true, external: ['libsql'] },
    build: {
      ssr: fileURLToPath(new URL('plan-crash-harness.ts', import.meta.url)),
      ...{ outDir: built, emptyOutDir: false, target: 'node20' },
      rollupOptions: { output: { entryFileNames: 'harness.mjs' } },
    },
  })
}, 60_000)
afterAll(() => rm(built, { recursive: true, force: true }))
afterEach(async () => {
  await next?.dispose()
  next = null
  await rm(folder, { recursive: true, force: true })
})

/** Runs a console until it is in the middle of such a step, and kills it there. */
async function killedIn(kind: StepKind): Promise<{ port: number; step: string }> {
  folder = await mkdtemp(join(tmpdir(), 'plan-crash-'))
  const port = await quietPort()
  const console = spawn(process.execPath, [script, folder, String(port), kind], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(console, 'exit')
  try {
    const lines = createInterface({ input: console.stdout })[Symbol.asyncIterator]()
    const step: unknown = (await lines.next()).value
    return { port, step: String(step) }
  } finally {
    console.kill('SIGKILL')
    await exited
  }
}

const untilEnded = async ({ plans }: Console): Promise<Plan> => {
  await expect
    .poll(async () => (await plans.current())?.state, { timeout: 15_000 })
    .not.toBe('running')
  // The report of a plan follows its end.
  await expect.poll(async () => hasReport(await plans.current())).toBe(true)
  return Plan.parse(await plans.current())
}

/** A plan that waits for a person has none yet. */
function hasReport(plan: Plan | null): boolean {
  return plan?.state === 'held' || plan?.report !== null
}

describe.skipIf(process.platform !== 'linux')('a console that is killed', () => {
  const cases: [StepKind, string, boolean][] = [
    ['folder', 'folder.zervigo', false],
    ['ports', 'ports', false],
    ['start', 'start.job', true],
    ['wait', 'wait.job', true],
    ['verify', 'verify', true],
  ]
  it.each(cases)(
    'in a %s step of a bring-up tells so and goes on from there',
    async (kind, id, isUp) => {
      const { port, step } = await killedIn(kind)
      expect(step).toBe(id)
      next = openConsole({ folder, port })
      const found = Plan.parse(await next.plans.current())
      expect(found).toMatchObject({ kind: 'bring-up', state: 'interrupted' })
      expect(found.found.map(({ zh }) => zh)).toEqual(isUp ? ['job 仍在运行，已接管'] : [])
      const broken = found.steps.find((one) => one.id === id)
      expect(broken).toMatchObject({ state: 'failed', problem: { code: 'INTERRUPTED' } })
      expect(found.steps.some(({ state }) => state === 'running')).toBe(false)

      await next.plans.start()
      const done = await untilEnded(next)
      expect(done).toMatchObject({ state: 'done', kind: 'bring-up' })
      expect(done.id).not.toBe(found.id)
      const start = done.steps.find((one) => one.id === 'start.job')
      expect(start?.state).toBe(isUp ? 'skipped' : 'done')
      const reports = await readdir(join(folder, 'reports'))
      const texts = await Promise.all(
        reports.map((one) => readFile(join(folder, 'reports', one), 'utf8')),
      )
      expect(texts.filter((text) => text.includes('控制台中途结束'))).toHaveLength(1)
      expect(next.bugs).toEqual([])
    },
  )

  const stops: StepKind[] = ['stop', 'ports-free', 'logs']
  it.each(stops)('in a %s step of a shutdown tells so and can shut down anew', async (kind) => {
    const { port } = await killedIn(kind)
    next = openConsole({ folder, port })
    const found = Plan.parse(await next.plans.current())
    expect(found).toMatchObject({ kind: 'shutdown', state: 'interrupted' })
    expect(found.steps.find((one) => one.kind === kind)?.problem?.code).toBe('INTERRUPTED')
    await next.plans.prepare('shutdown')
    await next.plans.start()
    const done = await untilEnded(next)
    expect(done.state).toBe('done')
    const stop = done.steps.find((one) => one.id === 'stop.job')
    expect(stop?.state).toBe(kind === 'stop' ? 'done' : 'skipped')
    expect(next.supervisor.snapshot('job').pid).toBeNull()
  })
})
