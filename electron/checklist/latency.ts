import type { EvidenceCall, ItemResult, RunReport } from '../../shared/domain/checklist'
import type { RunComparison } from '../../shared/domain/comparison'

/** A change below either of these is no news. */
const leastShare = 0.5
const leastMs = 50

/** Calls of the same method and the same path but for its ids. */
interface CallGroup {
  method: string
  path: string
  service: string
  times: number[]
}

/** Calls that both runs made, whose median time changed markedly, the largest change first. */
export function compareLatency(before: RunReport, after: RunReport): RunComparison['latency'] {
  const [was, is] = [groupsOf(before), groupsOf(after)]
  const all = [...was.values(), ...is.values()]
  const nameOf = ({ method, path, service }: CallGroup) => {
    const isShared = all.some(
      (other) => other.method === method && other.path === path && other.service !== service,
    )
    return isShared ? `${method} ${path} (${service})` : `${method} ${path}`
  }
  return [...was]
    .flatMap(([key, group]) => {
      const later = is.get(key)
      if (later === undefined) return []
      const [beforeMs, afterMs] = [medianOf(group.times), medianOf(later.times)]
      return [{ call: nameOf(group), beforeMs, afterMs }]
    })
    .filter(({ beforeMs, afterMs }) => {
      const change = Math.abs(afterMs - beforeMs)
      return change >= leastMs && change >= beforeMs * leastShare
    })
    .sort((a, b) => Math.abs(b.afterMs - b.beforeMs) - Math.abs(a.afterMs - a.beforeMs))
}

/** The 95th percentile of a run's calls by nearest rank; null when it made none. */
export function p95Of(items: readonly ItemResult[]): number | null {
  const sorted = distinctCalls(items)
    .map(({ durationMs }) => durationMs)
    .sort((a, b) => a - b)
  return sorted[Math.ceil(sorted.length * 0.95) - 1] ?? null
}

/** A health answer that several items rest on is one call. */
function distinctCalls(items: readonly ItemResult[]): EvidenceCall[] {
  const calls = items.flatMap((item) => item.calls)
  const keyed = calls.map((call, index): [string, EvidenceCall] => {
    const { at, method, url, durationMs } = call
    return [at === null ? String(index) : `${at} ${method} ${url} ${durationMs}`, call]
  })
  return [...new Map(keyed).values()]
}

/** Good answers only: a refusal or an error is quick or slow for reasons of its own. */
function groupsOf(report: RunReport): Map<string, CallGroup> {
  const groups = new Map<string, CallGroup>()
  for (const { method, url, status, durationMs } of distinctCalls(report.items)) {
    if (status === null || status < 200 || status > 299 || !URL.canParse(url)) continue
    const { origin, pathname } = new URL(url)
    const path = templateOf(pathname, method, report)
    const service = serviceAt(origin, report)
    const key = `${method} ${path} ${service}`
    const group = groups.get(key) ?? { method, path, service, times: [] }
    group.times.push(durationMs)
    groups.set(key, group)
  }
  return groups
}

/** Ports may differ between the runs, the service behind one does not. */
function serviceAt(origin: string, { environment }: RunReport): string {
  const isAt = (url: string) => URL.canParse(url) && new URL(url).origin === origin
  return environment.services.find(({ url }) => isAt(url))?.id ?? origin
}

/** The path as its operation names it; where none is known, with what looks like an id left out. */
function templateOf(pathname: string, method: string, report: RunReport): string {
  const segments = pathname.split('/')
  const known = report.shapes.find(
    (shape) => shape.method === method && matches(shape.path.split('/'), segments),
  )
  if (known !== undefined) return known.path
  const isTalent = (segment: string) => decoded(segment) === report.run.talentId
  return segments
    .map((segment) => (isTalent(segment) || looksLikeId(segment) ? '{id}' : segment))
    .join('/')
}

function matches(template: readonly string[], segments: readonly string[]): boolean {
  return (
    template.length === segments.length &&
    template.every((part, index) => /^\{.*\}$/.test(part) || part === segments[index])
  )
}

/** A version such as `v1` is part of a path, a number or a long mixture of digits is not. */
function looksLikeId(segment: string): boolean {
  return /^\d+$/.test(segment) || (/\d/.test(segment) && !/^v\d+$/.test(segment))
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? 0
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2
}
