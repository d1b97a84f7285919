import { readFile } from 'node:fs/promises'
import { protocol } from 'electron'
import { csp } from './csp'
import { findPageFile, listPageFiles, pageHost, pageScheme } from './page-files'

/** Declares the page's scheme; must run before the app is ready. */
export function declarePageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: pageScheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
}

/** Serves the page, from the built files or, in development, from the server that rebuilds them. */
export function servePage(root: string, devServer: string | null): void {
  const headers = {
    'content-security-policy': csp(devServer),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cache-control': 'no-store',
  }
  const serve = devServer === null ? fromFiles(root) : fromServer(devServer)
  protocol.handle(pageScheme, async (request) => {
    const { status, body, contentType } = await serve(request)
    return new Response(request.method === 'HEAD' ? null : body, {
      status,
      headers: { ...headers, 'content-type': contentType },
    })
  })
}

interface Served {
  status: number
  body: Uint8Array | ReadableStream | null
  contentType: string
}

const plain = 'text/plain; charset=utf-8'

function fromFiles(root: string) {
  const files = listPageFiles(root)
  return async (request: Request): Promise<Served> => {
    const answer = findPageFile(files, request.method, request.url)
    if (answer.status !== 200) return { status: answer.status, body: null, contentType: plain }
    const { file, contentType } = answer.file
    return { status: 200, body: new Uint8Array(await readFile(file)), contentType }
  }
}

function fromServer(devServer: string) {
  return async (request: Request): Promise<Served> => {
    const url = new URL(request.url)
    if (url.host !== pageHost) return { status: 400, body: null, contentType: plain }
    const answer = await fetch(new URL(url.pathname + url.search, devServer), {
      headers: { accept: request.headers.get('accept') ?? '*/*' },
    })
    const contentType = answer.headers.get('content-type') ?? plain
    return { status: answer.status, body: answer.body, contentType }
  }
}
