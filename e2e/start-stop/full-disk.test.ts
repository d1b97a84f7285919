import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { startedFrom, type ProjectPair } from '../fixtures/projects/copy'
import { expectHeld, openBench, stepOf, type ProjectBench } from './project-bench'

let bench: ProjectBench
const mounts: string[] = []
afterEach(async () => {
  await bench.own().dispose()
  for (const folder of mounts.splice(0)) execFileSync('umount', ['-l', folder])
  await bench.dispose()
})

const isMounted = (folder: string, sizeKib: number): boolean =>
  spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${sizeKib}k`, 'tmpfs', folder]).status === 0

const canMount = ((): boolean => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false
  const folder = `/tmp/mount-${process.pid}`
  mkdirSync(folder)
  const isPossible = isMounted(folder, 64)
  if (isPossible) execFileSync('umount', [folder])
  rmSync(folder, { recursive: true })
  return isPossible
})()

/** A disk of its own with no byte left. */
function fill(folder: string): void {
  mkdirSync(folder, { recursive: true })
  if (!isMounted(folder, 64)) throw new Error(`${folder} could not be mounted`)
  mounts.push(folder)
  spawnSync('dd', ['if=/dev/zero', `of=${join(folder, 'ballast')}`, 'bs=4k'])
}
/** A file where the folder should be. */
function block(folder: string): void {
  mkdirSync(dirname(folder), { recursive: true })
  writeFileSync(folder, '')
}
const kinds = canMount
  ? ([
      ['full', fill],
      ['not writable', block],
    ] as const)
  : ([['not writable', block]] as const)

const dataOf = (pair: ProjectPair, ...path: string[]) => join(pair.root, 'data', ...path)
const plansOf = (pair: ProjectPair) => dataOf(pair, 'plans', pair.profile.id)
const logsOf = (pair: ProjectPair) => dataOf(pair, 'processes', pair.profile.id, 'logs')
const runsOf = (pair: ProjectPair) => dataOf(pair, 'processes', pair.profile.id, 'run')

describe.skipIf(process.platform !== 'linux').each(kinds)(
  'a disk that is %s',
  { timeout: 120_000 },
  (_name, spoil) => {
    it('does not keep a plan from going on; its report says that it was not stored', async () => {
      bench = await openBench({ change: (pair) => spoil(plansOf(pair)) })
      const plan = await bench.run('bring-up')
      expect(plan.state).toBe('done')
      const text = await readFile(join(plan.report?.folder ?? '', plan.report?.file ?? ''), 'utf8')
      expect(text).toContain('计划没能保存到磁盘')
      expect(bench.own().bugs.filter((bug) => bug.includes('kept on disk'))).toHaveLength(1)
      await bench.shutDown()
    })

    it('costs the report, which is said, and not the plan', async () => {
      bench = await openBench({ change: (pair) => spoil(dataOf(pair, 'reports')) })
      const plan = await bench.run('bring-up')
      expect(plan).toMatchObject({ state: 'done', report: null })
      expect(plan.reportProblem).toMatch(/ENOSPC|EEXIST|ENOTDIR/)
      await bench.shutDown()
    })

    it('does not stop what writes logs; the step says that the log is not written', async () => {
      bench = await openBench({ change: (pair) => spoil(logsOf(pair)) })
      const plan = await bench.run('bring-up')
      expect(plan.state).toBe('done')
      const said = stepOf(plan, 'start.zervigo').output.filter((line) =>
        JSON.stringify(line).includes('zervigo.log'),
      )
      expect(said).toHaveLength(1)
      expect(said[0]).toMatch(/cannot be written/)
      expect(stepOf(plan, 'start.zervigo').output.join()).toContain('starting Zervigo')
      await bench.shutDown()
    })

    it('on which no run can be recorded holds the plan and leaves nothing running', async () => {
      bench = await openBench({ change: (pair) => spoil(runsOf(pair)) })
      const plan = await bench.run('bring-up')
      expectHeld(plan, 'start.zervigo', spoil === fill ? 'DISK_FULL' : 'OUTPUT_FILE', [])
      expect(await startedFrom(bench.pair.root)).toEqual([])
    })
  },
)
