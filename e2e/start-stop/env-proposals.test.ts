import { execFileSync, spawnSync } from 'node:child_process'
import { appendFile, chmod, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { startedFrom } from '../fixtures/projects/copy'
import { expectHeld, openBench, stepOf, type ProjectBench } from './project-bench'

let bench: ProjectBench
afterEach(() => bench.dispose())

const envFile = () => join(bench.pair.zervigo, '.env')
const secret = 'JWT_SECRET="sample-secret-of-the-test-project"'

/** Zervigo's `.env` lacks everything but one line of its own. */
async function openProposed(): Promise<void> {
  bench = await openBench({
    change: ({ zervigo }) => writeFile(join(zervigo, '.env'), '# mine\nMINE=1\n'),
  })
  const plan = await bench.run('bring-up')
  expectHeld(plan, 'env.zervigo', 'ENV_MISSING', ['.env', 'JWT_SECRET'])
  expect(JSON.stringify(plan)).not.toContain('sample-secret')
}
const apply = () => bench.own().call('plans:apply', { step: 'env.zervigo' })

/** Permissions do not keep root out. */
function makeImmutable(path: string, isFixed: boolean): boolean {
  return spawnSync('chattr', [isFixed ? '+i' : '-i', path]).status === 0
}

describe.skipIf(process.platform !== 'linux')('a proposal for a .env', { timeout: 120_000 }, () => {
  it('is refused when the file has changed meanwhile, and made anew', async () => {
    await openProposed()
    await appendFile(envFile(), 'AI_SERVICE_PORT=1\n')
    await apply()
    const plan = await bench.settled()
    expectHeld(plan, 'env.zervigo', 'FILE_CHANGED', ['.env'])
    expect(await readFile(envFile(), 'utf8')).toBe('# mine\nMINE=1\nAI_SERVICE_PORT=1\n')
    await bench.own().call('plans:retry', { step: 'env.zervigo' })
    const again = stepOf(await bench.settled(), 'env.zervigo')
    expect(again.proposal?.added.map(({ key }) => key)).not.toContain('AI_SERVICE_PORT')
    expect(await startedFrom(bench.pair.root)).toEqual([])
  })

  it('keeps what stood there, with a backup, and the plan goes on', async () => {
    await openProposed()
    await apply()
    expect((await bench.settled()).state).toBe('done')
    const text = await readFile(envFile(), 'utf8')
    expect(text).toMatch(/^# mine\nMINE=1\n/)
    expect(text).toContain(secret)
    const names = await readdir(bench.pair.zervigo)
    expect(names.filter((name) => name.startsWith('.env.backup-'))).toHaveLength(1)
    await bench.shutDown()
  })

  it('that cannot be written says so and leaves the file as it was', async (test) => {
    await openProposed()
    const folder = bench.pair.zervigo
    const isRoot = process.getuid?.() === 0
    if (isRoot && !makeImmutable(folder, true)) return test.skip()
    if (!isRoot) await chmod(folder, 0o555)
    try {
      await apply()
      expectHeld(await bench.settled(), 'env.zervigo', 'NOT_WRITABLE', ['.env'])
      expect(await readFile(envFile(), 'utf8')).toBe('# mine\nMINE=1\n')
    } finally {
      if (isRoot) execFileSync('chattr', ['-i', folder])
      else await chmod(folder, 0o755)
    }
    await bench.own().call('plans:cancel')
    await bench.shutDown()
  })
})
