import type { Environment, RunOptions, RunProgress, RunReport } from '../../shared/domain/checklist'
import type { CallRecord } from '../../shared/domain/calls'
import type { GateRules } from '../../shared/domain/gate'
import type { Profile } from '../../shared/domain/profile'
import type { ServiceId } from '../../shared/domain/services'
import { documentedBaseline, type BaselineOf } from '../contracts/documented'
import { driftFindings } from '../contracts/drift'
import { createShapeLog, type ShapeLog } from '../contracts/shape-log'
import { probeHttp } from '../process/probe'
import { baseUrlOf, profileOrigins } from '../zervigo/address'
import { auth } from '../zervigo/auth'
import { createClient } from '../zervigo/client'
import type { Gate } from '../zervigo/gate'
import type { Secrets } from '../zervigo/secrets'
import { checklistPlan } from './plan'
import { itemChecks } from './checks'
import { emptyFacts } from './context'
import { defaultGateRules } from './gate'
import { runChecklist } from './run'
import { createRunTokens } from './run-tokens'
import { createSystemView, type ServiceView, type SystemView } from './system-view'

/** What one run of the checklist is started with. */
export interface StartRun {
  profile: Profile
  /** Logs in as this account; null when a token was pasted instead, or nobody is logged in. */
  account: { username: string; password: string } | null
  /** A pasted token, used when there is no account. */
  token: string | null
  options: RunOptions
  /** Of the run that this is a further attempt of; a new one when absent. */
  runId?: string
  /** Rules of the release gate; the default ones when absent. */
  gateRules?: GateRules
  defaultTalentId: string
  consoleVersion: string
  secrets: Secrets
  /** Looma's gate of this profile, shared with everything else that calls Looma. */
  loomaGate: Gate
  /** What the answers are held against; by default what the guide shows. */
  baselineOf?: BaselineOf
  signal: AbortSignal
  now: () => number
  onCall(call: CallRecord): void
  onProgress(progress: RunProgress): void
  onBug(item: string, error: unknown): void
}

/** Composes client, token and view of one run, runs it and lets everything go again. */
export async function startRun(input: StartRun): Promise<RunReport> {
  const { profile, account, secrets, loomaGate, signal, now } = input
  const tokens = createRunTokens(profileOrigins(profile), async (renewalSignal) => {
    if (account === null) return null
    const options = { auth: 'none' as const, signal: renewalSignal ?? signal }
    const { value } = await client.call(auth.login, account, options)
    secrets.add(value.token)
    return value.token
  })
  const client = createClient({ profile, tokens, secrets, loomaGate, onCall: input.onCall, now })
  if (account === null && input.token !== null) tokens.set(input.token)
  const log = createShapeLog((text) => secrets.mask(text))
  const system = createSystemView((id) => lookAt(id, input, log))
  try {
    return await runChecklist({
      plan: checklistPlan,
      checks: itemChecks,
      scope: {
        client,
        profile,
        talentId: input.options.talentId ?? input.defaultTalentId,
        account,
        tokens,
        signal,
        facts: emptyFacts(),
        system,
        onExchange: (exchange) => log.see(exchange),
      },
      options: input.options,
      ...(input.runId === undefined ? {} : { runId: input.runId }),
      gateRules: input.gateRules ?? defaultGateRules,
      now,
      environment: () => environmentOf(profile, system, input.consoleVersion),
      learned() {
        const shapes = log.shapes()
        return { shapes, drift: driftFindings(shapes, input.baselineOf ?? documentedBaseline) }
      },
      onProgress: input.onProgress,
      onBug: input.onBug,
    })
  } finally {
    await client.close()
  }
}

async function lookAt(id: ServiceId, input: StartRun, log: ShapeLog): Promise<ServiceView> {
  const { profile, loomaGate, signal, now, secrets } = input
  const url = baseUrlOf(profile, id)
  const { timeoutMs } = profile.poll
  const leave = id === 'looma' ? await loomaGate.enter(signal) : () => undefined
  try {
    const healthUrl = `${url.replace(/\/+$/, '')}/health`
    // “In time” means within the profile's timeout; slowness below it is the grid's concern.
    const limits = { timeoutMs, slowMs: timeoutMs }
    const found = await probeHttp({ url: healthUrl, expected: id, ...limits, signal, now })
    const { probe, reportedName, version, body } = found
    if (probe.outcome === 'healthy') log.seeBody(`${id}.health`, body)
    const call = {
      method: 'GET',
      url: healthUrl,
      status: probe.status,
      durationMs: probe.latencyMs ?? 0,
      request: null,
      response: body === null ? null : secrets.maskBody(JSON.stringify(body)),
      error: probe.fault === null ? null : `${probe.fault}: ${probe.detail ?? ''}`,
      at: probe.at,
      correlationId: null,
    }
    return { id, url, probe, reportedName, version, call }
  } finally {
    leave()
  }
}

function environmentOf(profile: Profile, system: SystemView, consoleVersion: string): Environment {
  return {
    consoleVersion,
    platform: `${process.platform}-${process.arch}`,
    profile: { id: profile.id, name: profile.name },
    services: system.seen().map((view) => ({
      id: view.id,
      url: view.url,
      reportedName: view.reportedName,
      version: view.version,
      health: view.probe.outcome,
    })),
  }
}
