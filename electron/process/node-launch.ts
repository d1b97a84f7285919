import { spawn, type ChildProcess } from 'node:child_process'
import type { Child, ChildExit, LaunchScript } from './launch'

const ownsGroup = process.platform !== 'win32'

/** Launches a script with this very Node, in a process group of its own. */
export const nodeLaunch: LaunchScript = (spec) => {
  const child = spawn(process.execPath, [spec.script, ...spec.args], {
    cwd: spec.cwd,
    env: { ...spec.env },
    detached: ownsGroup,
    windowsHide: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const group = createGroup(child)
  const spawned = new Promise<number>((resolve, reject) => {
    child.once('spawn', () => resolve(child.pid ?? -1))
    child.once('error', reject)
  })
  // A caller that only waits for `exited` must not bring the console down.
  spawned.catch(() => undefined)
  return {
    spawned,
    exited: exitOf(child, group.sweep),
    stdout: child.stdout,
    stderr: child.stderr,
    post: (message) => post(child, message),
    onMessage: (listener) => void child.on('message', listener),
    kill: group.signal,
  } satisfies Child
}

function exitOf(child: ChildProcess, sweep: () => void): Promise<ChildExit> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => {
      sweep()
      resolve({ code, signal })
    })
    child.on('error', () => {
      if (child.pid === undefined) resolve({ code: null, signal: null })
    })
  })
}

function createGroup(child: ChildProcess) {
  let isOver = false
  const send = (signal: 'SIGTERM' | 'SIGKILL'): void => {
    if (child.pid === undefined) return
    try {
      if (ownsGroup) process.kill(-child.pid, signal)
      else child.kill(signal)
    } catch {
      // ESRCH: nobody is left in the group.
    }
  }
  return {
    signal(signal: 'SIGTERM' | 'SIGKILL'): void {
      // Once the leader is reaped its number may belong to a stranger.
      if (!isOver) send(signal)
    },
    /** The leader is gone; whatever it left behind would keep the port. */
    sweep(): void {
      if (ownsGroup && !isOver) send('SIGKILL')
      isOver = true
    },
  }
}

function post(child: ChildProcess, message: unknown): void {
  if (!child.connected) return
  // The callback takes the EPIPE of a child that dies meanwhile; its exit is reported elsewhere.
  child.send(message as Parameters<ChildProcess['send']>[0], () => undefined)
}
