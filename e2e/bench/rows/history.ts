import path from 'node:path'
import { openStore, type Store } from '../../../electron/store/database'
import { serviceIds, type Probe } from '../../../shared/domain/services'
import type { BenchContext, Row } from '../row'

const rows = 850_000
const everyMs = 10_000
const perTransaction = 7_000
/** As much as the evidence of a run takes along. */
const mostRows = 20_000
const dayMs = 24 * 60 * 60 * 1_000

/** Fourteen days of probes, and how long a look into them takes. */
export const historyRow: Row = {
  name: 'history',
  figures: [
    {
      id: 'recent',
      zh: '850,000 次探测：一个服务最近的 2,000 次',
      en: '850,000 probes: the newest 2,000 of one service',
      ...{ unit: ' ms', digits: 1, budget: { sense: 'less', limit: 300 } },
    },
    {
      id: 'since',
      zh: '850,000 次探测：运行证据所取的时间线',
      en: '850,000 probes: the timeline that a run takes as evidence',
      ...{ unit: ' ms', digits: 1, budget: { sense: 'less', limit: 300 } },
    },
  ],
  measure(context) {
    const now = Date.now()
    const store = openStore({ file: path.join(context.folder, 'console.db'), now: () => now })
    try {
      fill(store, now)
      const each = (look: () => number) => looks(context, look)
      const recent = each(() => store.probes.recent('bench', 'resume', 2_000).length)
      const since = each(() => store.probes.since('bench', now - 7 * dayMs, mostRows).length)
      return Promise.resolve({
        recent: {
          values: recent,
          zh: 'SQLite 查询加逐行校验，同步调用；最早的一次未预热',
          en: 'query in SQLite and a check of each row, synchronous; the first look is cold',
        },
        since: {
          values: since,
          zh: `七天内最多 ${mostRows} 行，全部服务`,
          en: `at most ${mostRows} rows of seven days, all services`,
        },
      })
    } finally {
      store.close()
    }
  },
}

function fill(store: Store, now: number): void {
  const sweeps = Math.ceil(rows / serviceIds.length)
  let batch: { id: string; probe: Probe }[] = []
  for (let index = 0; index < sweeps; index += 1) {
    const at = now - (sweeps - index) * everyMs
    for (const [place, id] of serviceIds.entries()) {
      const isBad = (index + place) % 97 === 0
      const probe: Probe = isBad
        ? {
            ...{ at, outcome: 'unreachable', latencyMs: null, status: null },
            ...{ fault: 'refused', detail: 'connect ECONNREFUSED 127.0.0.1' },
          }
        : { at, outcome: 'healthy', latencyMs: 3.5, status: 200, fault: null, detail: null }
      batch.push({ id, probe })
    }
    if (batch.length < perTransaction) continue
    store.probes.append('bench', batch)
    batch = []
  }
  store.probes.append('bench', batch)
}

function looks({ quick }: BenchContext, look: () => number): number[] {
  return Array.from({ length: quick ? 5 : 20 }, () => {
    const startedAt = performance.now()
    const found = look()
    if (found < 2_000) throw new Error(`only ${found} probes were found`)
    return performance.now() - startedAt
  })
}
