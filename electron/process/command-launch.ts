import { spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { dirname, isAbsolute } from 'node:path'
import type { ChildExit } from './launch'

/** A command to run as its own process group. */
export interface CommandLaunch {
  /** Program and arguments; no shell ever reads them. */
  argv: readonly string[]
  cwd: string
  /** The whole environment; nothing is inherited. */
  env: Readonly<Record<string, string>>
  /** Takes all output: a pipe would die with the console, a file keeps what comes later. */
  outputFile: string
}

export interface LaunchedCommand {
  pid: number
  exited: Promise<ChildExit>
}

export type LaunchRefusal =
  'cwd-relative' | 'cwd-missing' | 'missing' | 'not-executable' | 'spawn' | 'output'

/** Why a command could not be launched, with a sentence. */
export class LaunchError extends Error {
  readonly reason: LaunchRefusal

  constructor(reason: LaunchRefusal, message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'LaunchError'
    this.reason = reason
  }
}

/** Starts a command; rejects with a `LaunchError` that names what is wrong. */
export async function launchCommand(launch: CommandLaunch): Promise<LaunchedCommand> {
  await checkFolder(launch.cwd)
  const [program = '', ...args] = launch.argv
  const fd = openOutput(launch.outputFile)
  try {
    const child = spawn(program, args, {
      cwd: launch.cwd,
      env: { ...launch.env },
      detached: process.platform !== 'win32',
      windowsHide: true,
      stdio: ['ignore', fd, fd],
    })
    const exited = new Promise<ChildExit>((resolve) => {
      child.once('exit', (code, signal) => resolve({ code, signal }))
    })
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve)
      child.on('error', reject)
    })
    return { pid: child.pid ?? -1, exited }
  } catch (error) {
    throw spawnError(program, launch.cwd, error)
  } finally {
    closeSync(fd)
  }
}

/** Without this, a missing folder would look like a missing program. */
async function checkFolder(cwd: string): Promise<void> {
  if (!isAbsolute(cwd)) {
    throw new LaunchError('cwd-relative', `the folder ${cwd} is not an absolute path`)
  }
  const found = await stat(cwd).catch(() => null)
  if (found === null) throw new LaunchError('cwd-missing', `the folder ${cwd} does not exist`)
  if (!found.isDirectory()) throw new LaunchError('cwd-missing', `${cwd} is not a folder`)
}

function openOutput(file: string): number {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    return openSync(file, 'a', 0o600)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new LaunchError('output', `its output file cannot be opened: ${reason}`, error)
  }
}

function spawnError(program: string, cwd: string, error: unknown): LaunchError {
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (code === 'ENOENT') {
    return new LaunchError('missing', `${program} was not found from ${cwd}`, error)
  }
  if (code === 'EACCES') {
    return new LaunchError('not-executable', `${program} in ${cwd} is not executable`, error)
  }
  const text = error instanceof Error ? error.message : String(error)
  return new LaunchError('spawn', `${program} could not be launched: ${text}`, error)
}

/** Names that a script of the two projects may need; what loads code or carries secrets is not among them. */
const passedOn = [
  ...['PATH', 'HOME', 'USER', 'LOGNAME', 'SHELL', 'LANG', 'LC_ALL', 'LC_CTYPE', 'TZ'],
  ...['TMPDIR', 'TEMP', 'TMP', 'XDG_RUNTIME_DIR', 'DOCKER_HOST', 'DOCKER_CONTEXT'],
  ...['JAVA_HOME', 'GOPATH', 'GOROOT', 'GOCACHE', 'PYENV_ROOT', 'VIRTUAL_ENV', 'CONDA_PREFIX'],
  ...['SystemRoot', 'SystemDrive', 'windir', 'ComSpec', 'PATHEXT', 'USERPROFILE'],
  ...['APPDATA', 'LOCALAPPDATA', 'ProgramData', 'ProgramFiles'],
]

/** What a command gets of the console's environment. */
export function commandEnvironment(
  env: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  return Object.fromEntries(
    passedOn.flatMap((name) => {
      const value = env[name]
      return value === undefined ? [] : [[name, value] as const]
    }),
  )
}
