import path from 'node:path'
import { createLocalStack } from '../../../electron/localstack/stack'
import { nodeLaunch } from '../../../electron/process/node-launch'
import type { BenchContext, Row } from '../row'
import { openInspector } from '../inspector'
import { cpuPercent } from '../processes'
import { writeProfile } from '../profiles'
import { consolePlan, electronOf, openWindow } from '../windows'

const settleMs = 8_000
/** A hidden console polls every 30 s, so each window of time holds one sweep. */
const watchSeconds = 30

/** A hidden window that polls seven real services. */
export const idleRow: Row = {
  name: 'idle',
  figures: [
    {
      id: 'idle',
      zh: '空闲 CPU（窗口隐藏，轮询七个服务）',
      en: 'idle CPU, window hidden, seven services polled',
      ...{ unit: ' %', digits: 2, budget: { sense: 'less', limit: 1 } },
    },
  ],
  async measure(context) {
    const electron = electronOf(context)
    const stack = stackOf(context)
    try {
      const { looma, zervigo } = await stack.plan('auto')
      await stack.start()
      const profile = await writeProfile(context.folder, {
        urlOf: (id) => (id === 'looma' ? looma.url : zervigo[id].url),
        concurrency: looma.concurrency,
      })
      const plan = consolePlan(electron, profile)
      const window = await openWindow(plan, context.folder, { inspectMain: true })
      try {
        window.page.close()
        await hide(window.mainUrl ?? '')
        await new Promise((done) => setTimeout(done, settleMs))
        const values: number[] = []
        let parts = ''
        for (let index = 0; index < (context.quick ? 1 : 3); index += 1) {
          const { percent, parts: own } = await cpuPercent(window.pid, watchSeconds)
          values.push(percent)
          parts = own
        }
        return {
          idle: {
            values,
            zh: `一个核的百分比（${parts}），控制台全部进程，每次 ${watchSeconds} 秒；服务在别的进程里`,
            en: `of one core (${parts}), all processes of the console, ${watchSeconds} s each; the services run apart`,
          },
        }
      } finally {
        await window.end()
      }
    } finally {
      await stack.supervisor.dispose()
    }
  },
}

function stackOf({ folder, serviceScript }: BenchContext) {
  return createLocalStack({
    ...{ launch: nodeLaunch, serviceScript, talents: 40, mask: (text) => text, now: Date.now },
    dataDir: path.join(folder, 'stack'),
    logFolder: path.join(folder, 'stack-logs'),
    onChange: () => undefined,
  })
}

async function hide(mainUrl: string): Promise<void> {
  const main = await openInspector(mainUrl)
  const expression = `(() => {
    const [window] = require('electron').BrowserWindow.getAllWindows()
    window.hide()
    return window.isVisible()
  })()`
  const isVisible = await main.evaluate(expression, 10_000).finally(() => main.close())
  if (isVisible !== false) throw new Error('the window could not be hidden')
}
