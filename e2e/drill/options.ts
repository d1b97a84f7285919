/** What `npm run drill` was asked to do. */
export interface DrillOptions {
  /** Part of a defect's id, its group or its text; null for all. */
  only: string | null
  healthyRuns: number
  /** Where the results go as JSON. */
  json: string | null
  /** Whether the table is written into the README. */
  readme: boolean
  help: boolean
}

/** A mistake of the caller's. */
export class DrillUsageError extends Error {}

const mostHealthyRuns = 10_000
const allowed = '--only PATTERN, --healthy N, --json FILE, --readme, --help'

export const usage = `npm run drill -- [options]

Plants defects one at a time in a healthy system, runs the real checklist, and tells what was found.

  --only PATTERN   only defects whose id, group or text contains PATTERN (comma: several)
  --healthy N      runs of healthy systems (default 200, 0 … ${mostHealthyRuns})
  --json FILE      write the results as JSON too
  --readme         write the table into README.md
  --help           this text

Exit: 0 every goal is met · 1 a goal is missed · 2 usage error · 4 the drill itself failed
`

/** Reads the command line; refuses what it does not know and says what is allowed. */
export function parseOptions(argv: readonly string[]): DrillOptions {
  const options: DrillOptions = {
    only: null,
    healthyRuns: 200,
    json: null,
    readme: false,
    help: false,
  }
  for (let index = 0; index < argv.length; index += 1) {
    const [name = '', inline] = split(argv[index] ?? '')
    const value = () => {
      if (inline === undefined) index += 1
      const text = inline ?? argv[index]
      if (text !== undefined && text !== '' && !(inline === undefined && text.startsWith('--'))) {
        return text
      }
      throw new DrillUsageError(`${name} needs a value. Allowed: ${allowed}`)
    }
    switch (name) {
      case '--only':
        options.only = value()
        break
      case '--healthy':
        options.healthyRuns = countOf(value())
        break
      case '--json':
        options.json = value()
        break
      case '--readme':
      case '--help':
        if (inline !== undefined) throw new DrillUsageError(`${name} takes no value`)
        options[name === '--help' ? 'help' : 'readme'] = true
        break
      default:
        throw new DrillUsageError(`unknown option ${name}. Allowed: ${allowed}`)
    }
  }
  return checked(options)
}

/** A table of a part of the drill must not stand in the README as the whole. */
function checked(options: DrillOptions): DrillOptions {
  if (options.readme && options.only !== null) {
    throw new DrillUsageError('--readme writes the whole table: leave out --only')
  }
  return options
}

function split(argument: string): [string, string | undefined] {
  const equals = argument.startsWith('--') ? argument.indexOf('=') : -1
  return equals === -1
    ? [argument, undefined]
    : [argument.slice(0, equals), argument.slice(equals + 1)]
}

function countOf(text: string): number {
  const count = /^\d{1,6}$/.test(text) ? Number(text) : -1
  if (count >= 0 && count <= mostHealthyRuns) return count
  throw new DrillUsageError(
    `--healthy ${text}: expected a whole number from 0 to ${mostHealthyRuns}`,
  )
}
