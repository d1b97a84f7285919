import { contextBridge, ipcRenderer } from 'electron'
import { channelPrefix, type Bridge, type PortMessage } from '../shared/bridge'

/** The page's only way out. It knows no names: main answers those of the contract alone. */
const bridge: Bridge = {
  invoke: (name, input) => ipcRenderer.invoke(channelPrefix + name, input),
  on: (name, listener) => {
    const wrapped = (_event: unknown, json: string) => listener(json)
    ipcRenderer.on(channelPrefix + name, wrapped)
    return () => {
      ipcRenderer.off(channelPrefix + name, wrapped)
    }
  },
  open: (name, input, id) => {
    const { port1, port2 } = new MessageChannel()
    const message: PortMessage = { type: 'ops:port', id }
    ipcRenderer.postMessage(`${channelPrefix}open`, { name, input, id }, [port2])
    window.postMessage(message, window.location.origin, [port1])
  },
}

contextBridge.exposeInMainWorld('bridge', Object.freeze(bridge))
