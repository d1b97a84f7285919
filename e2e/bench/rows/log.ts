import { mkdtemp, rm } from 'node:fs/promises'
import path from 'node:path'
import { FloodResult } from '../flood'
import { startHelper } from '../roles'
import type { Row } from '../row'
import { median } from '../statistics'

const lines = 1_000_000
const limitMs = 240_000

/** A service that prints a million lines as fast as it can. */
export const logRow: Row = {
  name: 'log',
  figures: [
    {
      id: 'lost',
      zh: '一百万行日志：磁盘上缺失或错序的行',
      en: 'log of 1,000,000 lines: missing or out of order on disk',
      ...{ unit: '', digits: 0, budget: { sense: 'most', limit: 0 } },
    },
    {
      id: 'pause',
      zh: '一百万行日志：主进程最长停顿',
      en: 'log of 1,000,000 lines: longest pause of the main process',
      ...{ unit: ' ms', digits: 1, budget: { sense: 'most', limit: 50 } },
    },
    {
      id: 'memory',
      zh: '一百万行日志：内存，后一半 ÷ 前一半的最大值',
      en: 'log of 1,000,000 lines: memory, most of the second half ÷ the first',
      ...{ unit: ' ×', digits: 2, budget: { sense: 'most', limit: 1.25 } },
    },
  ],
  async measure({ benchScript, folder, quick }) {
    const floods: FloodResult[] = []
    for (let index = 0; index < (quick ? 1 : 3); index += 1) {
      const own = await mkdtemp(path.join(folder, 'flood-'))
      const helper = startHelper(benchScript, 'flood', { folder: own, lines })
      try {
        floods.push(FloodResult.parse(await helper.next(limitMs)))
      } finally {
        await helper.end()
        await rm(own, { recursive: true, force: true })
      }
    }
    const rate = Math.round(lines / median(floods.map(({ seconds }) => seconds)) / 1_000)
    const mostMb = Math.round(median(floods.map((flood) => flood.mostMb)))
    const toPage = median(floods.map(({ linesToPage }) => linesToPage))
    return {
      lost: {
        values: floods.map(({ wrong }) => wrong),
        zh: '逐行读回全部文件；产品只保留最新的三个 10 MB 文件，这里一个也不删',
        en: 'every file read back; the product keeps the newest three of 10 MB, here none is removed',
      },
      pause: {
        values: floods.map(({ longestPauseMs }) => longestPauseMs),
        zh: `每秒 ${rate},000 行，写盘、遮盖，并送给每 16 ms 取一次的页面（共 ${toPage} 行）；不是页面的帧`,
        en: `${rate},000 lines a second, to disk, masked, and to a page that takes a batch per 16 ms (${toPage} lines); not the page’s own frames`,
      },
      memory: {
        values: floods.map(({ growth }) => growth),
        zh: `常驻内存，最多 ${mostMb} MB`,
        en: `resident set, at most ${mostMb} MB`,
      },
    }
  },
}
