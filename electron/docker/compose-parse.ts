import { z } from 'zod'
import { ComposeName, ContainerState, type Container } from '../../shared/domain/docker'

/** What an answer of compose could be read as; garbage is a problem, never an empty list. */
export type Read<T> = { ok: true; value: T } | { ok: false; problem: string }

/** Name of a project as compose itself writes it. */
export const ProjectName = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,62}$/)

const Publisher = z.object({
  TargetPort: z.number().int().nonnegative().default(0),
  PublishedPort: z.number().int().nonnegative().default(0),
})

const Health = z.enum(['', 'none', 'healthy', 'unhealthy', 'starting'])

const PsRow = z.object({
  ID: z.string().min(1),
  Name: z.string().min(1),
  Service: z.string().min(1),
  Image: z.string().default(''),
  State: z.string().min(1),
  Status: z.string().default(''),
  Health: z
    .string()
    .default('')
    .transform((word) => word.toLowerCase())
    .pipe(Health),
  ExitCode: z.number().int().nullable().default(null),
  Publishers: z.array(Publisher).nullable().default(null),
})

/** Reads `compose ps --all --format json`: an array from older releases, a line each from newer. */
export function parseComposePs(text: string): Read<Container[]> {
  const rows = rowsOf(text)
  if (!rows.ok) return rows
  const parsed = z.array(PsRow).safeParse(rows.value)
  if (!parsed.success) return { ok: false, problem: `compose ps: ${issueOf(parsed.error)}` }
  return {
    ok: true,
    value: parsed.data.map((row) =>
      containerOf({
        ...{ id: row.ID, name: row.Name, service: row.Service, image: row.Image },
        ...{ state: row.State, status: row.Status, health: row.Health },
        exitCode: row.ExitCode,
        ports: (row.Publishers ?? []).map(({ PublishedPort, TargetPort }) => {
          return { host: PublishedPort, container: TargetPort }
        }),
      }),
    ),
  }
}

function rowsOf(text: string): Read<unknown> {
  const trimmed = text.replaceAll('\uFEFF', '').trim()
  if (trimmed === '') return { ok: true, value: [] }
  const whole = jsonOf(trimmed)
  if (whole === null) return { ok: true, value: [] }
  if (Array.isArray(whole)) return { ok: true, value: whole }
  const rows: unknown[] = []
  for (const line of trimmed.split('\n')) {
    if (line.trim() === '') continue
    const row = jsonOf(line)
    if (row === undefined) return { ok: false, problem: `compose ps: not JSON: ${startOf(line)}` }
    rows.push(row)
  }
  return { ok: true, value: rows }
}

interface RawContainer extends Omit<Container, 'state' | 'health'> {
  state: string
  health: z.infer<typeof Health>
}

function containerOf({ state: word, health, ...raw }: RawContainer): Container {
  const lower = word.toLowerCase()
  const state = ContainerState.catch('unknown').parse(lower)
  const hasEnded = state === 'exited' || state === 'dead'
  return {
    ...raw,
    state,
    status: raw.status === '' ? word : raw.status,
    health: health === '' || health === 'none' ? null : health,
    exitCode: hasEnded ? raw.exitCode : null,
    ports: publishedOnly(raw.ports),
  }
}

/** One that is published for both address families counts once. */
function publishedOnly(ports: Container['ports']): Container['ports'] {
  const found = new Map<string, Container['ports'][number]>()
  for (const port of ports) {
    if (port.host > 0) found.set(`${port.host}:${port.container}`, port)
  }
  return [...found.values()].sort((one, other) => one.host - other.host)
}

const Config = z.object({
  name: ProjectName.optional(),
  services: z.record(z.string(), z.unknown()).nullable().default({}),
})

/** Reads `compose config --format json`; older releases leave the name out. */
export function parseComposeConfig(
  text: string,
): Read<{ name: string | null; services: string[] }> {
  const parsed = Config.safeParse(jsonOf(text))
  if (!parsed.success) return { ok: false, problem: `compose config: ${issueOf(parsed.error)}` }
  const services = namesOf(Object.keys(parsed.data.services ?? {}))
  if (!services.ok) return services
  return { ok: true, value: { name: parsed.data.name ?? null, services: services.value } }
}

/** Reads `compose config --services`: one name a line. */
export function parseServices(text: string): Read<string[]> {
  return namesOf(
    text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  )
}

/** A name that compose would take for an option must never come back as an argument. */
function namesOf(names: readonly string[]): Read<string[]> {
  const bad = names.find((name) => !ComposeName.safeParse(name).success)
  if (bad !== undefined) {
    return { ok: false, problem: `compose config: not a service name: ${startOf(bad)}` }
  }
  return { ok: true, value: [...new Set(names)].sort() }
}

/** Prints of a container what a list needs, and none of its environment. */
export const inspectFormat =
  '{"id":{{json .Id}},"name":{{json .Name}},"image":{{json .Config.Image}},' +
  '"labels":{{json .Config.Labels}},"state":{{json .State}},"ports":{{json .NetworkSettings.Ports}}}'

const Inspected = z.object({
  id: z.string().min(1),
  name: z.string().min(1),
  image: z.string(),
  labels: z.object({ 'com.docker.compose.service': z.string().min(1) }),
  state: z.object({
    Status: z.string().min(1),
    ExitCode: z.number().int(),
    Health: z.object({ Status: Health }).nullish(),
  }),
  ports: z.record(z.string(), z.array(z.object({ HostPort: z.string() })).nullable()).nullable(),
})

/** Reads `docker inspect` in `inspectFormat`, which stands in where compose knows no JSON. */
export function parseInspect(text: string): Read<Container[]> {
  const containers: Container[] = []
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue
    const parsed = Inspected.safeParse(jsonOf(line))
    if (!parsed.success) return { ok: false, problem: `docker inspect: ${issueOf(parsed.error)}` }
    const { id, name, image, labels, state, ports } = parsed.data
    containers.push(
      containerOf({
        ...{ id, name: name.replace(/^\//, ''), image, state: state.Status, status: '' },
        service: labels['com.docker.compose.service'],
        health: state.Health?.Status ?? '',
        exitCode: state.ExitCode,
        ports: Object.entries(ports ?? {}).flatMap(([inside, bindings]) =>
          (bindings ?? []).map(({ HostPort }) => ({
            host: Number(HostPort) || 0,
            container: Number.parseInt(inside, 10) || 0,
          })),
        ),
      }),
    )
  }
  return { ok: true, value: containers }
}

/** Ids as `compose ps --quiet` prints them. */
export function parseIds(text: string): Read<string[]> {
  const ids = text.split(/\s+/).filter((word) => word !== '')
  const bad = ids.find((id) => !/^[0-9a-f]{12,64}$/.test(id))
  if (bad !== undefined) return { ok: false, problem: `compose ps: not an id: ${startOf(bad)}` }
  return { ok: true, value: ids }
}

/** `undefined` is no JSON at all. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function startOf(text: string): string {
  const line = text.trim().split('\n')[0] ?? ''
  return line.length > 120 ? `${line.slice(0, 120)}…` : line
}

function issueOf(error: z.ZodError): string {
  const [issue] = error.issues
  return issue === undefined ? 'not readable' : `${issue.path.join('.') || '.'}: ${issue.message}`
}
