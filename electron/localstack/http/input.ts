import type { z } from 'zod'
import { refuse } from './refusal'
import type { ServiceContext } from './service-app'

/** Reads and checks a JSON body; `missing` is the code when a required field is absent or of the wrong kind. */
export async function readJson<S extends z.ZodType>(
  c: ServiceContext,
  schema: S,
  missing = { code: 'MISSING_FIELD', message: '缺少必填字段或类型不符' },
): Promise<z.infer<S>> {
  let value: unknown
  try {
    value = JSON.parse(await c.req.text())
  } catch {
    throw refuse(400, 'INVALID_JSON', '请求体不是有效的JSON', { error_code: 'INVALID_JSON' })
  }
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const fields = [...new Set(parsed.error.issues.map((issue) => issue.path.join('.')))]
  throw refuse(400, missing.code, `${missing.message}: ${fields.slice(0, 10).join(', ')}`, {
    error_code: missing.code,
  })
}

/** Reads a whole number from the query; the given fallback when it is absent. */
export function queryInteger(
  c: ServiceContext,
  name: string,
  { fallback, min, max }: { fallback: number; min: number; max: number },
): number {
  const text = c.req.query(name)
  if (text === undefined || text === '') return fallback
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
  if (!(value >= min)) {
    throw refuse(400, 'INVALID_PARAMETER', `${name} 必须是不小于 ${min} 的整数`)
  }
  return Math.min(value, max)
}

/** A query value that must be there. */
export function queryText(c: ServiceContext, name: string): string {
  const text = c.req.query(name)
  if (text !== undefined && text !== '') return text
  throw refuse(400, 'MISSING_PARAMETER', `缺少参数 ${name}`, { error_code: 'MISSING_FIELD' })
}

/** The id of the path, percent-decoded once. */
export function pathId(c: ServiceContext): string {
  return c.req.param('id') ?? ''
}
