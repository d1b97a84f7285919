import { z } from 'zod'
import { forbidden, Refusal, unauthorized } from './refusal'
import type { ServiceContext } from './service-app'
import { UpstreamFailure, type Upstream, type UpstreamAnswer } from './upstream'

/** Who sent a request, as the auth service says. */
export interface Caller {
  userId: number
  username: string
  email: string
  role: string
  permissions: readonly string[]
  /** Forwarded to the services behind; never logged. */
  token: string
}

/** Asks the auth service about every protected request; nothing is cached. */
export interface Gate {
  authenticate(c: ServiceContext): Promise<Caller>
  authorize(c: ServiceContext, permission: string): Promise<Caller>
}

const Validated = z.discriminatedUnion('success', [
  z.object({
    success: z.literal(true),
    user: z.object({
      user_id: z.number().int(),
      username: z.string(),
      email: z.string(),
      role: z.string(),
    }),
    permissions: z.array(z.string()).nullish(),
  }),
  z.object({ success: z.literal(false) }),
])
const Permitted = z.object({ has_permission: z.boolean() })
const prefix = 'Bearer '

/** Makes the gate of one service. */
export function createGate(upstream: Upstream): Gate {
  const authenticate = async (c: ServiceContext): Promise<Caller> => {
    const token = readBearer(c.req.header('authorization'))
    const answer = await askAuth(upstream, {
      method: 'POST',
      path: '/api/v1/auth/validate',
      body: { token },
      requestId: c.get('requestId'),
    })
    const validated = understood(Validated, answer)
    if (!validated.success) throw unauthorized('INVALID_TOKEN', '认证失败：认证token无效或已过期')
    const { user, permissions } = validated
    return {
      userId: user.user_id,
      username: user.username,
      email: user.email,
      role: user.role,
      permissions: permissions ?? [],
      token,
    }
  }
  return {
    authenticate,
    async authorize(c, permission) {
      const caller = await authenticate(c)
      const query = new URLSearchParams({ user_id: String(caller.userId), permission })
      const answer = await askAuth(upstream, {
        path: `/api/v1/auth/permission?${query.toString()}`,
        requestId: c.get('requestId'),
      })
      if (!understood(Permitted, answer).has_permission) throw forbidden(permission)
      return caller
    },
  }
}

function readBearer(header: string | undefined): string {
  if (header === undefined || header === '') {
    throw unauthorized('AUTH_REQUIRED', '认证失败：未提供有效的认证token')
  }
  // Node trims the header, so an empty token arrives as the bare scheme.
  if (header === prefix.trim()) throw unauthorized('INVALID_TOKEN', '认证失败：认证token为空')
  if (!header.startsWith(prefix)) {
    throw unauthorized('INVALID_AUTH_FORMAT', '认证失败：认证头格式应为 Bearer <token>')
  }
  return header.slice(prefix.length).trim()
}

async function askAuth(upstream: Upstream, request: Parameters<Upstream['ask']>[1]) {
  try {
    return await upstream.ask('auth', request)
  } catch (error) {
    if (error instanceof UpstreamFailure) throw authUnavailable(error.message)
    throw error
  }
}

function understood<S extends z.ZodType>(schema: S, answer: UpstreamAnswer): z.infer<S> {
  if (answer.status === 403) throw forbidden('auth:access')
  const parsed = schema.safeParse(answer.body)
  if (answer.status === 200 && parsed.success) return parsed.data
  throw authUnavailable(`unusable answer, HTTP ${answer.status}`)
}

function authUnavailable(reason: string): Refusal {
  return new Refusal(503, {
    error: '认证服务不可用',
    code: 'AUTH_UNAVAILABLE',
    message: `无法向认证服务确认身份: ${reason}`,
    extra: { service: 'auth' },
  })
}
