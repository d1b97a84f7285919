import { z } from 'zod'
import { zervigoIds, type ZervigoId } from '../../../shared/domain/services'
import { serviceNames } from '../config'
import { UpstreamFailure, type Upstream } from '../http/upstream'

const probeTimeoutMs = 2000
const freshMs = 1000

const Health = z.object({ status: z.string(), service: z.string() })

/** What Looma says about one Zervigo service. */
export interface ServiceReport {
  success: boolean
  healthy: boolean
  status: string
  url: string
  error?: string
}

/** What Looma says about all six. */
export interface ZervigoReport {
  success: boolean
  services: Record<ZervigoId, ServiceReport>
  timestamp: string
}

/** The report as the guide prints it inside Looma's own health: neither addresses nor a time. */
export function asWitness({ success, services }: ZervigoReport) {
  const entries = zervigoIds.map((id) => {
    const { url: _url, ...entry } = services[id]
    return [id, entry] as const
  })
  return { success, services: Object.fromEntries(entries) }
}

/** Asks all six at once; answers at most a second old are given again. */
export function createZervigoHealth(deps: {
  upstream: Upstream
  urls: Readonly<Record<ZervigoId, string>>
  now: () => Date
}): () => Promise<ZervigoReport> {
  const { upstream, urls, now } = deps
  let last: { atMs: number; report: Promise<ZervigoReport> } | null = null
  const probe = async (id: ZervigoId): Promise<ServiceReport> => {
    const url = urls[id]
    try {
      const answer = await upstream.ask(id, { path: '/health', timeoutMs: probeTimeoutMs })
      return judge(id, url, answer)
    } catch (error) {
      if (!(error instanceof UpstreamFailure)) throw error
      return down(url, error.kind === 'unavailable' ? 'unreachable' : error.kind, error.message)
    }
  }
  const sweep = async (): Promise<ZervigoReport> => {
    const [auth, ai, resume, job, company, user] = await Promise.all([
      probe('auth'),
      probe('ai'),
      probe('resume'),
      probe('job'),
      probe('company'),
      probe('user'),
    ])
    const services = { auth, ai, resume, job, company, user }
    return {
      success: zervigoIds.every((id) => services[id].healthy),
      services,
      timestamp: now().toISOString(),
    }
  }
  return () => {
    const atMs = performance.now()
    if (last === null || atMs - last.atMs > freshMs) last = { atMs, report: sweep() }
    return last.report
  }
}

function judge(
  id: ZervigoId,
  url: string,
  { status, body }: { status: number; body: unknown },
): ServiceReport {
  if (status !== 200) return down(url, 'failing', `HTTP ${status}`)
  const health = Health.safeParse(body)
  if (!health.success) return down(url, 'failing', 'not a health answer')
  const { service } = health.data
  if (service !== serviceNames[id]) {
    return down(
      url,
      'identity',
      `"${service.slice(0, 80)}" answers in place of ${serviceNames[id]}`,
    )
  }
  const healthy = health.data.status === 'healthy'
  return { success: healthy, healthy, status: health.data.status, url }
}

function down(url: string, status: string, error: string): ServiceReport {
  return { success: false, healthy: false, status, url, error }
}
