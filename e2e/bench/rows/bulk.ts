import path from 'node:path'
import { createSync, type SyncFeature } from '../../../electron/features/sync'
import { createTalents, type Talents } from '../../../electron/features/talents'
import { openStore } from '../../../electron/store/database'
import { createClient } from '../../../electron/zervigo/client'
import { createSecrets } from '../../../electron/zervigo/secrets'
import type { SyncJob } from '../../../shared/domain/talents'
import type { Row } from '../row'
import { onlyLooma, ownNames, profileOf } from '../profiles'
import { startServers } from '../roles'
import { alternate, median, ratiosOf } from '../statistics'

const talents = 10_000
const delayMs = 20
const concurrency = 16
const sequential = 250
const jobLimitMs = 300_000

/** Ten thousand talents with many calls at a time, against one call after the other. */
export const bulkRow: Row = {
  name: 'bulk',
  figures: [
    {
      id: 'speed',
      zh: '批量同步 10,000 个人才 ÷ 顺序客户端',
      en: 'bulk sync of 10,000 talents ÷ a sequential client',
      ...{ unit: ' ×', digits: 1, budget: { sense: 'least', limit: 5 } },
    },
    {
      id: 'cancel',
      zh: '取消批量同步',
      en: 'cancel of a bulk sync',
      ...{ unit: ' ms', digits: 0, budget: { sense: 'less', limit: 1_000 } },
    },
  ],
  async measure({ benchScript, folder, quick }) {
    const server = await startServers(benchScript, [{ name: ownNames.looma, delayMs }])
    const bench = openBulk(server.ports[0] ?? 0, folder)
    try {
      const count = quick ? talents / 10 : talents
      const perTalentAlone = () => perTalent(sequential, () => bench.alone(sequential))
      const perTalentTogether = () => perTalent(count, () => bench.together(count))
      const pairs = await alternate(quick ? 2 : 3, perTalentAlone, perTalentTogether)
      const cancels: number[] = []
      for (let index = 0; index < (quick ? 2 : 5); index += 1) cancels.push(await bench.cancel())
      const [a, b] = [median(pairs.map((pair) => pair.a)), median(pairs.map((pair) => pair.b))]
      const both = `${a.toFixed(2)} ÷ ${b.toFixed(2)} ms`
      return {
        speed: {
          values: ratiosOf(pairs),
          zh: `每个人才 ${both}；批量 ${count} 个、同时 ${concurrency} 个，顺序量 ${sequential} 个；服务 ${delayMs} ms 后回答`,
          en: `${both} per talent; ${count} in bulk, ${concurrency} at a time, ${sequential} one by one; the service takes ${delayMs} ms`,
        },
        cancel: {
          values: cancels,
          zh: '从取消到任务结束，途中的请求已中断',
          en: 'from the cancel to the end of the job, its requests aborted',
        },
      }
    } finally {
      await bench.close()
      await server.end()
    }
  },
}

function openBulk(port: number, folder: string) {
  const profile = profileOf({ urlOf: onlyLooma(port), concurrency })
  const store = openStore({ file: path.join(folder, 'console.db'), now: Date.now })
  const client = createClient({
    profile,
    tokens: { tokenFor: () => null, renew: () => Promise.resolve(false) },
    secrets: createSecrets(),
    onCall: () => undefined,
  })
  const results = store.talentResults
  const feature: Talents = createTalents({ profileId: 'bench', client, results, now: Date.now })
  let onJob: (job: SyncJob) => void = () => undefined
  const sync: SyncFeature = createSync({
    talents: feature,
    concurrency,
    now: Date.now,
    onChange: (job) => onJob(job),
  })
  const ids = (count: number) => Array.from({ length: count }, (_, index) => `talent-${index}`)
  const until = (holds: (job: SyncJob) => boolean) =>
    new Promise<SyncJob>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('bulk sync took too long')), jobLimitMs)
      onJob = (job) => {
        if (!holds(job)) return
        clearTimeout(timer)
        resolve(job)
      }
    })
  return {
    async alone(count: number) {
      for (const id of ids(count)) await feature.sync(id)
    },
    async together(count: number) {
      const ended = until(({ finishedAt }) => finishedAt !== null)
      await sync.start(ids(count))
      const { done } = await ended
      if (done !== count) throw new Error(`${done} of ${count} were synced`)
    },
    async cancel() {
      const underWay = until(({ done }) => done > 100)
      await sync.start(ids(talents))
      await underWay
      const ended = until(({ finishedAt }) => finishedAt !== null)
      const startedAt = performance.now()
      sync.cancel()
      await ended
      return performance.now() - startedAt
    },
    async close() {
      await sync.dispose()
      await client.close()
      store.close()
    },
  }
}

async function perTalent(count: number, work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return (performance.now() - startedAt) / count
}
