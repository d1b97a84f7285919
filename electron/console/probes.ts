import type { Profile } from '../../shared/domain/profile'
import { serviceIds, type ServiceId } from '../../shared/domain/services'
import { OpsError } from '../../shared/errors'
import type { HealthTarget } from '../process/health'
import { probeHttp, probeTcp, type ProbeResult } from '../process/probe'
import { hasSessionFault, readWitness, type Witness } from '../process/witness'
import { baseUrlOf } from '../zervigo/address'
import type { Client } from '../zervigo/client'
import type { Gate } from '../zervigo/gate'
import { looma } from '../zervigo/looma'

/** A good answer slower than this is degraded. */
const slowMs = 1_000

/** What is watched for a profile: the seven services and its monitors. */
export function healthTargets(profile: Profile, loomaGate: Gate): HealthTarget[] {
  const { timeoutMs } = profile.poll
  const services = serviceIds.map((id): HealthTarget => {
    const url = healthUrl(profile, id)
    const ask = (signal: AbortSignal) => probeHttp({ url, expected: id, timeoutMs, slowMs, signal })
    const probe =
      id === 'looma' ? (signal: AbortSignal) => inTurn(loomaGate, timeoutMs, signal, ask) : ask
    return { id, kind: 'service', probe }
  })
  const monitors = profile.monitors.map((monitor): HealthTarget => ({
    id: monitor.id,
    kind: 'monitor',
    probe: (signal) =>
      monitor.kind === 'http'
        ? probeHttp({ url: monitor.url, expected: null, timeoutMs, slowMs, signal })
        : probeTcp({ host: monitor.host, port: monitor.port, timeoutMs, slowMs, signal }),
  }))
  return [...services, ...monitors]
}

/**
 * Looma takes one caller at a time. While a long call holds it, its health could only be guessed:
 * the probe ends as not possible, which shows as unknown and never as red or green.
 */
async function inTurn(
  gate: Gate,
  timeoutMs: number,
  signal: AbortSignal,
  ask: (signal: AbortSignal) => Promise<ProbeResult>,
): Promise<ProbeResult> {
  const patience = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs / 2)])
  const leave = await gate.enter(patience).catch((error: unknown) => {
    throw new OpsError('busy', 'a call to Looma is under way', { cause: error })
  })
  try {
    return await ask(signal)
  } finally {
    leave()
  }
}

/**
 * Looma's own view of the six services; null when it has none to give. Somebody else's request can
 * spoil it, so such an answer is asked for once more.
 */
export async function askWitness(client: Client, signal: AbortSignal): Promise<Witness | null> {
  const witness = await askOnce(client, signal)
  return witness !== null && hasSessionFault(witness) ? askOnce(client, signal) : witness
}

async function askOnce(client: Client, signal: AbortSignal): Promise<Witness | null> {
  const exchange = await client.exchange(looma.zervigoHealth, undefined, { signal })
  return exchange.failure === null ? readWitness(exchange.json, exchange.call.at) : null
}

function healthUrl(profile: Profile, id: ServiceId): string {
  return `${baseUrlOf(profile, id).replace(/\/+$/, '')}/health`
}
