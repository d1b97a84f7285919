import {
  app,
  session,
  type IpcMainEvent,
  type IpcMainInvokeEvent,
  type WebContents,
} from 'electron'
import type { Log } from '../platform/log'
import { pageOrigin } from './page-files'
import { findRefusedSwitch } from './switches'

/** Ends a packaged program that was started with a switch that opens it to others. */
export function refuseDebugSwitches(): void {
  if (!app.isPackaged) return
  const isLinuxRoot = process.platform === 'linux' && process.getuid?.() === 0
  const found = findRefusedSwitch(process.argv.slice(1), { isLinuxRoot })
  if (found === null) return
  process.stderr.write(`--${found}: 不允许的启动参数 / this start option is not allowed\n`)
  app.exit(3)
  process.exit(3)
}

/**
 * Holds every page, present and future, to the console's own and takes all permissions away.
 * Only hot reload may load the same page again.
 */
export function lockPages(log: Log, isReloadAllowed: boolean): void {
  app.on('web-contents-created', (_event, contents) => {
    lockContents(contents, log, isReloadAllowed)
  })
  const pages = session.defaultSession
  pages.setPermissionRequestHandler((_contents, permission, callback) => {
    log.warn('security', 'permission refused', { permission })
    callback(false)
  })
  pages.setPermissionCheckHandler(() => false)
  pages.setDevicePermissionHandler(() => false)
  pages.setDisplayMediaRequestHandler((_request, callback) => callback({}))
  pages.setSpellCheckerEnabled(false)
  pages.on('will-download', (event) => event.preventDefault())
}

function lockContents(contents: WebContents, log: Log, isReloadAllowed: boolean): void {
  const refuse = (what: string) => (event: { preventDefault(): void; url?: string }) => {
    if (isReloadAllowed && event.url !== undefined && event.url === contents.getURL()) return
    event.preventDefault()
    log.warn('security', `${what} refused`)
  }
  contents.on('will-navigate', refuse('navigation'))
  contents.on('will-frame-navigate', refuse('frame navigation'))
  contents.on('will-redirect', refuse('redirect'))
  contents.on('will-attach-webview', refuse('webview'))
  contents.setWindowOpenHandler(() => {
    log.warn('security', 'new window refused')
    return { action: 'deny' }
  })
}

/** True for a message of the main frame of the console's own page, and for nothing else. */
export function isTrustedSender(event: IpcMainEvent | IpcMainInvokeEvent): boolean {
  const { senderFrame, sender } = event
  if (senderFrame === null || sender.isDestroyed()) return false
  return senderFrame === sender.mainFrame && senderFrame.origin === pageOrigin
}
