import { isFileInside, readPart } from './read-part'
import { clausesOf } from './versions'

/** A package that a project asks for. */
export interface Requirement {
  name: string
  /** Of the versions that are fine, e.g. `>=1.2,<2`; empty when any is. */
  range: string
}

export interface Requirements {
  wanted: Requirement[]
  /** Lines that cannot be judged from here. */
  unread: string[]
}

const mostBytes = 1024 * 1024
const mostFiles = 10

/** Reads `requirements.txt` and the files it includes, all inside the project. */
export async function readRequirements(folder: string, path: string): Promise<Requirements> {
  const found: Requirements = { wanted: [], unread: [] }
  const seen = new Set<string>()
  const queue = [path]
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    if (seen.has(next)) continue
    if (seen.size >= mostFiles || !(await isFileInside(folder, next))) {
      if (next === path) throw new Error(`${next} is not in the project`)
      found.unread.push(`-r ${next}`)
      continue
    }
    seen.add(next)
    const text = (await readPart(`${folder}/${next}`, mostBytes)).toString('utf8')
    const base = next.split('/').slice(0, -1)
    for (const line of text
      .replace(/^\uFEFF/, '')
      .replace(/\\\r?\n/g, ' ')
      .split(/\r?\n/)) {
      const included = readLine(line, found)
      if (included !== null) queue.push([...base, included].join('/'))
    }
  }
  return found
}

/** Takes one line; answers the file it includes. */
function readLine(written: string, found: Requirements): string | null {
  const line = written.replace(/(^|\s)#.*$/, '').trim()
  if (line === '') return null
  const included = /^(?:-r\s*|--requirement[\s=]+)(\S+)$/.exec(line)?.[1]
  if (included !== undefined) return included
  if (
    /^(?:-i|--index-url|--extra-index-url|-f|--find-links|--(?:no|only|pre|trusted|prefer|require|use))/.test(
      line,
    )
  ) {
    return null
  }
  const parsed =
    /^([A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)\s*(\[[^\]]*\])?\s*(@\s*\S+|[^;]*)(;.*)?$/.exec(
      line.replace(/\s--[a-z-]+[\s=].*$/, ''),
    )
  const [, name, extras, rest = '', marker] = parsed ?? []
  const isUrl = rest.startsWith('@')
  const range = isUrl ? '' : rest.trim().replace(/^\((.*)\)$/, '$1')
  // A marker asks about the python and the system, which only pip can answer.
  const isRead = name !== undefined && marker === undefined && clausesOf(range) !== null
  if (isRead) found.wanted.push({ name, range: range.replace(/\s+/g, '') })
  // What an extra pulls in, or what was built from an address, shows in no version.
  const isWhole = extras === undefined && !isUrl
  if (!isRead || !isWhole) found.unread.push(line.replace(/\/\/[^/@\s]*@/, '//***@').slice(0, 120))
  return null
}

/** The name that stands for all ways to write it, as pip and PEP 503 have it. */
export function plainName(name: string): string {
  return name.replace(/[-_.]+/g, '-').toLowerCase()
}
