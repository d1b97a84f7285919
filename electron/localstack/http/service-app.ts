import { randomUUID } from 'node:crypto'
import { Hono, type Context, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { applyFault, type FaultSwitch, type Liar } from './fault'
import type { ServiceLog } from './log'
import { Refusal } from './refusal'

/** Values every request carries. */
export interface ServiceEnv {
  Variables: { requestId: string }
}
export type ServiceApp = Hono<ServiceEnv>
export type ServiceContext = Context<ServiceEnv>

/** What the shared layer of a service needs. */
export interface ServiceAppDeps {
  /** The name in `/health` and `X-Service-Name`. */
  name: string
  log: ServiceLog
  faults: FaultSwitch
  lie: Liar
  now: () => Date
}

export const serviceVersion = '1.0.0'
const maxBodyBytes = 8 * 1024 * 1024
const saneRequestId = /^[\w.:-]{1,128}$/

/** A service without its routes: request id, access line, JSON errors, body limit, faults. */
export function createServiceApp(deps: ServiceAppDeps): ServiceApp {
  const app: ServiceApp = new Hono<ServiceEnv>()
  app.use(observe(deps))
  app.use(applyFault(deps.faults, deps.lie))
  app.use(
    bodyLimit({
      maxSize: maxBodyBytes,
      onError: (c) => c.json(plainError(413, 'BODY_TOO_LARGE', '请求体过大'), 413),
    }),
  )
  app.notFound((c) => c.json(plainError(404, 'NOT_FOUND', '接口不存在'), 404))
  app.onError((error, c) => {
    if (error instanceof Refusal) return c.json(error.body, error.status as ContentfulStatusCode)
    deps.log.error(`${c.get('requestId')} ${error.stack ?? error.message}`)
    return c.json(plainError(500, 'INTERNAL_ERROR', '服务器内部错误，请联系管理员'), 500)
  })
  return app
}

/** Answers every other method of a known path with 405 instead of 404; call after the last route. */
export function refuseOtherMethods(app: ServiceApp): ServiceApp {
  const methods = new Map<string, string[]>()
  for (const { path, method } of app.routes) {
    if (method !== 'ALL') methods.set(path, [...(methods.get(path) ?? []), method])
  }
  for (const [path, allowed] of methods) {
    app.all(path, (c) => {
      c.header('Allow', allowed.join(', '))
      return c.json(plainError(405, 'METHOD_NOT_ALLOWED', '请求方法不支持'), 405)
    })
  }
  return app
}

function plainError(status: number, code: string, message: string) {
  return { success: false, error: message, code, message, status }
}

function observe({ name, log, now }: ServiceAppDeps): MiddlewareHandler<ServiceEnv> {
  return async (c, next) => {
    const startedAt = performance.now()
    const given = c.req.header('x-request-id')
    const requestId = given !== undefined && saneRequestId.test(given) ? given : randomUUID()
    c.set('requestId', requestId)
    await next()
    const durationMs = performance.now() - startedAt
    c.header('X-Service-Name', name)
    c.header('X-Request-ID', requestId)
    c.header('X-Response-Time', (durationMs / 1000).toFixed(6))
    c.header('Date', now().toUTCString())
    const path = new URL(c.req.url).pathname
    log.access({ method: c.req.method, path, status: c.res.status, durationMs, requestId })
  }
}

/** The health answer of a service. */
export function healthBody(name: string, now: () => Date) {
  return {
    status: 'healthy',
    service: name,
    version: serviceVersion,
    timestamp: now().toISOString(),
  }
}
