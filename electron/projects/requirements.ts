import { isFileInside, readPart } from './read-part'

/** A package that a project asks for. */
export interface Requirement {
  name: string
  /** The version of `==`; null when any will do or the range is not looked at. */
  version: string | null
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
    /^(?:-c|--constraint|-i|--index-url|--extra-index-url|-f|--find-links|--(?:no|only|pre|trusted|prefer|require|use))/.test(
      line,
    )
  ) {
    return null
  }
  const parsed =
    /^([A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)\s*(?:\[[^\]]*\])?\s*(@\s*\S+|[^;]*)(;.*)?$/.exec(
      line.replace(/\s--[a-z-]+[\s=].*$/, ''),
    )
  const [, name, rest = '', marker] = parsed ?? []
  // A marker asks about the python and the system, which only pip can answer.
  if (name === undefined || marker !== undefined || !/^(?:@|[<>=!~(]|$)/.test(rest.trim())) {
    found.unread.push(line.replace(/\/\/[^/@\s]*@/, '//***@').slice(0, 120))
    return null
  }
  const version = /^\(?\s*={2,3}\s*([^\s,;)]+)\s*\)?$/.exec(rest.trim())?.[1] ?? null
  found.wanted.push({ name, version })
  return null
}

/** Tells whether an installed version is the one that `==` asks for. */
export function isVersion(installed: string, wanted: string): boolean {
  const has = plainVersion(wanted.includes('+') ? installed : installed.replace(/\+.*$/, ''))
  if (!wanted.endsWith('.*')) return has === plainVersion(wanted)
  const beginning = wanted.slice(0, -2).toLowerCase().replace(/^v/, '')
  return `${installed.toLowerCase()}.`.startsWith(`${beginning}.`)
}

function plainVersion(version: string): string {
  return version
    .trim()
    .toLowerCase()
    .replace(/^v/, '')
    .replace(/^(\d+(?:\.\d+)*?)(?:\.0+)+(?=$|[^\d.])/, '$1')
}
