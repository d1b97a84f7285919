import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { Plan } from '../../shared/domain/plans'
import { openBench, type ProjectBench } from './project-bench'

let bench: ProjectBench
afterEach(() => bench.dispose())

const statesOf = ({ steps }: Plan): string[] => steps.map(({ id, state }) => `${id} ${state}`)
const reportOf = ({ report }: Plan): Promise<string> =>
  readFile(join(report?.folder ?? '', report?.file ?? ''), 'utf8')

describe.skipIf(process.platform !== 'linux')('two script projects', { timeout: 120_000 }, () => {
  it('are brought up and shut down, each with a report', async () => {
    bench = await openBench()
    const up = await bench.run('bring-up')
    expect(statesOf(up)).toEqual([
      ...['folder.zervigo done', 'folder.looma done', 'docker skipped', 'env.zervigo done'],
      ...['venv.looma done', 'env.looma done', 'ports done', 'start.zervigo done'],
      ...['auth', 'ai', 'resume', 'job', 'company', 'user'].map((id) => `wait.${id} done`),
      ...['start.looma done', 'wait.looma done', 'verify done'],
    ])
    const grid = await bench.own().call('services:probe')
    expect(grid.services.map(({ health }) => health.state)).toEqual(Array(7).fill('healthy'))
    const down = await bench.shutDown()
    expect(statesOf(down)).toEqual([
      ...['stop.looma done', 'stop.zervigo done', 'ports-free done', 'logs done'],
    ])
    expect(await reportOf(up)).toContain('**结论: 已启动，全部核实**')
    const closed = await reportOf(down)
    expect(closed).toContain('**结论: 全部已停止，端口已释放**')
    expect(closed).toContain('已用它自己的停止命令停止')
  })
})
