import { z } from 'zod'
import { OpsError } from '../../shared/errors'
import type { Exchange } from './exchange'

/** An id on the wire: upstream sends integers, numeric strings and uuids for the same thing. */
export const WireId = z.union([
  z.string().min(1),
  z
    .number()
    .refine((value) => Number.isFinite(value))
    .transform(String),
])

/** Reads an id that may be missing, null, or the zero of a zero object. */
export function readId(value: unknown): string | null {
  const id = textOf(value)
  return id === null || id === '' || id === '0' ? null : id
}

/** Text that may be missing, null, empty, or sent as a number. */
export function readText(value: unknown): string | null {
  const text = textOf(value)
  return text === null || text.trim() === '' ? null : text
}

function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : null
}

/** A number that may be missing, null, or text such as `5年`. */
export function readNumber(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (typeof value !== 'string') return null
  const digits = /-?\d+(?:\.\d+)?/.exec(value)
  return digits === null ? null : Number(digits[0])
}

/** A list of texts that may be null, missing, or one comma-separated line. */
export function readTextList(value: unknown): string[] {
  const entries: unknown[] =
    typeof value === 'string' ? value.split(/[,，、;；\n]/) : Array.isArray(value) ? value : []
  const texts = entries.map(nameOf).filter((text) => text !== '')
  return [...new Set(texts)]
}

function nameOf(entry: unknown): string {
  if (typeof entry === 'string') return entry.trim()
  const named = z.looseObject({ name: z.string() }).safeParse(entry)
  return named.success ? named.data.name.trim() : ''
}

/** An object with any keys. */
export const Fields = z.record(z.string(), z.unknown())
export type Fields = z.infer<typeof Fields>

/** The value as an object; null when it is none. Not a copy: this runs on every answer. */
export function objectOf(value: unknown): Fields | null {
  return isObject(value) ? value : null
}

/** The value as an object, or an empty one. */
export function fieldsOf(value: unknown): Fields {
  return objectOf(value) ?? {}
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** First value among `keys` that is present and not null. */
export function firstOf(source: Fields, ...keys: string[]): unknown {
  for (const key of keys) {
    const value = Object.hasOwn(source, key) ? source[key] : undefined
    if (value !== undefined && value !== null) return value
  }
  return undefined
}

/** The payload of an answer: under `data` where the envelope has one, else the answer itself. */
export function unwrap(json: unknown, exchange: Exchange): Fields {
  const top = objectOf(json)
  if (top === null) throw malformed(exchange, 'expected a JSON object', 'notObject')
  const data = objectOf(top.data)
  return data === null ? top : { ...top, ...data }
}

/** Parses an answer or throws `malformed` naming the first wrong place. */
export function parse<S extends z.ZodType>(
  schema: S,
  value: unknown,
  exchange: Exchange,
): z.output<S> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const path = issue?.path.join('.') ?? ''
  throw malformed(
    exchange,
    `unexpected answer at "${path}": ${issue?.message ?? ''}`,
    'shape',
    path,
  )
}

/** The failure of an answer that is JSON but not what the operation returns. */
export function malformed(
  exchange: Exchange,
  message: string,
  reason: string,
  path = '',
): OpsError {
  return new OpsError('malformed', message, {
    facts: {
      reason,
      service: exchange.call.service,
      ...(path === '' ? {} : { path }),
      ...(exchange.status === null ? {} : { status: exchange.status }),
    },
    callId: exchange.call.id,
  })
}

/** Scales scores of 0..100 to 0..1; one score above 1 puts the whole list on the percent scale. */
export function scaleScores(scores: readonly number[]): 'unit' | 'percent' {
  return scores.some((score) => score > 1) ? 'percent' : 'unit'
}

/** Every text in a value, at any depth; names of fields are none. */
export function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(textsIn)
}
