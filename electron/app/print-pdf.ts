import { randomUUID } from 'node:crypto'
import { BrowserWindow, session } from 'electron'
import { OpsError } from '../../shared/errors'
import type { PrintPdf } from '../reports/write'
import { pageScheme } from './page-files'

const longestMs = 60_000

/**
 * Prints a page with Chromium in a window nobody sees: no scripts, no network, a session of its own
 * that knows nothing but this one page.
 */
export const printPdf: PrintPdf = async (html) => {
  const pages = session.fromPartition(`print-${randomUUID()}`, { cache: false })
  pages.webRequest.onBeforeRequest((request, callback) =>
    callback({ cancel: !request.url.startsWith(`${pageScheme}://report/`) }),
  )
  pages.protocol.handle(
    pageScheme,
    () =>
      new Response(html, {
        headers: {
          'content-type': 'text/html; charset=utf-8',
          'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
        },
      }),
  )
  const window = new BrowserWindow({
    show: false,
    webPreferences: { session: pages, sandbox: true, javascript: false, spellcheck: false },
  })
  try {
    return await beforeDeadline(print(window))
  } finally {
    window.destroy()
    pages.protocol.unhandle(pageScheme)
  }
}

async function print(window: BrowserWindow): Promise<Uint8Array> {
  await window.loadURL(`${pageScheme}://report/`)
  return window.webContents.printToPDF({
    pageSize: 'A4',
    printBackground: true,
    displayHeaderFooter: true,
    headerTemplate: '<span></span>',
    footerTemplate:
      '<div style="width:100%;font-size:8px;text-align:center"><span class="pageNumber"></span> / <span class="totalPages"></span></div>',
    margins: { top: 0.5, bottom: 0.6, left: 0.5, right: 0.5 },
  })
}

function beforeDeadline<T>(work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new OpsError('timeout', `the page was not printed within ${longestMs} ms`)),
      longestMs,
    )
    work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
