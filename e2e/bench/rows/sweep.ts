import { Agent, request } from 'undici'
import { healthTargets } from '../../../electron/console/probes'
import { createHealth } from '../../../electron/process/health'
import { createGate } from '../../../electron/zervigo/gate'
import { serviceIds } from '../../../shared/domain/services'
import type { Row } from '../row'
import { ownNames, profileOf, urlsOn } from '../profiles'
import { startServers } from '../roles'
import { alternate, median, ratiosOf } from '../statistics'

const delaysMs = [20, 35, 50, 65, 80, 90, 100]

/** One sweep over seven services, against asking only the slowest of them. */
export const sweepRow: Row = {
  name: 'sweep',
  figures: [
    {
      id: 'sweep',
      zh: '一轮健康检查 ÷ 最慢的回答',
      en: 'one health sweep ÷ its slowest answer',
      ...{ unit: ' ×', digits: 2, budget: { sense: 'most', limit: 1.15 } },
    },
  ],
  async measure({ benchScript, quick }) {
    const servers = await startServers(
      benchScript,
      serviceIds.map((id, index) => ({ name: ownNames[id], delayMs: delaysMs[index] ?? 0 })),
    )
    const urlOf = urlsOn(servers.ports)
    const profile = profileOf({ urlOf })
    const health = createHealth({
      targets: healthTargets(profile, createGate(1)),
      ...{ intervalMs: 10_000, timeoutMs: 3_000, now: Date.now, onChange: () => undefined },
      witness: () => Promise.resolve(null),
    })
    // As the probes are: a connection of its own for each request.
    const agent = new Agent({ pipelining: 0 })
    const slowest = `${urlOf('user')}/health`
    const sweep = () => timed(() => health.sweep())
    const single = () =>
      timed(async () => {
        const { body } = await request(slowest, { dispatcher: agent })
        await body.json()
      })
    try {
      await sweep()
      await single()
      for (const id of serviceIds) {
        const { state } = health.snapshot(id)
        if (state !== 'healthy') throw new Error(`${id} is ${state} before the first measurement`)
      }
      const pairs = await alternate(quick ? 10 : 40, sweep, single)
      const [a, b] = [median(pairs.map((pair) => pair.a)), median(pairs.map((pair) => pair.b))]
      const both = `${a.toFixed(1)} ÷ ${b.toFixed(1)} ms`
      return {
        sweep: {
          values: ratiosOf(pairs),
          zh: `${both}；七个服务分别在 ${delaysMs.join('、')} ms 后回答`,
          en: `${both}; the seven answer after ${delaysMs.join(', ')} ms`,
        },
      }
    } finally {
      await health.dispose()
      await agent.destroy()
      await servers.end()
    }
  },
}

async function timed(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return performance.now() - startedAt
}
