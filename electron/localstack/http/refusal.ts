/** What a refusal says besides its status. */
export interface RefusalBody {
  error: string
  code: string
  message: string
  /** Further keys of the answer. */
  extra?: Readonly<Record<string, unknown>>
}

/** Thrown by a handler to end a request with a JSON error. */
export class Refusal extends Error {
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>

  constructor(status: number, { error, code, message, extra }: RefusalBody) {
    super(message)
    this.name = 'Refusal'
    this.status = status
    this.body = { ...extra, error, code, message, status }
  }
}

const success = false

/** A refusal in the envelope of the business endpoints, which carry `success`. */
export function refuse(
  status: number,
  code: string,
  message: string,
  extra: Readonly<Record<string, unknown>> = {},
): Refusal {
  return new Refusal(status, { error: message, code, message, extra: { success, ...extra } })
}

/** A refusal for who is asking: exactly `error`, `code`, `message` and `status`. */
export function unauthorized(code: string, message: string): Refusal {
  return new Refusal(401, { error: 'Unauthorized', code, message })
}

/** A permission refusal. */
export function forbidden(permission: string): Refusal {
  return new Refusal(403, {
    error: '权限不足',
    code: 'INSUFFICIENT_PERMISSIONS',
    message: `需要权限: ${permission}`,
  })
}
