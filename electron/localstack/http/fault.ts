import type { MiddlewareHandler } from 'hono'
import type { StackFault } from '../../../shared/domain/services'
import type { ServiceEnv } from './service-app'

/** The fault a drill planted in this service. */
export interface FaultSwitch {
  readonly current: StackFault
  /** Milliseconds the `slow` fault adds to the next answer. */
  delayMs(): number
  set(fault: StackFault): void
}

/** Makes the switch of one service; `crash` ends the process at once, without an answer. */
export function createFaultSwitch(options: {
  crash: () => void
  delayMs?: () => number
}): FaultSwitch {
  let current: StackFault = 'none'
  return {
    get current() {
      return current
    },
    delayMs: options.delayMs ?? (() => 2000 + Math.random() * 2000),
    set(fault) {
      current = fault
      if (fault === 'crash') options.crash()
    },
  }
}

const nginxPage = `<!DOCTYPE html>
<html>
<head><title>Welcome to nginx!</title></head>
<body>
<h1>Welcome to nginx!</h1>
<p>If you see this page, the nginx web server is successfully installed and working.</p>
<hr><center>nginx/1.25.3</center>
</body>
</html>
`

/** What the `lie` fault answers; a 404 of it means: no lie for this path, answer honestly. */
export type Liar = (request: Request) => Response | Promise<Response>

/** Applies the planted fault before any handler sees the request. */
export function applyFault(faults: FaultSwitch, lie: Liar): MiddlewareHandler<ServiceEnv> {
  return async (c, next) => {
    switch (faults.current) {
      case 'slow':
        await pause(faults.delayMs(), c.req.raw.signal)
        return next()
      case 'hang':
        await abortOf(c.req.raw.signal)
        return c.body(null, 503)
      case 'error':
        return c.json(
          {
            success: false,
            error: '服务器内部错误',
            code: 'INTERNAL_ERROR',
            message: '请联系管理员',
            status: 500,
          },
          500,
        )
      case 'deny':
        // A denial is about business; a service that refuses people still reports its health.
        if (c.req.path === '/health') return next()
        return c.json(
          {
            error: '权限不足',
            code: 'INSUFFICIENT_PERMISSIONS',
            message: '需要权限: service:access',
            status: 403,
          },
          403,
        )
      case 'html':
        return c.html(nginxPage)
      case 'lie': {
        const answer = await lie(c.req.raw.clone())
        return answer.status === 404 ? next() : answer
      }
      default:
        return next()
    }
  }
}

function pause(durationMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, durationMs)
    signal.addEventListener('abort', end)
  })
}

function abortOf(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
