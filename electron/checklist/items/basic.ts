import type { Cause } from '../../../shared/domain/checklist'
import { zervigoIds, type ZervigoId } from '../../../shared/domain/services'
import { cause } from '../../diagnosis/causes'
import { diagnose } from '../../diagnosis/diagnose'
import { isSessionClosed } from '../../diagnosis/rules/wiring'
import { serviceOfName } from '../../process/identity'
import { readWitness, type WitnessView } from '../../zervigo/health'
import { looma } from '../../zervigo/looma'
import { ask, needsOf } from '../ask'
import type { ItemCheck, ItemContext } from '../context'
import { viewCause } from '../explained'
import { noteHealthFields, noteWitnessFlag } from '../findings'
import { factsOf } from '../inquiry'
import { otherAddress } from '../witness-address'
import type { ServiceView } from '../system-view'

/** `basic.zervigo-health`: each of the six answers for itself. */
export const zervigoHealth: ItemCheck = async (context) => {
  const views = await Promise.all(zervigoIds.map((id) => context.system.look(id)))
  for (const view of views) expectHealthy(context, view)
  noteHealthFields(context, views)
}

/** `basic.looma-up`: Looma answers healthy and names itself. */
export const loomaUp: ItemCheck = async (context) => {
  const view = await context.system.look('looma')
  // What Looma waits for is known only once the others were looked at.
  if (view.probe.fault === 'timeout') {
    await Promise.all(zervigoIds.map((id) => context.system.look(id)))
  }
  expectHealthy(context, view)
  const isItself = view.reportedName !== null && serviceOfName(view.reportedName) === 'looma'
  context.observe.expect(
    'looma.identity',
    isItself,
    'service: looma-crm',
    `service: ${view.reportedName ?? '(absent)'}`,
    isItself ? namelessCause(view) : strangerCause(context, view),
  )
  noteHealthFields(context, [view])
}

function namelessCause({ id, url, reportedName }: ServiceView): Cause {
  return cause('WRONG_IDENTITY', { service: id, url, actual: reportedName ?? '(absent)' })
}

function strangerCause(context: ItemContext, view: ServiceView): Cause {
  const known = viewCause(context, view)
  return known ?? diagnose(namelessCause(view), factsOf(context, { kind: 'probe', view }))
}

function expectHealthy(context: ItemContext, view: ServiceView): void {
  const { probe } = view
  const why =
    viewCause(context, view) ?? cause('SERVICE_UNHEALTHY', { service: view.id, detail: '?' })
  const latency = probe.latencyMs === null ? '' : ` · ${Math.round(probe.latencyMs)} ms`
  context.observe.expect(
    `${view.id}.healthy`,
    probe.outcome === 'healthy',
    'healthy',
    probe.outcome === 'healthy'
      ? `healthy${latency} · ${view.reportedName ?? ''}`
      : `${probe.outcome}: ${probe.detail ?? probe.fault ?? '?'}`,
    why,
  )
}

/**
 * `basic.network`: Looma's view and ours agree, and every port is held by the right service. A
 * stranger on a port comes first; a disagreement comes before the state of the service it is about,
 * because it is a fault of its own.
 */
export const network: ItemCheck = async (context) => {
  const views = await Promise.all(zervigoIds.map((id) => context.system.look(id)))
  const witness = await askWitness(context)
  const isStranger = ({ probe }: ServiceView) => probe.fault === 'identity'
  for (const view of views.filter(isStranger)) expectIdentity(context, view)
  if (witness !== null) {
    for (const view of views) expectAgreement(context, view, witness)
    for (const view of views) expectOneAddress(context, view, witness)
    noteWitnessFlag(context, witness)
  }
  for (const view of views.filter((each) => !isStranger(each))) expectIdentity(context, view)
}

function expectIdentity(context: ItemContext, view: ServiceView): void {
  const named = view.reportedName !== null && view.probe.fault !== 'identity'
  context.observe.expect(
    `${view.id}.identity`,
    named || isKnownNameless(view),
    `${view.url} → ${view.id}`,
    view.reportedName ?? view.probe.detail ?? '(no name)',
    viewCause(context, view) ?? namelessCause(view),
  )
}

/** The go-zervi services never name themselves; the probe knows them by their form. */
function isKnownNameless({ probe, reportedName }: ServiceView): boolean {
  return reportedName === null && probe.outcome === 'healthy'
}

/** Looma's word on the six; asked a second time when it trips over its own session. */
async function askWitness(context: ItemContext): Promise<WitnessView | null> {
  const needs = needsOf(looma.zervigoHealth)
  const first = await ask(context, looma.zervigoHealth, undefined, { needs })
  const stumbles = Object.values(first?.value.services ?? {}).some(({ error }) =>
    isSessionClosed(error),
  )
  if (first === null || !stumbles) return first?.value ?? null
  const second = await context.send(looma.zervigoHealth, undefined)
  return readWitness(second.json) ?? first.value
}

function expectAgreement(context: ItemContext, view: ServiceView, witness: WitnessView): void {
  const claimed = witness.services[view.id] ?? null
  const isUp = view.probe.outcome === 'healthy' || view.probe.outcome === 'degraded'
  const theirs = claimed?.healthy ?? null
  const ours = isUp ? 'up' : 'down'
  const detail = `${view.id}: probe ${ours}, Looma ${claimText(theirs)}`
  const symptom = { kind: 'witness', service: zervigoIdOf(view), claimed, isUp } as const
  context.observe.expect(
    `${view.id}.witnesses`,
    isUp === theirs,
    `Looma agrees with the probe: ${ours}`,
    `Looma: ${claimText(theirs)}${claimed?.error ? ` (${claimed.error})` : ''}`,
    diagnose(cause('VIEWS_DISAGREE', { detail }), factsOf(context, symptom, {}, witness)),
  )
}

/** A service that answers both, at two addresses, is two services. */
function expectOneAddress(context: ItemContext, view: ServiceView, witness: WitnessView): void {
  const service = zervigoIdOf(view)
  const claimed = witness.services[service]?.url ?? null
  if (claimed === null) return
  const actual = otherAddress(context.profile, service, claimed)
  const expected = new URL(view.url).origin
  const key = `ZERVIGO_${service.toUpperCase()}_URL`
  const generic = cause('VIEWS_DISAGREE', { detail: `${service}: ${expected}, ${key}=${actual}` })
  const setting = { fault: 'other-address', service, key, expected, actual: actual ?? '' } as const
  context.observe.expect(
    `${service}.address`,
    actual === null,
    expected,
    actual ?? 'the same, or not comparable',
    diagnose(generic, factsOf(context, { kind: 'setting', setting })),
  )
}

function zervigoIdOf({ id }: ServiceView): ZervigoId {
  return zervigoIds.find((known) => known === id) ?? 'auth'
}

function claimText(healthy: boolean | null): string {
  return healthy === null ? 'says nothing' : healthy ? 'up' : 'down'
}
