import {
  ipcMain,
  type BrowserWindow,
  type IpcMainEvent,
  type IpcMainInvokeEvent,
  type MessagePortMain,
} from 'electron'
import { channelPrefix } from '../../shared/bridge'
import {
  calls,
  events,
  type CallName,
  type EventName,
  type EventPayload,
  type Handlers,
  type Sources,
} from '../../shared/ipc'
import type { Log } from '../platform/log'
import { createAnswer } from './answer'
import type { StreamSender } from './stream'
import { createSubscriptions } from './subscriptions'

export interface IpcDeps {
  /** What answers; a page that asks before it is there waits for it. */
  program: Promise<{ handlers: Handlers; sources: Sources }>
  isTrusted: (event: IpcMainEvent | IpcMainInvokeEvent) => boolean
  log: Log
}

/** Answers every call and stream of the contract, and nothing else. A second registration throws. */
export function registerIpc({ program, isTrusted, log }: IpcDeps): void {
  const answers = program.then(({ handlers }) => createAnswer({ handlers, log }))
  const streams = program.then(({ sources }) => createSubscriptions({ sources, log }))
  // Whoever made the program tells why there is none; what waits for it just ends.
  for (const promise of [answers, streams]) promise.catch(() => undefined)
  for (const name of Object.keys(calls) as CallName[]) {
    ipcMain.handle(channelPrefix + name, async (event, input: unknown) => {
      // The frame that asked may be another by the time the program is there.
      const request = { name, input, isTrusted: isTrusted(event) }
      return (await answers)(request)
    })
  }
  ipcMain.on(`${channelPrefix}open`, (event, request: unknown) => {
    const [port] = event.ports
    if (port === undefined) return
    const attempt = { sender: event.sender.id, request, isTrusted: isTrusted(event), port }
    const open = async () => {
      const subscription = (await streams).open(attempt)
      if (subscription !== null) connect(port, subscription)
    }
    open().catch(() => port.close())
  })
}

function connect(port: MessagePortMain, subscription: StreamSender): void {
  port.on('message', ({ data }) => subscription.receive(data))
  port.on('close', () => subscription.closed())
  port.start()
}

/** Tells the page something it did not ask for; a payload outside the contract throws here. */
export function emit<E extends EventName>(
  window: BrowserWindow,
  name: E,
  payload: EventPayload<E>,
): void {
  if (window.isDestroyed() || window.webContents.isDestroyed()) return
  window.webContents.send(channelPrefix + name, JSON.stringify(events[name].parse(payload)))
}
