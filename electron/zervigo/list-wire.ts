import { z } from 'zod'
import type { Exchange } from './exchange'
import { Fields, fieldsOf, firstOf, readNumber, parse } from './wire'

/** A list answer: under `data`, under one of `keys`, or bare; null means empty upstream. */
export function readList(
  json: unknown,
  exchange: Exchange,
  keys: readonly string[],
): { total: number; entries: Fields[] } {
  const top = fieldsOf(json)
  const data = fieldsOf(top.data)
  const isNullList = Object.hasOwn(top, 'data') && top.data === null
  const found = firstOf(data, ...keys) ?? firstOf(top, ...keys)
  const value = Array.isArray(json) ? json : Array.isArray(top.data) ? top.data : found
  const entries = parse(z.array(Fields), value ?? (isNullList ? [] : undefined), exchange)
  const total = readNumber(firstOf(data, 'total') ?? firstOf(top, 'total', 'count'))
  return { total: total ?? entries.length, entries }
}
