import { OpsError } from '../../shared/errors'
import type { Profile } from '../../shared/domain/profile'
import { serviceIds, type PortOwner } from '../../shared/domain/services'
import type { LaunchScript } from '../process/launch'
import { isPortBusy, portOwner } from '../process/ports'
import { createSupervisor, type Supervisor, type SupervisorTimings } from '../process/supervisor'
import { checkProfile } from '../profile/parse'
import type { LlmEndpoint } from './config'
import { freePorts, guidePorts, localstackPlan, secretFor, type StackPorts } from './plan'

/** What the embedded stack runs with. */
export interface LocalStackOptions {
  launch: LaunchScript
  serviceScript: string
  dataDir: string
  logFolder: string
  talents: number
  mask: (text: string) => string
  now: () => number
  llm?: LlmEndpoint & { key?: string }
  timings?: Partial<SupervisorTimings>
  onChange(id: string): void
}

/** The embedded Looma CRM and its six services. */
export interface LocalStack {
  readonly supervisor: Supervisor
  /** Decides the ports; refuses with `OpsError('port')` facts when the guide's plan is taken. */
  plan(ports: 'default' | 'auto'): Promise<Profile>
  /** Who holds the ports of the guide's plan. */
  conflicts(): Promise<PortOwner[]>
  start(): Promise<void>
  /** Looma first, auth last. */
  stop(): Promise<void>
}

const host = '127.0.0.1'
const stopOrder = ['looma', 'ai', 'job', 'resume', 'company', 'user', 'auth']

/** Makes the embedded stack; nothing starts before `plan` and `start`. */
export function createLocalStack(options: LocalStackOptions): LocalStack {
  const { launch, logFolder, mask, now, onChange } = options
  const supervisor = createSupervisor({
    launch,
    logFolder,
    mask,
    now,
    onChange,
    ...(options.timings === undefined ? {} : { timings: options.timings }),
  })
  return {
    supervisor,
    conflicts: () => ownersOf(guidePorts, mask),
    async plan(mode) {
      const ports = mode === 'auto' ? await freePorts() : guidePorts
      const { profile, specs } = localstackPlan({
        host,
        ports,
        dataDir: options.dataDir,
        talents: options.talents,
        jwtSecret: await secretFor(options.dataDir),
        serviceScript: options.serviceScript,
        baseEnv: baseEnvironment(),
        ...(options.llm === undefined ? {} : { llm: options.llm }),
      })
      for (const spec of specs) supervisor.define(spec)
      const parsed = checkProfile(profile, 'embedded')
      if (!parsed.ok) throw new Error(`embedded profile: ${JSON.stringify(parsed.problems)}`)
      return parsed.profile
    },
    start: () => supervisor.startAll(),
    stop: () => supervisor.stopAll(stopOrder),
  }
}

/** An OpenAI-compatible endpoint for the embedded chat, from `LOOMA_LLM_URL`, `_MODEL` and `_KEY`. */
export function llmFrom(
  env: Readonly<Record<string, string | undefined>>,
): Pick<LocalStackOptions, 'llm'> {
  const { LOOMA_LLM_URL: url, LOOMA_LLM_MODEL: model, LOOMA_LLM_KEY: key } = env
  if (!url) return {}
  return { llm: { url, model: model ?? 'default', ...(key ? { key } : {}) } }
}

/** One sentence about busy ports, for people and logs. */
export function portError(conflicts: readonly PortOwner[]): OpsError {
  const lines = conflicts.map(
    (owner) =>
      `${owner.port} (${owner.service}): pid ${owner.pid ?? '?'}, ${owner.command ?? '?'}, ${owner.user ?? '?'}`,
  )
  const [first] = conflicts
  return new OpsError('port', `ports are taken\n${lines.join('\n')}`, {
    facts: {
      port: first?.port ?? 0,
      service: first?.service ?? '',
      pid: first?.pid ?? '?',
      command: first?.command ?? '?',
    },
  })
}

async function ownersOf(ports: StackPorts, mask: (text: string) => string): Promise<PortOwner[]> {
  const found = await Promise.all(
    serviceIds.map(async (service): Promise<PortOwner | null> => {
      const port = ports[service]
      if (!(await isPortBusy(port, host))) return null
      const owner = await portOwner(port, host)
      return {
        port,
        service,
        pid: owner?.pid ?? null,
        // A command line may carry somebody's password.
        command: typeof owner?.command === 'string' ? mask(owner.command) : null,
        user: owner?.user ?? null,
      }
    }),
  )
  return found.filter((owner) => owner !== null)
}

/** What a child needs of this environment; nothing else is passed on. */
function baseEnvironment(): Record<string, string> {
  const names = ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'LANG', 'TZ']
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = process.env[name]
      return value === undefined ? [] : [[name, value] as const]
    }),
  )
}
