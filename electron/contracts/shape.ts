import type { Shape, ShapeDiff } from '../../shared/domain/contracts'

/** Path of the answer itself. */
const root = '$'
/** Stands in a shape that was cut: what such a shape lacks is not known to be absent. */
const cutMark = '…'

/** A shape is shown, stored and sent to the page, so a hostile answer must not make it large. */
const deepest = 12
const mostPaths = 400
const mostKeys = 200
/** Objects and lists looked into at one path; the rows of a long list are alike. */
const mostContainers = 200

const fieldName = /^[\p{L}_][\p{L}\p{N}_-]{0,59}$/u
/** Ends like an id, or begins like a uuid or a hash. */
const idLike = /\d{3,}$|^[0-9a-f]{8}(?:-|[0-9a-f]{8})/i

type Container = Readonly<Record<string, unknown>> | readonly unknown[]

/** Everything an answer holds at one path. */
interface Group {
  kinds: Set<string>
  containers: Container[]
}

/**
 * Field names and types of an answer. A key that is data (an id, a name of an entry) becomes `{}`,
 * as an index becomes `[]`; a field that only some rows have counts as nullable.
 */
export function shapeOf(json: unknown, isHidden: (key: string) => boolean = () => false): Shape {
  const found = new Map<string, ReadonlySet<string>>()
  let isCut = false
  let level = new Map<string, Group>()
  put(level, root, json)
  for (let depth = 0; level.size > 0; depth += 1) {
    const next = new Map<string, Group>()
    for (const [path, group] of level) {
      isCut ||= found.size >= mostPaths
      if (found.size >= mostPaths) break
      found.set(path, group.kinds)
      if (depth >= deepest) isCut ||= group.containers.length > 0
      else isCut = descend(next, path, group.containers, isHidden) || isCut
    }
    level = found.size >= mostPaths ? new Map() : next
  }
  return shapeFrom(found, isCut)
}

/** The shape that allows what either does; a field that one of them lacks becomes nullable. */
export function mergeShapes(a: Shape, b: Shape): Shape {
  const found = new Map<string, ReadonlySet<string>>()
  for (const path of new Set([...Object.keys(a), ...Object.keys(b)])) {
    if (path === cutMark) continue
    const kinds = new Set([...(kindsAt(a, path) ?? []), ...(kindsAt(b, path) ?? [])])
    if (isKnownAbsent(a, path) || isKnownAbsent(b, path)) kinds.add('null')
    found.set(path, kinds)
  }
  return shapeFrom(found, isCutShape(a) || isCutShape(b))
}

/**
 * What an answer has otherwise than its baseline. Null stands for every type, an absent field for a
 * null, an empty list for every list; below a path that differs nothing more is said.
 */
export function diffShapes(before: Shape, after: Shape): ShapeDiff {
  const typed = (shape: Shape) => (path: string) => ({ path, type: shape[path] ?? '' })
  const removed = Object.keys(before).filter(
    (path) => isKnownAbsent(after, path) && kindsAt(before, path)?.has('null') !== true,
  )
  const added = Object.keys(after).filter(
    (path) => isKnownAbsent(before, path) && withoutNull(kindsAt(after, path)).length > 0,
  )
  const changed = Object.keys(before).filter((path) => {
    const was = withoutNull(kindsAt(before, path))
    const is = withoutNull(kindsAt(after, path))
    return was.length > 0 && is.some((kind) => !was.includes(kind))
  })
  return {
    added: added.filter((path) => path !== cutMark).map(typed(after)),
    removed: removed.filter((path) => path !== cutMark).map(typed(before)),
    changed: changed
      .filter((path) => path !== cutMark)
      .map((path) => ({ path, before: before[path] ?? '', after: after[path] ?? '' })),
  }
}

/** Adds the children of some values; true when some were left out. */
function descend(
  into: Map<string, Group>,
  path: string,
  containers: readonly Container[],
  isHidden: (key: string) => boolean,
): boolean {
  const prefix = path === root ? '' : path
  const seen = new Map<string, number>()
  let objects = 0
  let isCut = false
  for (const container of containers) {
    if (isList(container)) {
      for (const element of container) put(into, `${prefix}[]`, element)
      continue
    }
    objects += 1
    const keys = Object.keys(container)
    const isMap = isSelfNamed(container, keys)
    isCut ||= keys.length > mostKeys
    for (const key of keys.slice(0, mostKeys)) {
      const isData = isMap || !fieldName.test(key) || idLike.test(key) || isHidden(key)
      const child = isData ? `${prefix}{}` : prefix === '' ? key : `${prefix}.${key}`
      put(into, child, container[key])
      if (!isData) seen.set(child, (seen.get(child) ?? 0) + 1)
    }
  }
  for (const [child, times] of seen) if (times < objects) put(into, child, null)
  return isCut
}

function put(into: Map<string, Group>, path: string, value: unknown): void {
  const group = into.get(path) ?? { kinds: new Set(), containers: [] }
  into.set(path, group)
  group.kinds.add(kindOf(value))
  if (isContainer(value) && group.containers.length < mostContainers) group.containers.push(value)
}

/** A map such as role → role: every entry repeats its own key. */
function isSelfNamed(fields: Readonly<Record<string, unknown>>, keys: readonly string[]): boolean {
  if (keys.length === 0 || keys.length > mostKeys) return false
  return keys.every((key) => {
    const entry = fields[key]
    if (!isContainer(entry) || isList(entry)) return false
    return ['name', 'id', 'code', 'key'].some(
      (own) => Object.hasOwn(entry, own) && entry[own] === key,
    )
  })
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}

function isContainer(value: unknown): value is Container {
  return typeof value === 'object' && value !== null
}

function isList(value: Container): value is readonly unknown[] {
  return Array.isArray(value)
}

/** Sorted, so that equal shapes are equal texts; of too many paths the shallow ones stay. */
function shapeFrom(found: ReadonlyMap<string, ReadonlySet<string>>, wasCut: boolean): Shape {
  const byDepth = [...found.keys()].sort(
    (one, other) => depthOf(one) - depthOf(other) || compare(one, other),
  )
  const kept = byDepth.slice(0, mostPaths).sort(compare)
  const isCut = wasCut || byDepth.length > mostPaths
  return Object.fromEntries([
    ...kept.map((path) => [path, [...(found.get(path) ?? [])].sort().join('|')]),
    ...(isCut ? [[cutMark, 'cut']] : []),
  ])
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}

function depthOf(path: string): number {
  return path === root ? 0 : 1 + (path.match(/\.|\[\]|\{\}/g)?.length ?? 0)
}

function parentOf(path: string): string {
  const end = path.endsWith('[]') || path.endsWith('{}') ? path.length - 2 : path.lastIndexOf('.')
  return end <= 0 ? root : path.slice(0, end)
}

/** True when a shape saw the object that should hold this field, and the field was not in it. */
function isKnownAbsent(shape: Shape, path: string): boolean {
  if (path === root || path.endsWith('[]') || path.endsWith('{}')) return false
  if (Object.hasOwn(shape, path) || isCutShape(shape)) return false
  return kindsAt(shape, parentOf(path))?.has('object') === true
}

function isCutShape(shape: Shape): boolean {
  return Object.hasOwn(shape, cutMark)
}

function kindsAt(shape: Shape, path: string): ReadonlySet<string> | null {
  const types = Object.hasOwn(shape, path) ? shape[path] : undefined
  return types === undefined ? null : new Set(types.split('|'))
}

function withoutNull(kinds: ReadonlySet<string> | null): string[] {
  return [...(kinds ?? [])].filter((kind) => kind !== 'null')
}
