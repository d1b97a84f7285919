import { readdirSync } from 'node:fs'
import path from 'node:path'

/** A file of the built page, as it is served. */
export interface PageFile {
  file: string
  contentType: string
}

/** Every file that may be served, by its path in the address. */
export type PageFiles = ReadonlyMap<string, PageFile>

/** What an address leads to. */
export type PageAnswer = { status: 200; file: PageFile } | { status: 400 | 404 | 405 }

export const pageScheme = 'app'
export const pageHost = 'bundle'
export const pageOrigin = `${pageScheme}://${pageHost}`

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
}

/** Lists the regular files of the page once; links and unknown types are left out. */
export function listPageFiles(root: string): PageFiles {
  const files = new Map<string, PageFile>()
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    const contentType = contentTypes[path.extname(entry.name)]
    if (!entry.isFile() || contentType === undefined) continue
    const file = path.join(entry.parentPath, entry.name)
    const address = `/${path.relative(root, file).split(path.sep).join('/')}`
    files.set(address, { file, contentType })
  }
  return files
}

/** Looks an address up in the list; nothing is ever computed from its path. */
export function findPageFile(files: PageFiles, method: string, address: string): PageAnswer {
  if (method !== 'GET' && method !== 'HEAD') return { status: 405 }
  const url = parse(address)
  if (url === null || url.protocol !== `${pageScheme}:` || url.host !== pageHost) {
    return { status: 400 }
  }
  if (url.username !== '' || url.password !== '') return { status: 400 }
  const pathname = url.pathname === '' || url.pathname === '/' ? '/index.html' : url.pathname
  const file = files.get(pathname)
  return file === undefined ? { status: 404 } : { status: 200, file }
}

function parse(address: string): URL | null {
  try {
    return new URL(address)
  } catch {
    return null
  }
}
