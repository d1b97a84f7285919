import { stat } from 'node:fs/promises'
import { basename, dirname, isAbsolute } from 'node:path'
import {
  ComposeName,
  type ComposeProject,
  type Container,
  type ContainerAction,
} from '../../shared/domain/docker'
import type { ProjectSide } from '../../shared/domain/projects'
import { OpsError } from '../../shared/errors'
import { overrideOf } from './compose-files'
import {
  inspectFormat,
  parseComposeConfig,
  parseComposePs,
  parseIds,
  parseInspect,
  parseServices,
  ProjectName,
  type Read,
} from './compose-parse'
import type { ComposeTool, DockerAnswer, DockerCli, DockerFailure, DockerRun } from './docker-cli'

/** Longest waits; an image that has to be pulled first takes its time. */
export const composeTimes = { questionMs: 30_000, upMs: 15 * 60_000, stopMs: 3 * 60_000 }

/** What compose says of a file. */
export interface ComposePlan {
  tool: ComposeTool
  name: string
  /** Merged over the file itself; null when nothing is. */
  override: string | null
  services: string[]
}

/** Who waits for a compose command, and where its output goes. */
export interface ComposeIo {
  signal: AbortSignal
  line?: (text: string) => void
}

/** `up` also recreates what the file has changed about; the others take containers as they are. */
export type ComposeAction = ContainerAction | 'up'

export interface ComposeFile {
  readonly file: string
  /** The project as it is; what keeps it from being read stands in `problem`. */
  look(side: ProjectSide, signal: AbortSignal): Promise<ComposeProject>
  /** Its name and services; rejects with an `OpsError` when compose cannot say. */
  plan(signal: AbortSignal): Promise<ComposePlan>
  containers(plan: ComposePlan, signal: AbortSignal): Promise<Container[]>
  /** Never `down`: containers and volumes stay. Rejects with an `OpsError`. */
  act(action: ComposeAction, service: string | null, io: ComposeIo): Promise<void>
  /** Follows a service's log until the signal; null for an end that compose calls good. */
  follow(service: string, run: Pick<DockerRun, 'signal' | 'onLine'>): Promise<DockerFailure | null>
}

export interface ComposeFileDeps {
  /** Absolute path of the compose file. */
  file: string
  cli: DockerCli
  times?: typeof composeTimes
}

/** The project that a compose file describes. */
export function composeFile({ file, cli, times = composeTimes }: ComposeFileDeps): ComposeFile {
  const cwd = dirname(file)
  const fail = (answer: DockerFailure): OpsError => composeError(answer, file)

  async function ask(
    plan: Pick<ComposePlan, 'tool' | 'override'> & { name: string | null },
    args: readonly string[],
    run: Omit<DockerRun, 'cwd'>,
  ): Promise<DockerAnswer> {
    // Version 1 says nothing of a name that it took from `.env`, so it finds it out itself again.
    const named = plan.name === null || plan.tool.isOld ? [] : ['-p', plan.name]
    const files = plan.override === null ? ['-f', file] : ['-f', file, '-f', plan.override]
    return cli.compose(plan.tool, [...named, ...files, ...args], { ...run, cwd })
  }
  const question = (signal: AbortSignal) => ({ signal, deadlineMs: times.questionMs })

  async function plan(signal: AbortSignal): Promise<ComposePlan> {
    await checkFile(file)
    const tool = await cli.composeTool(signal)
    if (!('program' in tool)) throw fail(tool)
    const override = await overrideOf(file, tool.isOld)
    const unnamed = { tool, override, name: null }
    if (!tool.isOld) {
      const config = valueOf(
        parseComposeConfig(
          stdoutOf(await ask(unnamed, ['config', '--format', 'json'], question(signal))),
        ),
      )
      return { ...unnamed, name: config.name ?? folderName(file), services: config.services }
    }
    const listed = await ask(unnamed, ['config', '--services'], question(signal))
    return {
      ...unnamed,
      name: folderName(file),
      services: valueOf(parseServices(stdoutOf(listed))),
    }
  }

  async function containers(plan: ComposePlan, signal: AbortSignal): Promise<Container[]> {
    if (!plan.tool.isOld) {
      const rows = await ask(plan, ['ps', '--all', '--format', 'json'], question(signal))
      return valueOf(parseComposePs(stdoutOf(rows)))
    }
    const ids = valueOf(parseIds(stdoutOf(await ask(plan, ['ps', '-q'], question(signal)))))
    if (ids.length === 0) return []
    const args = ['inspect', '--format', inspectFormat, ...ids]
    return valueOf(parseInspect(stdoutOf(await cli.docker(args, question(signal)))))
  }

  const stdoutOf = (answer: DockerAnswer): string => {
    if (answer.outcome !== 'ok') throw fail(answer)
    return answer.stdout
  }

  return {
    file,
    plan,
    containers,
    async look(side, signal) {
      const empty = {
        ...{ side, file, name: folderName(file), override: null },
        ...{ services: [], containers: [] },
      }
      try {
        const found = await plan(signal)
        const { name, override, services } = found
        try {
          const list = await containers(found, signal)
          return { side, file, name, override, services, containers: list, problem: null }
        } catch (error) {
          return { ...empty, name, override, services, problem: messageOf(error) }
        }
      } catch (error) {
        return { ...empty, problem: messageOf(error) }
      }
    },
    async act(action, service, { signal, line }) {
      if (service !== null) checkService(service)
      const found = await plan(signal)
      const isSlow = action === 'start' || action === 'up'
      const deadlineMs = isSlow ? times.upMs : times.stopMs
      const onLine = line === undefined ? {} : { onLine: (text: string) => line(text) }
      const args = [...argsOf[action], ...(service === null ? [] : [service])]
      const answer = await ask(found, args, { signal, deadlineMs, ...onLine })
      if (answer.outcome !== 'ok') throw fail(answer)
    },
    async follow(service, run) {
      checkService(service)
      const found = await plan(run.signal)
      const args = ['logs', '--follow', '--no-color', '--timestamps', '--tail', '500', service]
      const answer = await ask(found, args, { ...run, deadlineMs: null })
      return answer.outcome === 'ok' ? null : answer
    },
  }
}

/** `start` alone refuses a service that has no container yet. */
const argsOf: Readonly<Record<ComposeAction, readonly string[]>> = {
  up: ['up', '-d'],
  start: ['up', '-d', '--no-recreate'],
  stop: ['stop'],
  restart: ['restart'],
}

/** The name that compose makes of the folder when nothing else names the project. */
export function folderName(file: string): string {
  const name = basename(dirname(file))
    .toLowerCase()
    .replace(/[^a-z0-9_-]/g, '')
    .replace(/^[_-]+/, '')
  const parsed = ProjectName.safeParse(name.slice(0, 63))
  return parsed.success ? parsed.data : 'default'
}

/** Without this, a missing folder would look like a docker that is not installed. */
async function checkFile(file: string): Promise<void> {
  // eslint-disable-next-line no-control-regex -- a control character is what is refused
  if (!isAbsolute(file) || /[\u0000-\u001f\u007f]/.test(file)) {
    const shown = JSON.stringify(file)
    throw new OpsError('rejected', `not an absolute path of a compose file: ${shown}`)
  }
  const found = await stat(file).catch(() => null)
  if (found?.isFile() === true) return
  throw new OpsError('missing', `the compose file ${file} does not exist`, { facts: { file } })
}

/** A name that begins with a dash would be read as an option. */
export function checkService(service: string): void {
  if (ComposeName.safeParse(service).success) return
  throw new OpsError('rejected', `not a name of a compose service: ${JSON.stringify(service)}`, {
    facts: { allowed: 'a-z A-Z 0-9 _ . -' },
  })
}

function valueOf<T>(read: Read<T>): T {
  if (read.ok) return read.value
  throw new OpsError('malformed', read.problem)
}

/** A failure of docker as the error that features throw. */
export function composeError({ outcome, how, exitCode, detail }: DockerFailure, file: string) {
  const code = how === 'timeout' ? 'timeout' : how === 'aborted' ? 'aborted' : 'process'
  const facts = { code: `docker-${outcome}`, file, ...(exitCode === null ? {} : { exitCode }) }
  return new OpsError(code, detail, { facts })
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
