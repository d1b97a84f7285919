import { Profile, type ProfileProblem } from '../../shared/domain/profile'
import { serviceIds, zervigoIds } from '../../shared/domain/services'
import type { z } from 'zod'

/** A profile, or everything that is wrong with it. */
export type ParsedProfile =
  { ok: true; profile: Profile } | { ok: false; problems: ProfileProblem[] }

/** Reads a profile file's text; `fallbackId` names a profile that carries no id. */
export function parseProfile(text: string, fallbackId: string): ParsedProfile {
  let value: unknown
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return refuse([{ path: '$', value: excerpt(text), allowed: `valid JSON (${reason})` }])
  }
  return checkProfile(value, fallbackId)
}

/** Checks an already decoded profile. */
export function checkProfile(value: unknown, fallbackId: string): ParsedProfile {
  const parsed = Profile.safeParse(value)
  if (!parsed.success) {
    return refuse(parsed.error.issues.flatMap((issue) => problemsOf(issue, value)))
  }
  const profile = { ...parsed.data, id: parsed.data.id ?? fallbackId }
  const problems = [...sharedPorts(profile), ...unknownIds(profile), ...repeatedMonitors(profile)]
  return problems.length > 0 ? refuse(problems) : { ok: true, profile }
}

function refuse(problems: ProfileProblem[]): ParsedProfile {
  return { ok: false, problems }
}

function problemsOf(issue: z.core.$ZodIssue, root: unknown): ProfileProblem[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: pathText([...issue.path, key]),
      value: excerpt(valueAt(root, [...issue.path, key])),
      allowed: `no such key; known keys: ${knownKeys(issue.path)}`,
    }))
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const inner = issue.errors[0] ?? []
    return inner.map((nested) => one([...issue.path, ...nested.path], nested.message, root))
  }
  return [one(issue.path, allowedText(issue), root)]
}

function one(path: readonly PropertyKey[], allowed: string, root: unknown): ProfileProblem {
  return { path: pathText(path), value: excerpt(valueAt(root, path)), allowed }
}

function allowedText(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `expected ${issue.expected}`
    case 'too_small':
      return `at least ${String(issue.minimum)}`
    case 'too_big':
      return `at most ${String(issue.maximum)}`
    case 'invalid_format':
      return issue.pattern === undefined ? issue.message : `text matching ${issue.pattern}`
    case 'invalid_value':
      return `one of ${issue.values.map(String).join(', ')}`
    default:
      return issue.message
  }
}

const keysAt: Readonly<Record<string, readonly string[]>> = {
  $: Object.keys(Profile.shape),
  '$.looma': ['url', 'concurrency'],
  '$.zervigo': zervigoIds,
  '$.poll': ['intervalMs', 'timeoutMs'],
  '$.env': ['looma', 'zervigo'],
}

function knownKeys(path: readonly PropertyKey[]): string {
  const text = pathText(path)
  if (text.startsWith('$.zervigo.')) return 'url'
  if (text.startsWith('$.processes.')) return 'cwd, start, stop, log, readyTimeoutMs'
  if (text.startsWith('$.monitors[')) return 'id, name, kind, host, port, url'
  return (keysAt[text] ?? []).join(', ')
}

function sharedPorts(profile: Profile): ProfileProblem[] {
  const owners = new Map<string, string>()
  const problems: ProfileProblem[] = []
  const urls = [
    ['$.looma.url', profile.looma.url] as const,
    ...zervigoIds.map((id) => [`$.zervigo.${id}.url`, profile.zervigo[id].url] as const),
  ]
  for (const [path, url] of urls) {
    const place = addressOf(url)
    const first = owners.get(place)
    if (first === undefined) owners.set(place, path)
    else {
      problems.push({ path, value: url, allowed: `an address of its own; ${first} has this one` })
    }
  }
  return problems
}

/** `localhost` and the loopback addresses are one host; a path distinguishes services behind a gateway. */
function addressOf(text: string): string {
  const url = new URL(text)
  const loopback = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port
  return `${loopback ? 'localhost' : url.hostname}:${port}${url.pathname.replace(/\/+$/, '')}`
}

function unknownIds(profile: Profile): ProfileProblem[] {
  const known: string[] = [...serviceIds, ...profile.monitors.map((monitor) => monitor.id)]
  const allowed = `one of ${known.slice(0, 20).join(', ')}`
  const named = [
    ...Object.keys(profile.dependsOn).map((id) => ({ path: `$.dependsOn.${id}`, id })),
    ...Object.entries(profile.dependsOn).flatMap(([from, ids]) =>
      ids.map((id, index) => ({ path: `$.dependsOn.${from}[${index}]`, id })),
    ),
    ...Object.keys(profile.processes).map((id) => ({ path: `$.processes.${id}`, id })),
  ]
  return named
    .filter(({ id }) => !known.includes(id))
    .map(({ path, id }) => ({ path, value: id, allowed }))
}

function repeatedMonitors(profile: Profile): ProfileProblem[] {
  const seen = new Set<string>(serviceIds)
  return profile.monitors.flatMap((monitor, index) => {
    if (!seen.has(monitor.id)) {
      seen.add(monitor.id)
      return []
    }
    return [{ path: `$.monitors[${index}].id`, value: monitor.id, allowed: 'an id used once' }]
  })
}

function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, key) => text + (typeof key === 'number' ? `[${key}]` : `.${String(key)}`),
    '$',
  )
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null
        ? Object.getOwnPropertyDescriptor(value, key)?.value
        : undefined,
    root,
  )
}

function excerpt(value: unknown): string {
  if (value === undefined) return '(missing)'
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > 120 ? `${text.slice(0, 117)}…` : text
}
