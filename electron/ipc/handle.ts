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
  handlers: Handlers
  sources: Sources
  isTrusted: (event: IpcMainEvent | IpcMainInvokeEvent) => boolean
  log: Log
}

/** Answers every call and stream of the contract, and nothing else. A second registration throws. */
export function registerIpc({ handlers, sources, isTrusted, log }: IpcDeps): void {
  const answer = createAnswer({ handlers, log })
  for (const name of Object.keys(calls) as CallName[]) {
    ipcMain.handle(channelPrefix + name, (event, input: unknown) =>
      answer({ name, input, isTrusted: isTrusted(event) }),
    )
  }
  const subscriptions = createSubscriptions({ sources, log })
  ipcMain.on(`${channelPrefix}open`, (event, request: unknown) => {
    const [port] = event.ports
    if (port === undefined) return
    const subscription = subscriptions.open({
      sender: event.sender.id,
      request,
      isTrusted: isTrusted(event),
      port,
    })
    if (subscription !== null) connect(port, subscription)
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
