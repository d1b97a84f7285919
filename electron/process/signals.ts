import { execFile } from 'node:child_process'
import { win32 } from 'node:path'

export type StopSignal = 'SIGTERM' | 'SIGKILL'

/** Sends signals; both forms are quiet about a process that has just gone. */
export interface Signals {
  group(pgid: number, signal: StopSignal): void
  one(pid: number, signal: StopSignal): void
}

/** The signals of the system that this runs on. */
export function systemSignals(): Signals {
  return process.platform === 'win32' ? windowsSignals() : posixSignals
}

const posixSignals: Signals = {
  group: (pgid, signal) => send(-pgid, signal),
  one: (pid, signal) => send(pid, signal),
}

function send(target: number, signal: StopSignal): void {
  try {
    process.kill(target, signal)
  } catch {
    // ESRCH: gone already. EPERM: not ours to end, and found again as a survivor.
  }
}

/** Windows has no groups and no polite signal: taskkill ends a tree, always by force. */
export function windowsSignals(
  run: (tool: string, args: readonly string[]) => void = taskkill,
): Signals {
  const end = (pid: number): void => run(...taskkillCommand(pid, process.env['SystemRoot']))
  return { group: end, one: end }
}

/** The absolute path keeps a `taskkill.exe` of the working folder out. */
export function taskkillCommand(
  pid: number,
  systemRoot: string | undefined,
): [tool: string, args: string[]] {
  const folder = win32.join(systemRoot ?? 'C:\\Windows', 'System32')
  return [win32.join(folder, 'taskkill.exe'), ['/PID', String(pid), '/T', '/F']]
}

function taskkill(tool: string, args: readonly string[]): void {
  // It fails when the process has gone meanwhile, which is what was wanted.
  execFile(tool, args, { windowsHide: true, timeout: 5_000 }, () => undefined)
}
