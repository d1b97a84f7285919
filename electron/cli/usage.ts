import { parseArgs, type ParseArgsConfig } from 'node:util'
import { ItemId, itemIds, ReportFormat } from '../../shared/domain/checklist'
import { TalentId } from '../../shared/domain/talents'

/** How the command line ended (DESIGN 6). */
export const exitCodes = { pass: 0, fail: 1, usage: 2, incomplete: 3, internal: 4 } as const

/** The command line was not understood, or the configuration is wrong. */
export class UsageError extends Error {}

export const usage = `Usage:
  check   [--profile FILE|ID] [--talent ID] [--only ID,…] [--skip ID=REASON,…] [--read-only REASON]
          [--out DIR] [--format json,md,html,junit,csv] [--json] [--tester NAME]
  health  [--profile FILE|ID] [--watch] [--json]
  token   [--profile FILE|ID] [--json]
  stack   [--ports auto|default] [--talents N]

Common: [--lang zh-CN|en]
Credentials: LOOMA_USERNAME and LOOMA_PASSWORD in the environment.
Exit: 0 pass · 1 fail · 2 usage or configuration · 3 incomplete · 4 the console failed
`

/** A command line, understood. */
export type Command =
  | {
      name: 'check'
      profile: string | null
      talent: string | null
      only: ItemId[] | null
      skip: Partial<Record<ItemId, string>>
      readOnly: string | null
      out: string | null
      formats: ReportFormat[]
      json: boolean
      tester: string
      language: 'zh-CN' | 'en'
    }
  | { name: 'health'; profile: string | null; watch: boolean; json: boolean }
  | { name: 'token'; profile: string | null; json: boolean }
  | { name: 'stack'; ports: 'auto' | 'default'; talents: number }
  | { name: 'help' }

/** A PDF is printed by the window; the command line has none. */
const CliFormat = ReportFormat.exclude(['pdf'])

const mostTesterCharacters = 80
const mostReasonCharacters = 500

const text = { type: 'string' } as const
const flag = { type: 'boolean' } as const

const optionsOf = {
  check: {
    profile: text,
    talent: text,
    only: text,
    skip: text,
    'read-only': text,
    out: text,
    format: text,
    json: flag,
    tester: text,
    lang: text,
  },
  health: { profile: text, watch: flag, json: flag, lang: text },
  token: { profile: text, json: flag, lang: text },
  stack: { ports: text, talents: text, lang: text },
} as const

/** Names that the program takes as commands; anything else opens the window. */
export const commandNames: readonly string[] = [...Object.keys(optionsOf), 'help', '--help', '-h']

/** Reads the arguments behind the program's name; throws `UsageError` with what is allowed. */
export function readCommand(argv: readonly string[]): Command {
  const [name = 'help', ...args] = argv
  if (args.includes('--help') || args.includes('-h')) return { name: 'help' }
  switch (name) {
    case 'check':
      return readCheck(args)
    case 'health': {
      const { profile, watch, json } = valuesOf('health', args)
      return { name, profile: string(profile), watch: watch === true, json: json === true }
    }
    case 'token': {
      const { profile, json } = valuesOf('token', args)
      return { name, profile: string(profile), json: json === true }
    }
    case 'stack':
      return readStack(args)
    case 'help':
    case '--help':
    case '-h':
      return { name: 'help' }
    default:
      throw new UsageError(
        `unknown command "${shown(name)}"; allowed are check, health, token, stack, help`,
      )
  }
}

function readCheck(args: readonly string[]): Command {
  const values = valuesOf('check', args)
  return {
    name: 'check',
    profile: string(values.profile),
    talent: readTalent(string(values.talent)),
    only: readOnly(string(values.only)),
    skip: readSkips(string(values.skip)),
    readOnly: reason('--read-only', string(values['read-only'])),
    out: string(values.out),
    formats: readFormats(string(values.format)),
    json: values.json === true,
    tester: readTester(string(values.tester)),
    language: readLanguage(string(values.lang)),
  }
}

function readStack(args: readonly string[]): Command {
  const values = valuesOf('stack', args)
  const ports = string(values.ports) ?? 'default'
  if (ports !== 'auto' && ports !== 'default') {
    throw new UsageError(`--ports "${ports}": allowed are auto, default`)
  }
  const count = string(values.talents) ?? '240'
  const talents = Number(count)
  if (!/^\d+$/.test(count) || talents < 2 || talents > 100_000) {
    throw new UsageError(`--talents "${count}": allowed is a whole number from 2 to 100000`)
  }
  return { name: 'stack', ports, talents }
}

function valuesOf(
  name: keyof typeof optionsOf,
  args: readonly string[],
): Readonly<Record<string, unknown>> {
  const options: NonNullable<ParseArgsConfig['options']> = optionsOf[name]
  const values = parsed(name, options, args)
  for (const [option, value] of Object.entries(values)) {
    if (value === '') throw new UsageError(`--${option} "": allowed is any text but none`)
  }
  readLanguage(string(values.lang))
  return values
}

function parsed(
  name: string,
  options: NonNullable<ParseArgsConfig['options']>,
  args: readonly string[],
): Readonly<Record<string, unknown>> {
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: false }).values
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error)
    const allowed = Object.keys(options).map((option) => `--${option}`)
    throw new UsageError(`${name}: ${said}; allowed are ${allowed.join(', ')}`)
  }
}

const string = (value: unknown): string | null => (typeof value === 'string' ? value : null)

const list = (value: string): string[] =>
  value
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')

function itemId(option: string, value: string): ItemId {
  const parsed = ItemId.safeParse(value)
  if (parsed.success) return parsed.data
  throw new UsageError(`${option} "${shown(value)}": allowed are ${itemIds.join(', ')}`)
}

function readOnly(value: string | null): ItemId[] | null {
  if (value === null) return null
  const ids = list(value).map((id) => itemId('--only', id))
  if (ids.length > 0) return ids
  throw new UsageError(`--only "${value}": allowed are ${itemIds.join(', ')}`)
}

/** A comma inside a reason belongs to it; only one before the next `ID=` parts two entries. */
function readSkips(value: string | null): Partial<Record<ItemId, string>> {
  const skips: Partial<Record<ItemId, string>> = {}
  const entries = value === null ? [] : value.split(/,(?=\s*[a-z]+\.[\w-]+\s*(?:=|,|$))/)
  for (const entry of entries) {
    const [id = '', ...words] = entry.split('=')
    const item = itemId('--skip', id.trim())
    skips[item] = reason(`--skip ${item}`, words.join('=')) ?? ''
  }
  return skips
}

function readTalent(value: string | null): string | null {
  if (value === null || (TalentId.safeParse(value).success && !/^\.{1,2}$/.test(value)))
    return value
  const allowed = '1 to 1000 characters, no control characters, not “.” or “..”'
  throw new UsageError(`--talent "${shown(value)}": allowed are ${allowed}`)
}

function readTester(value: string | null): string {
  const name = value?.trim() ?? ''
  if (name.length <= mostTesterCharacters) return name
  const allowed = `at most ${mostTesterCharacters} characters`
  throw new UsageError(`--tester "${shown(name)}": allowed are ${allowed}`)
}

/** A value as it may stand in one line of a terminal. */
function shown(value: string): string {
  const line = value.replace(/\p{Cc}/gu, '\ufffd')
  return line.length > 60 ? `${line.slice(0, 57)}…` : line
}

/** What is left out needs a reason (DESIGN 4). */
function reason(option: string, value: string | null): string | null {
  if (value === null) return null
  const words = value.trim()
  if (words !== '' && words.length <= mostReasonCharacters) return words
  const allowed = `a reason of 1 to ${mostReasonCharacters} characters`
  throw new UsageError(`${option} "${shown(words)}": allowed is ${allowed}`)
}

function readFormats(value: string | null): ReportFormat[] {
  const allowed = CliFormat.options.join(', ')
  const formats = list(value ?? 'json,md,html').map((format) => {
    const known = CliFormat.safeParse(format)
    if (known.success) return known.data
    throw new UsageError(`--format "${shown(format)}": allowed are ${allowed}`)
  })
  if (formats.length === 0)
    throw new UsageError(`--format "${value ?? ''}": allowed are ${allowed}`)
  return formats
}

function readLanguage(value: string | null): 'zh-CN' | 'en' {
  if (value === null || value === 'zh-CN') return 'zh-CN'
  if (value === 'en') return 'en'
  throw new UsageError(`--lang "${shown(value)}": allowed are zh-CN, en`)
}
