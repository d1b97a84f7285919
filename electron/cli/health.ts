import { setTimeout as delay } from 'node:timers/promises'
import { serviceIds, type ServiceId } from '../../shared/domain/services'
import type { Profile } from '../../shared/domain/profile'
import { probeHttp, type ProbeResult } from '../process/probe'
import { baseUrlOf } from '../zervigo/address'
import { createSecrets } from '../zervigo/secrets'
import type { CliIo } from './io'
import { openTarget } from './target'
import { exitCodes, type Command } from './usage'

type HealthCommand = Extract<Command, { name: 'health' }>

interface Row extends ProbeResult {
  id: ServiceId
  url: string
}

/** Probes the seven services once, or until Ctrl-C with `--watch`. */
export async function health(command: HealthCommand, io: CliIo): Promise<number> {
  const target = await openTarget(command.profile, io, createSecrets())
  try {
    for (;;) {
      // Cancelled probes reject: what was not asked to the end is not shown as down.
      const rows = await sweep(target.profile, io.signal)
      print(rows, command.json, io)
      if (!command.watch) return exitCodeOf(rows)
      await delay(target.profile.poll.intervalMs, undefined, { signal: io.signal })
    }
  } catch (error) {
    if (io.signal.aborted) return exitCodes.incomplete
    throw error
  } finally {
    await target.close()
  }
}

async function sweep(profile: Profile, signal: AbortSignal): Promise<Row[]> {
  const { timeoutMs } = profile.poll
  return Promise.all(
    serviceIds.map(async (id): Promise<Row> => {
      const url = baseUrlOf(profile, id)
      const healthUrl = `${url.replace(/\/+$/, '')}/health`
      const found = await probeHttp({
        url: healthUrl,
        expected: id,
        timeoutMs,
        slowMs: 1_000,
        signal,
      })
      return { id, url, ...found }
    }),
  )
}

function print(rows: readonly Row[], json: boolean, io: CliIo): void {
  if (json) {
    const services = rows.map(({ id, url, probe, reportedName, version }) => ({
      id,
      url,
      health: probe.outcome,
      latencyMs: probe.latencyMs,
      status: probe.status,
      fault: probe.fault,
      detail: probe.detail,
      reportedName,
      version,
    }))
    io.out(`${JSON.stringify({ schema: 1, at: Date.now(), services })}\n`)
    return
  }
  const lines = rows.map(({ id, url, probe, reportedName }) => {
    const latency = probe.latencyMs === null ? '-' : `${Math.round(probe.latencyMs)} ms`
    const said = probe.detail ?? reportedName ?? ''
    return `${id.padEnd(8)} ${probe.outcome.padEnd(12)} ${latency.padStart(8)}  ${url}  ${said}`
  })
  io.out(`${lines.join('\n')}\n`)
}

/** Degraded is not failed, but it is not proven healthy either. */
function exitCodeOf(rows: readonly Row[]): number {
  const outcomes = rows.map((row) => row.probe.outcome)
  if (outcomes.every((outcome) => outcome === 'healthy')) return exitCodes.pass
  return outcomes.every((outcome) => outcome === 'healthy' || outcome === 'degraded')
    ? exitCodes.incomplete
    : exitCodes.fail
}
