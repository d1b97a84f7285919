import type { Row } from '../row'
import { memoryMb } from '../processes'
import { closedUrls, writeProfile } from '../profiles'
import { alternate, median, ratiosOf } from '../statistics'
import { barePlan, consolePlan, electronOf, openWindow, type WindowPlan } from '../windows'

const settleMs = { quick: 5_000, full: 12_000 }

/** All processes of an idle console, against those of an empty window. */
export const memoryRow: Row = {
  name: 'memory',
  figures: [
    {
      id: 'memory',
      zh: '空闲内存（全部进程）÷ 空窗口',
      en: 'memory of all processes, idle ÷ bare window',
      ...{ unit: ' ×', digits: 2, budget: { sense: 'most', limit: 1.5 } },
    },
  ],
  async measure(context) {
    const electron = electronOf(context)
    const { folder, quick } = context
    const profile = await writeProfile(folder, { urlOf: await closedUrls() })
    const bare = await barePlan(electron, folder)
    const once = async (plan: WindowPlan) => {
      const window = await openWindow(plan, folder)
      try {
        window.page.close()
        await new Promise((done) => setTimeout(done, quick ? settleMs.quick : settleMs.full))
        return memoryMb(window.pid)
      } finally {
        await window.end()
      }
    }
    try {
      const pairs = await alternate(
        quick ? 1 : 4,
        () => once(consolePlan(electron, profile)),
        () => once(bare.plan),
      )
      const [a, b] = [median(pairs.map((pair) => pair.a)), median(pairs.map((pair) => pair.b))]
      const both = `${Math.round(a)} ÷ ${Math.round(b)} MB`
      return {
        memory: {
          values: ratiosOf(pairs),
          zh: `${both}；PSS 之和，内置环境关闭，没有服务`,
          en: `${both}; sum of PSS, embedded stack off, no service up`,
        },
      }
    } finally {
      await bare.remove()
    }
  },
}
