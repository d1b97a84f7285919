import { OpsError } from '../../shared/errors'
import { LaunchError } from './command-launch'
import type { Readiness } from './command-ready'
import type { CommandSpec } from './command-spec'
import type { PortListener } from './ports'
import type { ProcessRow } from './process-table'

type Mask = (text: string) => string

/** A failure of a service's process; `code` in its facts says which. */
function processError(
  spec: CommandSpec,
  message: string,
  code: string | number,
  facts: Record<string, string | number> = {},
  cause?: unknown,
): OpsError {
  return new OpsError('process', message, { facts: { id: spec.id, code, ...facts }, cause })
}

export function launchRefused(spec: CommandSpec, error: unknown): OpsError {
  const code = error instanceof LaunchError ? error.reason : 'spawn'
  const text = textOf(error)
  const facts = { program: spec.start[0] ?? '', cwd: spec.cwd }
  return processError(spec, `${spec.id} could not be launched: ${text}`, code, facts, error)
}

export function notReady(
  spec: CommandSpec,
  outcome: Exclude<Readiness, { kind: 'ready' | 'cancelled' }>,
  mask: Mask,
): OpsError {
  switch (outcome.kind) {
    case 'exit': {
      const { code, signal } = outcome.how
      const how = signal ?? `code ${code ?? 'unknown'}`
      const left = code === 0 ? ' and left no process behind' : ''
      const text = `${spec.id} ended with ${how}${left} while starting`
      return processError(spec, text, code ?? signal ?? 'unknown')
    }
    case 'timeout': {
      const text = `${spec.id} was not ready after ${spec.readyTimeoutMs} ms`
      return processError(spec, text, 'timeout', { limitMs: spec.readyTimeoutMs })
    }
    case 'left-nothing': {
      const text = `${spec.id} ended with code 0 and left no process behind, and nobody came to listen on its ports`
      return processError(spec, text, 'left-nothing')
    }
    case 'untracked': {
      const text = `${spec.id} answers, but no process of it carries the console's tag and the profile names no stop command: it cannot be stopped from here`
      return processError(spec, text, 'untracked')
    }
    case 'foreign':
      return portHeld(spec, outcome.holder, mask)
  }
}

export function portHeld(spec: CommandSpec, holder: PortListener, mask: Mask): OpsError {
  const { port } = holder
  const pid = holder.pid ?? 'unknown'
  const command = mask(holder.command ?? 'unknown')
  const user = holder.user ?? 'unknown'
  return new OpsError('port', `port ${port} of ${spec.id} is held by pid ${pid} (${command})`, {
    facts: { port, service: spec.id, pid, command, user },
  })
}

const stuckCode = 'stuck'

/** What is still there after the last signal. */
export function stuck(spec: CommandSpec, survivors: readonly ProcessRow[]): OpsError {
  const pids = survivors.map(({ pid }) => pid).join(', ')
  const text = `${spec.id} cannot be stopped: pid ${pids} ignored the last signal`
  return processError(spec, text, stuckCode, { pids })
}

/** A start is refused while what the stop before could not end is still there. */
export function stillStuck(spec: CommandSpec): OpsError {
  return processError(spec, `${spec.id} is still there`, stuckCode)
}

/** True when processes outlived the last signal; after any other failure none is left. */
export function isStuck(error: unknown): boolean {
  return error instanceof OpsError && error.facts['code'] === stuckCode
}

export function cancelledStart(spec: CommandSpec): OpsError {
  return new OpsError('aborted', `${spec.id} was stopped while starting`, {
    facts: { id: spec.id },
  })
}

export function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
