const colours = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const
type AnsiColour = (typeof colours)[number]

/** A stretch of text in one style. */
export interface AnsiRun {
  text: string
  colour: AnsiColour | null
  isBold: boolean
  isDim: boolean
}

type Style = Omit<AnsiRun, 'text'>
const plain: Style = { colour: null, isBold: false, isDim: false }

// eslint-disable-next-line no-control-regex -- escape sequences begin with a control character
const sequence = /\u001b(?:\[([0-9;:?]*)([@-~])|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\^_])/g
// eslint-disable-next-line no-control-regex -- what a terminal would act on is not shown
const control = /[\u0000-\u0008\u000b-\u001f\u007f]/g

/** Splits a line at its colour sequences; every other sequence is dropped, never acted on. */
export function parseAnsi(line: string): AnsiRun[] {
  if (!line.includes('\u001b')) return [{ text: line.replace(control, ''), ...plain }]
  const runs: AnsiRun[] = []
  let style = plain
  let from = 0
  const push = (text: string) => {
    const clean = text.replace(control, '')
    if (clean !== '') runs.push({ text: clean, ...style })
  }
  for (const match of line.matchAll(sequence)) {
    push(line.slice(from, match.index))
    from = match.index + match[0].length
    if (match[2] === 'm') style = applySgr(style, match[1] ?? '')
  }
  push(line.slice(from))
  return runs
}

/** The line as it reads without any sequence; what search looks at. */
export function plainText(line: string): string {
  return line.includes('\u001b')
    ? line.replace(sequence, '').replace(control, '')
    : line.replace(control, '')
}

function applySgr(style: Style, parameters: string): Style {
  const codes = parameters.split(/[;:]/).map(Number)
  let next = style
  for (let index = 0; index < codes.length; index += 1) {
    const code = codes[index] ?? 0
    if (code === 38 || code === 48) {
      // Extended colours take their own numbers, which are no codes.
      index += codes[index + 1] === 5 ? 2 : 4
    } else {
      next = applyCode(next, code)
    }
  }
  return next
}

function applyCode(style: Style, code: number): Style {
  if (code === 0) return plain
  if (code === 1) return { ...style, isBold: true }
  if (code === 2) return { ...style, isDim: true }
  if (code === 22) return { ...style, isBold: false, isDim: false }
  if (code === 39) return { ...style, colour: null }
  const colour = code >= 90 ? colours[code - 90] : code >= 30 ? colours[code - 30] : undefined
  return colour === undefined ? style : { ...style, colour }
}
