import { z } from 'zod'
import { serviceIds } from '../../../shared/domain/services'
import type { Row } from '../row'
import { cpuPercent } from '../processes'
import { ownNames, urlsOn, writeProfile } from '../profiles'
import { startServers } from '../roles'
import { consolePlan, electronOf, openWindow } from '../windows'
import type { Inspector } from '../inspector'

const count = 1_000
const settleMs = 12_000
const watchSeconds = 20

/** A thousand monitors behind an open window. */
export const monitorsRow: Row = {
  name: 'monitors',
  figures: [
    {
      id: 'cpu',
      zh: '1000 个监控项，每 10 秒一轮：CPU',
      en: '1,000 monitors at 10 s: CPU',
      ...{ unit: ' %', digits: 1, budget: { sense: 'less', limit: 15 } },
    },
    {
      id: 'scroll',
      zh: '1000 个监控项：滚动帧率',
      en: '1,000 monitors: frames while scrolling',
      ...{ unit: ' fps', digits: 0, budget: { sense: 'least', limit: 60 } },
    },
  ],
  async measure(context) {
    const electron = electronOf(context)
    const { benchScript, folder, quick } = context
    const servers = await startServers(benchScript, [
      ...serviceIds.map((id) => ({ name: ownNames[id], delayMs: 0 })),
      { name: 'monitor', delayMs: 0 },
    ])
    try {
      const monitors = Array.from({ length: count }, (_, index) => ({
        ...{ id: `monitor-${index}`, name: `Monitor ${index}`, kind: 'http' as const },
        url: `http://127.0.0.1:${servers.ports.at(-1)}/health/${index}`,
      }))
      const profile = await writeProfile(folder, { urlOf: urlsOn(servers.ports), monitors })
      const window = await openWindow(consolePlan(electron, profile), folder)
      try {
        await new Promise((done) => setTimeout(done, settleMs))
        const values: number[] = []
        let parts = ''
        for (let index = 0; index < (quick ? 1 : 3); index += 1) {
          const { percent, parts: own } = await cpuPercent(window.pid, watchSeconds)
          values.push(percent)
          parts = own
        }
        const frames: number[] = []
        for (let index = 0; index < (quick ? 1 : 3); index += 1) {
          frames.push(await scroll(window.page, pxPerSecond))
        }
        const still = await scroll(window.page, 0)
        return {
          cpu: {
            values,
            zh: `一个核的百分比（${parts}），控制台全部进程，窗口打开，软件绘制，每次 ${watchSeconds} 秒`,
            en: `of one core (${parts}), all processes of the console, window open, drawn in software, ${watchSeconds} s each`,
          },
          scroll: {
            values: frames,
            zh: `每秒滚动 ${pxPerSecond} 像素；不滚动时这块屏幕为 ${still} fps`,
            en: `${pxPerSecond} pixels a second; without scrolling this display gives ${still} fps`,
          },
        }
      } finally {
        await window.end()
      }
    } finally {
      await servers.end()
    }
  },
}

const pxPerSecond = 2_400
const frameScript = (speed: number) => `new Promise((resolve, reject) => {
  const pxPerSecond = ${speed}
  const list = document.querySelector('[role="region"] ul')
  const box = list?.parentElement
  if (!box || box.scrollHeight <= box.clientHeight) return reject(new Error('no list to scroll'))
  box.scrollIntoView()
  box.scrollTop = 0
  let frames = 0
  let startedAt = null
  const step = (at) => {
    startedAt ??= at
    const elapsed = at - startedAt
    if (elapsed >= 4000) return resolve((frames * 1000) / elapsed)
    frames += 1
    box.scrollTop = ((elapsed * pxPerSecond) / 1000) % (box.scrollHeight - box.clientHeight)
    requestAnimationFrame(step)
  }
  requestAnimationFrame(step)
})`

/** Whole frames per second: a display of 60 Hz gives 59.9 as often as 60.1. */
async function scroll(page: Inspector, speed: number): Promise<number> {
  return Math.round(z.number().parse(await page.evaluate(frameScript(speed), 30_000)))
}
