import { parseArgs } from 'node:util'

/** What `npm run soak` was asked to do; 0 leaves a part out. */
export interface SoakOptions {
  shapes: number
  reuse: number
  crashes: number
  help: boolean
}

/** A mistake of the caller's. */
export class SoakUsageError extends Error {}

const most = 10_000

export const usage = `npm run soak -- [options]

Starts, stops, kills and adopts real processes again and again, and counts what must never happen.

  --shapes N    times that each launch shape is started and stopped (default 50)
  --reuse N     process numbers given to a stranger (default 200; needs a namespace of its own)
  --crashes N   consoles killed at any moment, each followed by an adoption (default 100)
  --help        this text

Each N is a whole number from 0 to ${most}; 0 leaves the part out.
Exit: 0 nothing happened that must not · 1 something did · 2 usage error · 4 the soak itself failed
`

/** Reads the command line; refuses what it does not know and says what is allowed. */
export function parseOptions(args: string[]): SoakOptions {
  const text = { type: 'string' as const }
  const read = () => {
    try {
      const options = {
        shapes: text,
        reuse: text,
        crashes: text,
        help: { type: 'boolean' as const },
      }
      return parseArgs({ args, options, strict: true, allowPositionals: false }).values
    } catch (error) {
      throw new SoakUsageError(
        `${error instanceof Error ? error.message : String(error)}\n\n${usage}`,
      )
    }
  }
  const { shapes, reuse, crashes, help = false } = read()
  return {
    shapes: countOf('--shapes', shapes, 50),
    reuse: countOf('--reuse', reuse, 200),
    crashes: countOf('--crashes', crashes, 100),
    help,
  }
}

function countOf(name: string, text: string | undefined, usual: number): number {
  if (text === undefined) return usual
  const count = /^\d{1,5}$/.test(text) ? Number(text) : -1
  if (count >= 0 && count <= most) return count
  throw new SoakUsageError(`${name} ${text}: expected a whole number from 0 to ${most}`)
}
