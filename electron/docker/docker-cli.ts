import { homedir } from 'node:os'
import { delimiter } from 'node:path'
import type { DockerState } from '../../shared/domain/docker'
import { commandEnvironment } from '../process/command-launch'
import { findProgram, runChild, type ChildReport, type ChildSpec } from './docker-child'
import { faultIn, sentenceOf, type DockerFault } from './docker-fault'

/** How docker answered; `detail` is the sentence it printed, masked. */
export type DockerAnswer = { outcome: 'ok'; stdout: string } | DockerFailure

export interface DockerFailure {
  outcome: DockerFault
  how: ChildReport['how']
  exitCode: number | null
  detail: string
}

/** Compose as a plug-in of docker, or as the program of its own that it was before. */
export interface ComposeTool {
  program: string
  prefix: readonly string[]
  version: string
  /** Version 1 answers no questions in JSON. */
  isOld: boolean
}

/** Whether docker and compose can be used right now. */
export interface DockerLook {
  state: DockerState
  detail: string | null
  version: string | null
  composeVersion: string | null
}

export interface DockerRun extends Pick<ChildSpec, 'signal' | 'deadlineMs' | 'onLine'> {
  /** Where the compose file lies; docker itself does not care. */
  cwd?: string
}

/** Docker through its CLI: always argv, never a shell. */
export interface DockerCli {
  look(signal?: AbortSignal): Promise<DockerLook>
  docker(args: readonly string[], run: DockerRun): Promise<DockerAnswer>
  /** `tool` is what `composeTool` answered. */
  compose(tool: ComposeTool, args: readonly string[], run: DockerRun): Promise<DockerAnswer>
  composeTool(signal?: AbortSignal): Promise<ComposeTool | DockerFailure>
}

export interface DockerCliOptions {
  /** Of it only what a command needs is passed on. */
  env: Readonly<Record<string, string | undefined>>
  mask: (text: string) => string
  /** For questions that need no engine work. */
  questionMs?: number
  platform?: NodeJS.Platform
}

const defaultQuestionMs = 15_000

/** Makes the CLI; nothing runs before it is asked. */
export function createDockerCli(options: DockerCliOptions): DockerCli {
  const { mask, questionMs = defaultQuestionMs } = options
  const env = environmentOf(options)
  const path = env['PATH'] ?? env['Path'] ?? ''
  const never = new AbortController().signal
  let known: ComposeTool | null = null

  async function run(
    name: string,
    program: string | null,
    args: readonly string[],
    { cwd = homedir(), ...rest }: DockerRun,
  ): Promise<DockerAnswer> {
    const command = [name, ...args].join(' ')
    if (program === null) return notInstalled(name)
    const report = await runChild({ program, args, cwd, env, ...rest })
    if (report.how === 'exit' && report.exitCode === 0) {
      return { outcome: 'ok', stdout: report.stdout }
    }
    return {
      outcome: outcomeOf(report),
      ...{ how: report.how, exitCode: report.exitCode },
      detail: mask(sentenceOf(report, command)),
    }
  }

  const docker: DockerCli['docker'] = async (args, rest) =>
    run('docker', await findProgram('docker', path), args, rest)

  async function findCompose(signal: AbortSignal) {
    const question = { signal, deadlineMs: questionMs }
    const program = await findProgram('docker', path)
    const plugin = await run('docker', program, ['compose', 'version'], question)
    const version = plugin.outcome === 'ok' ? pluginVersion(plugin.stdout) : null
    if (program !== null && version !== null) {
      return { program, prefix: ['compose'], version, isOld: false }
    }
    if (plugin.outcome !== 'ok' && plugin.how !== 'exit' && plugin.outcome !== 'not-installed') {
      return plugin
    }
    const own = await findProgram('docker-compose', path)
    const alone = await run('docker-compose', own, ['version', '--short'], question)
    const ownVersion = alone.outcome === 'ok' ? versionIn(alone.stdout) : null
    if (own !== null && ownVersion !== null) {
      return { program: own, prefix: [], version: ownVersion, isOld: ownVersion.startsWith('1.') }
    }
    if (program === null) return notInstalled('docker')
    return plugin.outcome === 'ok' || plugin.outcome === 'failed' ? withoutCompose(plugin) : plugin
  }

  async function composeTool(signal = never) {
    if (known !== null) return known
    const found = await findCompose(signal)
    if ('program' in found) known = found
    return found
  }

  return {
    docker,
    composeTool,
    compose: (tool, args, rest) =>
      run(
        tool.prefix.length === 0 ? 'docker-compose' : 'docker',
        tool.program,
        [...tool.prefix, ...args],
        rest,
      ),
    async look(signal = never) {
      known = null
      const question = { signal, deadlineMs: questionMs }
      const [engine, tool] = await Promise.all([
        docker(['version', '--format', '{{.Server.Version}}'], question),
        composeTool(signal),
      ])
      const version = engine.outcome === 'ok' ? versionIn(engine.stdout) : null
      const composeVersion = 'program' in tool ? tool.version : null
      const versions = { version, composeVersion }
      if (engine.outcome !== 'ok') {
        return { state: engine.outcome, detail: engine.detail, ...versions }
      }
      if (version === null) {
        const said = mask(engine.stdout.trim().slice(0, 200))
        return { state: 'failed', detail: `docker version: ${said || 'no answer'}`, ...versions }
      }
      if (!('program' in tool)) return { state: tool.outcome, detail: tool.detail, ...versions }
      return { state: 'ready', detail: null, ...versions }
    },
  }
}

function outcomeOf(report: ChildReport): DockerFault {
  if (report.how === 'missing') return 'not-installed'
  if (report.how !== 'exit') return 'failed'
  return faultIn(report.stderr.trim() === '' ? report.stdout : report.stderr) ?? 'failed'
}

function notInstalled(name: string): DockerFailure {
  const detail = `${name} was not found in any folder of PATH`
  return { outcome: 'not-installed', how: 'missing', exitCode: null, detail }
}

function withoutCompose(plugin: DockerAnswer): DockerFailure {
  const said = plugin.outcome === 'ok' ? 'docker compose version: no version' : plugin.detail
  return { outcome: 'no-compose', how: 'exit', exitCode: null, detail: said }
}

/** An old docker without the plug-in prints its help instead, and calls that a success. */
function pluginVersion(text: string): string | null {
  return /compose version v?(\S+)/i.exec(text)?.[1] ?? null
}

function versionIn(text: string): string | null {
  return /(?:^|[\sv])(\d+\.\d+(?:\.\d+)?[\w.+-]*)/.exec(text)?.[1] ?? null
}

/** A window that was opened from the macOS desktop has a PATH without the folders docker is in. */
function environmentOf({ env, platform = process.platform }: DockerCliOptions) {
  const passed = commandEnvironment(env)
  if (platform !== 'darwin') return passed
  const home = passed['HOME'] ?? homedir()
  const more = ['/usr/local/bin', '/opt/homebrew/bin', `${home}/.docker/bin`]
  const folders = (passed['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  return { ...passed, PATH: [...new Set([...folders, ...more])].join(delimiter) }
}
