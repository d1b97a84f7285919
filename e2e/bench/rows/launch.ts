import type { Row } from '../row'
import { closedUrls, writeProfile } from '../profiles'
import { alternate, median, ratiosOf } from '../statistics'
import { barePlan, consolePlan, electronOf, openWindow } from '../windows'

/** From the start of the process to the painted grid, against an empty window. */
export const launchRow: Row = {
  name: 'launch',
  figures: [
    {
      id: 'launch',
      zh: '启动到可用网格 ÷ 空窗口',
      en: 'launch to usable grid ÷ bare window',
      ...{ unit: ' ×', digits: 2, budget: { sense: 'most', limit: 1.6 } },
    },
  ],
  async measure(context) {
    const electron = electronOf(context)
    const { folder, quick } = context
    const profile = await writeProfile(folder, { urlOf: await closedUrls() })
    const bare = await barePlan(electron, folder)
    const once = async (plan: Parameters<typeof openWindow>[0]) => {
      const window = await openWindow(plan, folder)
      await window.end()
      return window.launchMs
    }
    const ours = () => once(consolePlan(electron, profile))
    const theirs = () => once(bare.plan)
    try {
      // The first start of each reads the files from disk.
      await theirs()
      await ours()
      const pairs = await alternate(quick ? 3 : 9, ours, theirs)
      const [a, b] = [median(pairs.map((pair) => pair.a)), median(pairs.map((pair) => pair.b))]
      const both = `${Math.round(a)} ÷ ${Math.round(b)} ms`
      return {
        launch: {
          values: ratiosOf(pairs),
          zh: `${both}；没有服务，新的数据目录，到网格绘出后两帧`,
          en: `${both}; no service up, fresh data folders, two frames after the grid is there`,
        },
      }
    } finally {
      await bare.remove()
    }
  },
}
