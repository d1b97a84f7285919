import path from 'node:path'
import { startRun } from '../../../electron/checklist/start-run'
import { createLocalStack } from '../../../electron/localstack/stack'
import { nodeLaunch } from '../../../electron/process/node-launch'
import { createGate } from '../../../electron/zervigo/gate'
import { createSecrets } from '../../../electron/zervigo/secrets'
import type { Profile } from '../../../shared/domain/profile'
import { criticalPath } from '../critical-path'
import type { Row } from '../row'
import { median } from '../statistics'

const longestRunMs = 120_000

/** The whole checklist on the embedded stack, against the longest chain of its own calls. */
export const checklistRow: Row = {
  name: 'checklist',
  figures: [
    {
      id: 'checklist',
      zh: '清单 ÷ 调用的关键路径（内置环境）',
      en: 'checklist ÷ its critical path of calls, embedded stack',
      ...{ unit: ' ×', digits: 2, budget: { sense: 'most', limit: 1.3 } },
    },
  ],
  async measure({ serviceScript, folder, quick }) {
    const stack = createLocalStack({
      ...{ launch: nodeLaunch, serviceScript, talents: 240, mask: (text) => text, now: Date.now },
      dataDir: path.join(folder, 'stack'),
      logFolder: path.join(folder, 'stack-logs'),
      onChange: () => undefined,
    })
    try {
      const profile = await stack.plan('auto')
      await stack.start()
      await runOnce(profile)
      const runs: Timed[] = []
      for (let index = 0; index < (quick ? 3 : 10); index += 1) runs.push(await runOnce(profile))
      const [total, path] = [
        median(runs.map(({ ms }) => ms)),
        median(runs.map((run) => run.pathMs)),
      ]
      const both = `${Math.round(total)} ÷ ${Math.round(path)} ms`
      const chain = runs.at(-1)?.path.join(' → ') ?? ''
      return {
        checklist: {
          values: runs.map(({ ms, pathMs }) => ms / pathMs),
          zh: `${both}；每次运行用它自己的调用记录：${chain}`,
          en: `${both}; each run against its own call records: ${chain}`,
        },
      }
    } finally {
      await stack.supervisor.dispose()
    }
  },
}

interface Timed {
  ms: number
  pathMs: number
  path: string[]
}

async function runOnce(profile: Profile): Promise<Timed> {
  const bugs: string[] = []
  const startedAt = performance.now()
  const report = await startRun({
    profile,
    account: { username: 'admin', password: 'password' },
    token: null,
    options: {},
    defaultTalentId: 'test_talent_123',
    consoleVersion: '0.0.0',
    secrets: createSecrets(),
    loomaGate: createGate(profile.looma.concurrency),
    signal: AbortSignal.timeout(longestRunMs),
    now: Date.now,
    onCall: () => undefined,
    onProgress: () => undefined,
    onBug: (item, error) => bugs.push(`${item}: ${String(error)}`),
  })
  const ms = performance.now() - startedAt
  if (report.verdict !== 'pass') {
    throw new Error(`the run on the embedded stack was ${report.verdict} ${bugs.join('; ')}`)
  }
  const timed = report.items.map(({ id, dependsOn, calls }) => ({
    ...{ id, dependsOn },
    calls: calls.flatMap(({ at, durationMs }) => (at === null ? [] : [{ at, durationMs }])),
  }))
  const { ms: pathMs, path: chain } = criticalPath(timed)
  return { ms, pathMs, path: chain }
}
