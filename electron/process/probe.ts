import type { Probe, ServiceId } from '../../shared/domain/services'
import { connect } from 'node:net'
import { OpsError } from '../../shared/errors'
import { faultOf } from './probe-fault'
import { judgeAnswer, type Judgement } from './probe-judge'
import { fetchAnswer } from './probe-request'

/** What one probe found out. */
export interface ProbeResult {
  probe: Probe
  /** The name the service gives itself. */
  reportedName: string | null
  version: string | null
  /** The parsed JSON answer, for a reader who looks for more than health; null when there is none. */
  body: unknown
}

export interface HttpProbeOptions {
  /** The whole URL, e.g. `http://localhost:8207/health`. */
  url: string
  /** The service that should answer; null for a monitor, which needs no name. */
  expected: ServiceId | null
  timeoutMs: number
  /** A good answer that took longer is only `degraded`. */
  slowMs: number
  signal: AbortSignal
  now?: () => number
}

/** Asks a health URL once and judges the answer; rejects only when it was aborted. */
export async function probeHttp(options: HttpProbeOptions): Promise<ProbeResult> {
  const { url, expected, timeoutMs, slowMs, signal, now = Date.now } = options
  const at = now()
  const answer = await fetchAnswer({ url, timeoutMs, signal })
  if (signal.aborted) throw new OpsError('aborted', 'the probe was cancelled')
  if (answer.kind === 'failed') {
    const { fault, outcome, detail } = faultOf(answer.error, timeoutMs)
    const probe = { at, outcome, latencyMs: null, status: answer.status, fault, detail }
    return { probe, reportedName: null, version: null, body: null }
  }
  const judged = slowed(judgeAnswer(answer, expected), answer.latencyMs, slowMs)
  const { outcome, fault, detail, reportedName, version, body } = judged
  const { latencyMs, status } = answer
  return { probe: { at, outcome, latencyMs, status, fault, detail }, reportedName, version, body }
}

function slowed(judged: Judgement, latencyMs: number, slowMs: number): Judgement {
  if (judged.outcome !== 'healthy' || latencyMs <= slowMs) return judged
  const detail = `${Math.round(latencyMs)} ms, more than ${slowMs} ms`
  return { ...judged, outcome: 'degraded', fault: 'slow', detail }
}

export interface TcpProbeOptions {
  host: string
  port: number
  timeoutMs: number
  slowMs: number
  signal: AbortSignal
  now?: () => number
}

/** Opens a TCP connection once; rejects only when it was aborted. */
export async function probeTcp(options: TcpProbeOptions): Promise<ProbeResult> {
  const { host, port, timeoutMs, slowMs, signal, now = Date.now } = options
  const at = now()
  const begunAt = performance.now()
  const error = await connectError(options)
  const latencyMs = performance.now() - begunAt
  if (signal.aborted) throw new OpsError('aborted', `the probe of ${host}:${port} was cancelled`)
  const rest = { reportedName: null, version: null, body: null }
  if (error !== null) {
    const { fault, outcome, detail } = faultOf(error, timeoutMs)
    return { probe: { at, outcome, latencyMs: null, status: null, fault, detail }, ...rest }
  }
  const good: Judgement = { outcome: 'healthy', fault: null, detail: null, ...rest }
  const { outcome, fault, detail } = slowed(good, latencyMs, slowMs)
  return { probe: { at, outcome, latencyMs, status: null, fault, detail }, ...rest }
}

function connectError({ host, port, timeoutMs, signal }: TcpProbeOptions): Promise<unknown> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, autoSelectFamily: true })
    const timer = setTimeout(() => finish(timeoutError()), timeoutMs)
    const abort = (): void => finish(null)
    const finish = (error: unknown): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', abort)
      socket.destroy()
      resolve(error)
    }
    signal.addEventListener('abort', abort, { once: true })
    socket.once('connect', () => finish(null))
    socket.on('error', finish)
    if (signal.aborted) abort()
  })
}

function timeoutError(): Error {
  return Object.assign(new Error('no connection in time'), { code: 'ETIMEDOUT' })
}
