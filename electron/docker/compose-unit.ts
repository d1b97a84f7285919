import { ComposeName, type Container } from '../../shared/domain/docker'
import { OpsError } from '../../shared/errors'
import type { StepIo } from '../plans/step'
import type { StopHow } from '../process/fleet'
import { shellLine } from '../projects/shell-words'
import { overrideOf } from './compose-files'
import { composeFile, type ComposePlan, type composeTimes } from './compose-project'
import type { DockerCli } from './docker-cli'

/** A compose project as something that is started and stopped as one. */
export interface ComposeUnit {
  /** True when each of its services runs; rejects when docker cannot say. */
  isRunning(): Promise<boolean>
  /** True when any of its services runs, so that there is something to stop. */
  hasAny(): Promise<boolean>
  /** Resolves once every service runs; rejects with an `OpsError` that names the first that does not. */
  up(io: StepIo): Promise<void>
  /** Never `down`: containers and volumes stay. `null` when nothing of it ran. */
  stop(io: StepIo): Promise<StopHow | null>
  startCommand: string
  stopCommand: string
}

export interface ComposeUnitDeps {
  /** Absolute path of the compose file. */
  file: string
  cli: DockerCli
  times?: typeof composeTimes
}

/** Makes the unit of one compose file, with what compose merges over it. */
export async function composeUnit(deps: ComposeUnitDeps): Promise<ComposeUnit> {
  const compose = composeFile(deps)
  const never = new AbortController().signal

  async function look(signal: AbortSignal): Promise<{ plan: ComposePlan; list: Container[] }> {
    const plan = await compose.plan(signal)
    return { plan, list: await compose.containers(plan, signal) }
  }
  const override = await overrideOf(deps.file, false)
  const files = override === null ? [deps.file] : [deps.file, override]
  const typed = (...words: string[]): string =>
    shellLine(['docker', 'compose', ...files.flatMap((path) => ['-f', path]), ...words])
  return {
    startCommand: typed('up', '-d'),
    stopCommand: typed('stop'),
    async isRunning() {
      const { plan, list } = await look(never)
      return missing(plan, list, (one) => one.state === 'running' && isFine(one)) === null
    },
    async hasAny() {
      return (await look(never)).list.some(isAlive)
    },
    async up(io) {
      await compose.act('up', null, io)
      const { plan, list } = await look(io.signal)
      const found = missing(plan, list, isFine)
      if (found !== null) throw notUp(found, deps.file)
    },
    async stop(io) {
      const { list } = await look(io.signal)
      if (!list.some(isAlive)) return null
      await compose.act('stop', null, io)
      const left = (await look(io.signal)).list.find(isAlive)
      if (left !== undefined) {
        throw new OpsError('process', `${left.name} still runs: ${left.status}`, {
          facts: { code: 'docker-still-running', service: left.service, file: deps.file },
        })
      }
      return 'command'
    },
  }
}

/** A paused one still holds its ports. */
function isAlive({ state }: Container): boolean {
  return state === 'running' || state === 'restarting' || state === 'paused' || state === 'unknown'
}

interface Missing {
  service: string
  why: string
}

/** The first service that is not as wanted; null when all are. */
function missing(
  { services }: ComposePlan,
  list: readonly Container[],
  isWanted: (one: Container) => boolean,
): Missing | null {
  if (services.length === 0) return { service: '?', why: 'the file defines no service' }
  for (const service of services) {
    const own = list.filter((one) => one.service === service)
    if (own.length === 0) return { service, why: 'it has no container' }
    const bad = own.find((one) => !isWanted(one))
    if (bad !== undefined) return { service, why: `${bad.name}: ${wordsOf(bad)}` }
  }
  return null
}

/** Right after the start, one that ended well has done its task; later it may have been stopped. */
function isFine({ state, health, exitCode }: Container): boolean {
  if (state === 'exited') return exitCode === 0
  return state === 'running' && health !== 'unhealthy'
}

function wordsOf({ status, state, exitCode }: Container): string {
  return exitCode === null ? status : `${state}, exit code ${exitCode}`
}

function notUp({ service, why }: Missing, file: string): OpsError {
  const name = ComposeName.safeParse(service).success ? service : '?'
  return new OpsError('process', `service ${name} does not run: ${why}`, {
    facts: { code: 'docker-not-up', service: name, file },
  })
}
