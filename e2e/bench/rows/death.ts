import {
  isHealthy,
  openConsole,
  tileOf,
  type TestConsole,
} from '../../../electron/console/test-console'
import { serviceIds } from '../../../shared/domain/services'
import type { BenchContext, Row } from '../row'
import { ownNames, profileOf, urlsOn } from '../profiles'
import { startServers } from '../roles'

const victims = ['company', 'resume', 'auth', 'looma', 'ai', 'job', 'user'] as const
const pollMs = 500

/** From the death of a service to the red tile that the page is told of. */
export const deathRow: Row = {
  name: 'death',
  figures: [
    {
      id: 'own',
      zh: '自己启动的服务死亡 → 磁贴变红',
      en: 'service of our own dies → tile red',
      ...{ unit: ' ms', digits: 1, budget: { sense: 'less', limit: 500 } },
    },
    {
      id: 'foreign',
      zh: '别人的服务死亡 → 磁贴变红',
      en: 'somebody else’s service dies → tile red',
      ...{ unit: ' polls', digits: 0, budget: { sense: 'most', limit: 3 } },
    },
  ],
  measure: async (context) => ({ own: await ownDeaths(context), foreign: await foreign(context) }),
}

async function ownDeaths({ serviceScript, folder, quick }: BenchContext) {
  const test = await openConsole({ serviceScript, dataFolder: `${folder}/own` })
  try {
    test.program.begin()
    await test.told('services:changed', isHealthy)
    const values: number[] = []
    for (let round = 0; round < (quick ? 1 : 3); round += 1) {
      for (const id of victims) {
        values.push(await killed(test, id))
        await test.call('services:start', { id })
        test.forget()
        await test.told('services:changed', isHealthy)
      }
    }
    return {
      values,
      zh: '从 SIGKILL 到页面收到“不可达”，内置环境的七个服务轮流',
      en: 'from SIGKILL until the page is told “unreachable”; the seven of the embedded stack in turn',
    }
  } finally {
    await test.dispose()
  }
}

async function killed(test: TestConsole, id: string): Promise<number> {
  const { pid } = tileOf(await test.call('services:grid'), id).process
  if (pid === null) throw new Error(`${id} has no process`)
  test.forget()
  const startedAt = performance.now()
  process.kill(pid, 'SIGKILL')
  await test.told('services:changed', (grid) => tileOf(grid, id).health.state === 'unreachable')
  return performance.now() - startedAt
}

async function foreign({ serviceScript, benchScript, folder, quick }: BenchContext) {
  const values: number[] = []
  for (let round = 0; round < (quick ? 2 : 5); round += 1) {
    const servers = await startServers(
      benchScript,
      serviceIds.map((id) => ({ name: ownNames[id], delayMs: 0 })),
    )
    const test = await openConsole({
      serviceScript,
      dataFolder: `${folder}/foreign-${round}`,
      profile: profileOf({ urlOf: urlsOn(servers.ports), intervalMs: pollMs }),
    })
    try {
      test.program.begin()
      await test.told('services:changed', isHealthy)
      await servers.end()
      const diedAt = Date.now()
      test.forget()
      const red = await test.told('services:changed', (grid) =>
        serviceIds.every((id) => tileOf(grid, id).health.state === 'unreachable'),
      )
      const polls = serviceIds.map(
        (id) => tileOf(red, id).health.probes.filter(({ at }) => at >= diedAt).length,
      )
      values.push(Math.max(...polls))
    } finally {
      await servers.end()
      await test.dispose()
    }
  }
  return {
    values,
    zh: '死亡后的探测次数，七个服务中最多的；与轮询间隔无关',
    en: 'probes after the death, the most of the seven; independent of the interval',
  }
}
