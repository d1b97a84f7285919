import { randomUUID } from 'node:crypto'
import { BrowserWindow, session } from 'electron'
import { pageScheme } from '../app/page-files'
import type { StopQuestion } from '../process/stop-holder'
import { answerIn, confirmHost, confirmPage, type ConfirmAnswer } from './confirm-page'

const origin = `${pageScheme}://${confirmHost}`

const headers = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
}

/**
 * Asks a person to type a program's name, in a window that main draws: no scripts, no preload, a
 * session of its own. The typed text reaches main as the address that the form would lead to, and
 * that address is never loaded.
 */
export function confirmByName(
  parent: BrowserWindow,
  question: StopQuestion,
  signal: AbortSignal,
): Promise<boolean> {
  if (signal.aborted) return Promise.resolve(false)
  const pages = session.fromPartition(`confirm-${randomUUID()}`, { cache: false })
  let wrongName: string | null = null
  pages.setPermissionRequestHandler((_contents, _permission, decide) => decide(false))
  pages.webRequest.onBeforeRequest((request, decide) =>
    decide({ cancel: request.url !== `${origin}/` }),
  )
  pages.protocol.handle(
    pageScheme,
    () => new Response(confirmPage(question, wrongName), { headers }),
  )
  const window = new BrowserWindow({
    ...{
      parent,
      modal: true,
      width: 560,
      height: 460,
      minimizable: false,
      maximizable: false,
      fullscreenable: false,
    },
    title: '停止外部进程 / Stop a foreign process',
    show: false,
    webPreferences: { session: pages, sandbox: true, javascript: false, spellcheck: false },
  })
  window.setMenuBarVisibility(false)
  window.once('ready-to-show', () => window.show())
  return new Promise<boolean>((resolve, reject) => {
    const close = () => window.destroy()
    const settle = (isConfirmed: boolean) => {
      resolve(isConfirmed)
      close()
    }
    const take = (answer: ConfirmAnswer) => {
      if (window.isDestroyed()) return
      if (answer.kind === 'cancel') return settle(false)
      if (answer.name === question.name) return settle(true)
      wrongName = answer.name
      void show()
    }
    const show = () => window.loadURL(`${origin}/`).catch(fail)
    const fail = (error: unknown) => {
      // A load that the next one overtakes, or that closing the window ends, has not failed.
      const isOvertaken = error instanceof Error && 'code' in error && error.code === 'ERR_ABORTED'
      if (window.isDestroyed() || isOvertaken) return
      reject(error)
      close()
    }
    // The lock of all pages ends a navigation at this event, so `will-navigate` never comes.
    window.webContents.on('will-frame-navigate', (event) => {
      event.preventDefault()
      const answer = answerIn(event.url, origin)
      // A page must be neither destroyed nor loaded anew while its navigation is being decided.
      if (answer !== null) setImmediate(take, answer)
    })
    window.webContents.on('before-input-event', (event, { type, key }) => {
      if (type !== 'keyDown' || key !== 'Escape') return
      event.preventDefault()
      setImmediate(take, { kind: 'cancel' })
    })
    // Whoever closes the window has declined, whatever its page is doing: a page that is just being
    // loaded may never answer whether it lets itself be closed.
    window.once('close', () => setImmediate(close))
    window.once('closed', () => {
      pages.protocol.unhandle(pageScheme)
      signal.removeEventListener('abort', close)
      resolve(false)
    })
    signal.addEventListener('abort', close, { once: true })
    void show()
  })
}
