import { PassThrough, type Readable } from 'node:stream'
import { utilityProcess } from 'electron'
import type { ChildExit, LaunchScript } from '../process/launch'

/** Starts scripts inside Electron's own binary, which the finished program refuses as plain Node. */
export const launchUtility: LaunchScript = ({ script, args, env, cwd }) => {
  const child = utilityProcess.fork(script, [...args], {
    cwd,
    env: { ...env },
    stdio: 'pipe',
    serviceName: 'Looma Console service',
  })
  const exited = new Promise<ChildExit>((resolve) => {
    child.once('exit', (code) => resolve({ code, signal: null }))
  })
  const spawned = new Promise<number>((resolve, reject) => {
    child.once('spawn', () => {
      if (child.pid === undefined) reject(new Error('process ended before it had a pid'))
      else resolve(child.pid)
    })
    void exited.then(({ code }) => reject(new Error(`process ended with ${code} while starting`)))
  })
  // A caller that only watches the exit must not be told twice.
  spawned.catch(() => undefined)
  return {
    spawned,
    exited,
    stdout: readable(child.stdout),
    stderr: readable(child.stderr),
    post: (message) => child.postMessage(message),
    onMessage: (listener) => void child.on('message', listener),
    kill(signal) {
      if (child.pid === undefined) return
      try {
        process.kill(child.pid, signal)
      } catch {
        // ESRCH: it ended a moment ago, and its exit is on the way.
      }
    },
  }
}

/** Electron types these as the older stream interface; copying gives the whole one. */
function readable(stream: NodeJS.ReadableStream | null): Readable | null {
  return stream?.pipe(new PassThrough()) ?? null
}
