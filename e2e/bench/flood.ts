import { createReadStream, readdirSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { createStreamSender } from '../../electron/ipc/stream'
import { nodeLaunch } from '../../electron/process/node-launch'
import { createSupervisor } from '../../electron/process/supervisor'
import { createSecrets } from '../../electron/zervigo/secrets'
import { LogLine } from '../../shared/domain/services'

const Input = z.object({ folder: z.string(), lines: z.number().int() })

/** What a flood of lines did. */
export const FloodResult = z.object({
  seconds: z.number(),
  /** Lines that are missing, doubled or out of order on disk. */
  wrong: z.number().int(),
  /** Longest time during which the process did nothing else. */
  longestPauseMs: z.number(),
  /** Most memory in the second half of the flood over that in the first. */
  growth: z.number(),
  mostMb: z.number(),
  linesToPage: z.number().int(),
})
export type FloodResult = z.infer<typeof FloodResult>

/** All that was printed has to be there afterwards, so no generation is thrown away. */
const limits = {
  ...{ maxLines: 10_000, maxBytes: 4 * 1024 * 1024, maxLineChars: 64 * 1024 },
  ...{ fileBytes: 10 * 1024 * 1024, files: 40 },
}
const frameMs = 16
const sampleMs = 50
const floodLimitMs = 180_000

const script = (lines: number) => `
process.on('disconnect', () => process.exit(0))
process.send({ type: 'listening' })
let next = 0
const more = () => {
  while (next < ${lines}) {
    let text = ''
    for (let end = Math.min(next + 200, ${lines}); next < end; next += 1) {
      text += 'line ' + next + ' of a service that prints as fast as it can\\n'
    }
    if (!process.stdout.write(text)) return process.stdout.once('drain', more)
  }
}
more()
setInterval(() => {}, 1000)
`

/** Reads a flood the way the console does, a reader at the page included, and looks at the file. */
export async function floodRole(input: unknown, send: (message: unknown) => void): Promise<void> {
  const { folder, lines } = Input.parse(input)
  const file = path.join(folder, 'flood.mjs')
  await writeFile(file, script(lines))
  const secrets = createSecrets()
  const supervisor = createSupervisor({
    ...{ launch: nodeLaunch, logFolder: folder, now: Date.now, logLimits: limits },
    mask: (text) => secrets.mask(text),
    onChange: () => undefined,
  })
  supervisor.define({
    ...{ id: 'flood', script: file, args: [], cwd: folder, port: null, dependsOn: [] },
    env: { PATH: process.env.PATH ?? '' },
  })
  const log = supervisor.log('flood')
  let seen = 0
  const complete = new Promise<void>((resolve, reject) => {
    const late = () => reject(new Error(`only ${seen} of ${lines} lines within ${floodLimitMs} ms`))
    const timer = setTimeout(late, floodLimitMs)
    log.subscribe((batch) => {
      seen += batch.filter(({ source }) => source === 'stdout').length
      if (seen < lines) return
      clearTimeout(timer)
      resolve()
    })
  })
  const page = readAtPage(log)
  const memory = sampleMemory(() => seen >= lines / 2)
  const delay = monitorEventLoopDelay({ resolution: 1 })
  const startedAt = performance.now()
  delay.enable()
  await supervisor.start('flood')
  await complete
  delay.disable()
  const seconds = (performance.now() - startedAt) / 1_000
  const { growth, mostMb } = memory.end()
  await supervisor.dispose()
  const wrong = await wrongLines(folder, lines)
  const longestPauseMs = delay.max / 1e6
  send({
    seconds,
    wrong,
    longestPauseMs,
    growth,
    mostMb,
    linesToPage: page(),
  } satisfies FloodResult)
}

/** A page that takes a batch per frame, as the open log drawer does. */
function readAtPage(log: ReturnType<ReturnType<typeof createSupervisor>['log']>): () => number {
  let taken = 0
  const sender = createStreamSender({
    port: {
      postMessage(frame) {
        if (frame.type === 'batch') taken += structuredClone(frame).items.length
        setTimeout(() => sender.receive({ type: 'ack' }), frameMs)
      },
      close: () => undefined,
    },
    parseItem: (item) => LogLine.parse(item),
    onEnd: () => undefined,
  })
  log.subscribe((lines) => sender.sink.push(lines))
  return () => taken
}

function sampleMemory(isSecondHalf: () => boolean) {
  const most = { first: process.memoryUsage.rss(), second: 0 }
  const sample = () => {
    const half = isSecondHalf() ? 'second' : 'first'
    most[half] = Math.max(most[half], process.memoryUsage.rss())
  }
  const timer = setInterval(sample, sampleMs)
  return {
    end() {
      clearInterval(timer)
      sample()
      return {
        growth: most.second / most.first,
        mostMb: Math.max(most.first, most.second) / 2 ** 20,
      }
    },
  }
}

/** Reads the generations from the oldest to the newest and counts what breaks the order. */
async function wrongLines(folder: string, lines: number): Promise<number> {
  const age = (name: string) => Number(name.split('.')[2] ?? 0)
  const files = readdirSync(folder)
    .filter((name) => /^flood\.log(\.\d+)?$/.test(name))
    .sort((left, right) => age(right) - age(left))
  let expected = 0
  let wrong = 0
  for (const name of files) {
    const input = createReadStream(path.join(folder, name))
    for await (const line of createInterface({ input, crlfDelay: Infinity })) {
      const found = / stdout line (\d+) of a service that prints as fast as it can$/.exec(line)
      if (found === null) continue
      const number = Number(found[1])
      if (number !== expected) wrong += Math.max(1, Math.abs(number - expected))
      expected = number + 1
    }
  }
  return wrong + Math.abs(lines - expected)
}
