import type { OutputLine } from '../../shared/domain/plans'
import { createLineMask, cut, plain } from '../process/lines'

/** How much of a step's output is kept. */
export const outputLimits = { lines: 200, bytes: 64 * 1024, lineChars: 2_000 } as const

/** What an overlong line is read beyond its cut, so that the mask sees a secret across it whole. */
const lookaheadChars = 8 * 1024

// eslint-disable-next-line no-control-regex -- what colours a terminal is noise in a plan
const colours = /\u001b\[[0-9;:]*m|\u001b/g

/** Keeps the newest lines of a step, masked and bounded. */
export interface OutputTail {
  push(line: OutputLine): void
  lines(): OutputLine[]
}

/** Makes the output of one step. */
export function createOutputTail(mask: (text: string) => string): OutputTail {
  const maskLine = createLineMask(mask)
  const kept: { line: OutputLine; bytes: number }[] = []
  let bytes = 0
  const clean = (text: string): string => {
    const readable = text.slice(0, outputLimits.lineChars + lookaheadChars)
    return cut(maskLine(plain(readable).replace(colours, '')), outputLimits.lineChars)
  }
  const keep = (line: OutputLine): void => {
    const text = typeof line === 'string' ? line : `${line.zh}${line.en}`
    const cost = Buffer.byteLength(text) + 1
    kept.push({ line, bytes: cost })
    bytes += cost
    while (kept.length > outputLimits.lines || bytes > outputLimits.bytes) {
      bytes -= kept.shift()?.bytes ?? 0
    }
  }
  return {
    push(line) {
      if (typeof line !== 'string') return keep({ zh: clean(line.zh), en: clean(line.en) })
      const lines = line.split(/\r\n|[\r\n]/)
      if (lines.length > 1 && lines.at(-1) === '') lines.pop()
      for (const one of lines) keep(clean(one))
    },
    lines: () => kept.map(({ line }) => line),
  }
}
