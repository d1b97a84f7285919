import type { ServiceMessage } from './config'

/** The console on the other end, whichever way it started this process. */
export interface ParentLink {
  post(message: ServiceMessage): void
  onMessage(listener: (message: unknown) => void): void
  /** Called once the console is gone. */
  onGone(listener: () => void): void
}

/** The end of an Electron utility process's channel. */
interface ParentPort {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown
  on(event: 'close', listener: () => void): unknown
}

/** Links to the parent by `parentPort` (utilityProcess) or IPC (child_process); to nobody when started by hand. */
export function createParentLink(host: NodeJS.Process): ParentLink {
  const port = parentPortOf(host)
  if (port !== null) {
    return {
      post: (message) => port.postMessage(message),
      onMessage: (listener) => void port.on('message', ({ data }) => listener(data)),
      onGone: (listener) => void port.on('close', listener),
    }
  }
  return {
    // The channel may close between the check and the write; then nobody is left to tell.
    post: (message) => void host.send?.(message, undefined, undefined, () => {}),
    onMessage: (listener) => void host.on('message', listener),
    onGone: (listener) => void (host.connected && host.once('disconnect', listener)),
  }
}

function parentPortOf(host: NodeJS.Process): ParentPort | null {
  const port: unknown = Reflect.get(host, 'parentPort')
  return isParentPort(port) ? port : null
}

function isParentPort(value: unknown): value is ParentPort {
  return typeof value === 'object' && value !== null && 'postMessage' in value && 'on' in value
}
