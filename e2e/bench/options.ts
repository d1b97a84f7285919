/** What `npm run bench` was asked to do. */
export interface BenchOptions {
  /** Part of a row's name; null for all. */
  only: string | null
  quick: boolean
  /** Where the results go as JSON. */
  json: string | null
  /** Whether the table is written into the README. */
  readme: boolean
  help: boolean
}

/** A mistake of the caller's. */
export class BenchUsageError extends Error {}

const allowed = '--only NAME, --quick, --json FILE, --readme, --help'

export const usage = `npm run bench -- [options]

Measures the budgets of the console in one run, most of them as ratios, and prints a table.

  --only NAME      only rows whose name contains NAME (comma: several)
  --quick          fewer repetitions
  --json FILE      write the results as JSON too
  --readme         write the table into README.md
  --help           this text

Exit: 0 everything was measured, whatever the figures · 1 something could not be measured ·
2 usage error · 4 the bench itself failed
`

/** Reads the command line; refuses what it does not know and says what is allowed. */
export function parseOptions(argv: readonly string[]): BenchOptions {
  const options: BenchOptions = {
    ...{ only: null, quick: false, json: null, readme: false, help: false },
  }
  const words = argv.flatMap(split)
  for (let index = 0; index < words.length; index += 1) {
    const name = words[index] ?? ''
    const value = () => {
      index += 1
      const text = words[index]
      if (text !== undefined && text !== '' && !text.startsWith('--')) return text
      throw new BenchUsageError(`${name} needs a value. Allowed: ${allowed}`)
    }
    if (name === '--only') options.only = value()
    else if (name === '--json') options.json = value()
    else if (name === '--quick') options.quick = true
    else if (name === '--readme') options.readme = true
    else if (name === '--help') options.help = true
    else throw new BenchUsageError(`unknown option ${name}. Allowed: ${allowed}`)
  }
  // Part of the table, or a hasty one, must not stand in the README as the whole.
  if (options.readme && (options.only !== null || options.quick)) {
    throw new BenchUsageError('--readme writes the whole table: leave out --only and --quick')
  }
  return options
}

/** `--name=value` is two words; a switch with a value then fails as an unknown word. */
function split(argument: string): string[] {
  const equals = argument.startsWith('--') ? argument.indexOf('=') : -1
  return equals === -1 ? [argument] : [argument.slice(0, equals), argument.slice(equals + 1)]
}
