import { parseArgs, type ParseArgsConfig } from 'node:util'
import { ItemId, itemIds, ReportFormat } from '../../shared/domain/checklist'

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
      throw new UsageError(`unknown command "${name}"; known: check, health, token, stack`)
  }
}

function readCheck(args: readonly string[]): Command {
  const values = valuesOf('check', args)
  const only = string(values.only)
  return {
    name: 'check',
    profile: string(values.profile),
    talent: string(values.talent),
    only: only === null ? null : list(only).map((id) => itemId('--only', id)),
    skip: readSkips(string(values.skip)),
    readOnly: reason('--read-only', string(values['read-only'])),
    out: string(values.out),
    formats: readFormats(string(values.format)),
    json: values.json === true,
    tester: string(values.tester) ?? '',
    language: readLanguage(string(values.lang)),
  }
}

function readStack(args: readonly string[]): Command {
  const values = valuesOf('stack', args)
  const ports = string(values.ports) ?? 'default'
  if (ports !== 'auto' && ports !== 'default') {
    throw new UsageError(`--ports "${ports}": allowed are auto, default`)
  }
  const talents = Number(string(values.talents) ?? '240')
  if (!Number.isInteger(talents) || talents < 2 || talents > 100_000) {
    throw new UsageError(
      `--talents "${string(values.talents) ?? ''}": a whole number from 2 to 100000`,
    )
  }
  return { name: 'stack', ports, talents }
}

function valuesOf(
  name: keyof typeof optionsOf,
  args: readonly string[],
): Readonly<Record<string, unknown>> {
  try {
    const options: NonNullable<ParseArgsConfig['options']> = optionsOf[name]
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: false }).values
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
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
  throw new UsageError(`${option} "${value}": allowed are ${itemIds.join(', ')}`)
}

function readSkips(value: string | null): Partial<Record<ItemId, string>> {
  const skips: Partial<Record<ItemId, string>> = {}
  for (const entry of value === null ? [] : list(value)) {
    const [id = '', ...words] = entry.split('=')
    skips[itemId('--skip', id)] = reason(`--skip ${id}`, words.join('=')) ?? ''
  }
  return skips
}

/** What is left out needs a reason (DESIGN 4). */
function reason(option: string, value: string | null): string | null {
  if (value === null) return null
  if (value.trim() === '') throw new UsageError(`${option} needs a reason`)
  return value.trim()
}

function readFormats(value: string | null): ReportFormat[] {
  return list(value ?? 'json,md,html').map((format) => {
    const parsed = ReportFormat.safeParse(format)
    if (parsed.success) return parsed.data
    throw new UsageError(`--format "${format}": allowed are ${ReportFormat.options.join(', ')}`)
  })
}

function readLanguage(value: string | null): 'zh-CN' | 'en' {
  if (value === null || value === 'zh-CN') return 'zh-CN'
  if (value === 'en') return 'en'
  throw new UsageError(`--lang "${value}": allowed are zh-CN, en`)
}
