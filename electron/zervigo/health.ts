import type { ServiceId } from '../../shared/domain/services'
import type { Exchange } from './exchange'
import type { Operation } from './operation'
import { Fields, fieldsOf, firstOf, malformed, objectOf, readText } from './wire'

/** What a service says about itself on `/health`. */
export interface HealthReport {
  /** Status word in lower case; null when there is none. */
  status: string | null
  /** True when the word is in the known-good set; any other word is not healthy. */
  good: boolean
  service: string | null
  version: string | null
  timestamp: string | null
  /** The whole answer. */
  fields: Fields
}

/** What Looma reports about one service. */
export interface WitnessEntry {
  healthy: boolean
  status: string | null
  error: string | null
  url: string | null
}

/** Looma's view of all services, from either documented shape. */
export interface WitnessView {
  /** `flat` is the documented shape, `nested` the built one; `both` carries the two. */
  shape: 'flat' | 'nested' | 'both'
  success: boolean | null
  services: Record<string, WitnessEntry>
  timestamp: string | null
}

const goodWords = new Set(['healthy', 'ok', 'up', 'running', 'ready', 'alive', 'pass', 'true'])

/** True for the status words that mean healthy, whatever their case. */
export function isGoodStatus(word: string | null): boolean {
  return word !== null && goodWords.has(word.trim().toLowerCase())
}

/** Reads a health answer in any known shape; null when it is no JSON object. */
export function readHealth(json: unknown): HealthReport | null {
  const top = objectOf(json)
  if (top === null) return null
  const data = fieldsOf(top.data)
  const status = statusWord(firstOf(top, 'status') ?? firstOf(data, 'status'))
  const read = (key: string) => readText(firstOf(top, key) ?? firstOf(data, key))
  return {
    status,
    good: isGoodStatus(status),
    service: read('service'),
    version: read('version'),
    timestamp: read('timestamp'),
    fields: top,
  }
}

/** Reads Looma's view of the services; null when the answer has none. */
export function readWitness(json: unknown): WitnessView | null {
  const top = fieldsOf(json)
  const nested = fieldsOf(top.health_status ?? top.zervigo_services)
  const flatServices = Fields.safeParse(top.services)
  const nestedServices = Fields.safeParse(nested.services)
  const services = flatServices.success ? flatServices.data : nestedServices.data
  if (services === undefined) return null
  const owner = flatServices.success ? top : nested
  return {
    shape: !nestedServices.success ? 'flat' : flatServices.success ? 'both' : 'nested',
    success: typeof owner.success === 'boolean' ? owner.success : null,
    services: Object.fromEntries(
      Object.entries(services).map(([id, entry]) => [id, readEntry(entry)]),
    ),
    timestamp: readText(owner.timestamp),
  }
}

/** The health operation of one Zervigo service. */
export function healthOperation(service: ServiceId): Operation<void, HealthReport> {
  return {
    name: `${service}.health`,
    service,
    method: 'GET',
    path: () => '/health',
    secured: false,
    writes: false,
    decode: decodeHealth,
  }
}

/** Decodes a health answer; its status word is left to the caller to judge. */
export function decodeHealth(json: unknown, exchange: Exchange): HealthReport {
  const report = readHealth(json)
  if (report === null) throw malformed(exchange, 'expected a JSON object', 'notObject')
  return report
}

function statusWord(value: unknown): string | null {
  const text = (typeof value === 'boolean' ? String(value) : (readText(value) ?? ''))
    .trim()
    .toLowerCase()
  return text === '' ? null : text
}

function readEntry(value: unknown): WitnessEntry {
  const entry = fieldsOf(value)
  const status = statusWord(entry.status)
  const error = entry.error ?? null
  return {
    healthy: entry.healthy === true && entry.success !== false && isHealthyWord(status),
    status,
    error: typeof error === 'string' || error === null ? error : JSON.stringify(error),
    url: readText(entry.url),
  }
}

// Looma writes `unknown` for an answer without a status and keeps the word of a sick service
// beside `healthy: true`, so the flag alone proves nothing.
function isHealthyWord(status: string | null): boolean {
  return status === null || status === 'unknown' || isGoodStatus(status)
}
