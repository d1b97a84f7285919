import type { Envelope } from '../../shared/bridge'
import { OpsError, toWire } from '../../shared/errors'
import { calls, type CallName, type Handlers } from '../../shared/ipc'
import type { Log } from '../platform/log'

/** One request as it arrives from a page. */
export interface CallRequest {
  name: CallName
  input: unknown
  /** Whether it came from the console's own page. */
  isTrusted: boolean
}

export interface AnswerDeps {
  handlers: Handlers
  log: Log
  /** Milliseconds of a clock that never goes back. */
  clock?: () => number
}

/** Makes the function that answers calls: trust, parse, call, parse, envelope. It never throws. */
export function createAnswer({ handlers, log, clock = () => performance.now() }: AnswerDeps) {
  return async function answer(request: CallRequest): Promise<Envelope> {
    const startedAt = clock()
    const envelope = await settle(request, handlers, log)
    log.info('ipc', request.name, {
      result: envelope.ok ? 'ok' : envelope.error.code,
      durationMs: Math.round(clock() - startedAt),
    })
    return envelope
  }
}

async function settle(request: CallRequest, handlers: Handlers, log: Log): Promise<Envelope> {
  try {
    return { ok: true, value: await perform(request, handlers) }
  } catch (error) {
    if (!(error instanceof OpsError)) log.error('ipc', `${request.name} failed`, error)
    return { ok: false, error: toWire(error) }
  }
}

async function perform({ name, input, isTrusted }: CallRequest, handlers: Handlers) {
  if (!isTrusted) throw new OpsError('rejected', 'untrusted sender')
  const { input: inputSchema, output: outputSchema } = calls[name]
  const parsed = inputSchema.safeParse(input)
  if (!parsed.success) {
    throw new OpsError('invalid', `${name}: input refused`, { facts: firstIssue(parsed.error) })
  }
  // The name picks schema and handler together, which the compiler cannot follow across a union.
  const handler = handlers[name] as (input: unknown) => Promise<unknown>
  const output = outputSchema.safeParse(await handler(parsed.data))
  if (!output.success) {
    const { path, reason } = firstIssue(output.error)
    throw new Error(`${name}: handler broke its contract at ${path}: ${reason}`)
  }
  return output.data
}

interface IssueList {
  issues: readonly { path: readonly PropertyKey[]; message: string }[]
}

/** Where and why a value was refused, without the value. */
function firstIssue({ issues }: IssueList): { path: string; reason: string } {
  const [issue] = issues
  return { path: issue?.path.map(String).join('.') ?? '', reason: issue?.message ?? '' }
}
