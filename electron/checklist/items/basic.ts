import { zervigoIds } from '../../../shared/domain/services'
import { cause } from '../../diagnosis/causes'
import { healthCause } from '../../diagnosis/explain'
import { ask, behindLooma } from '../ask'
import type { ItemCheck, ItemContext } from '../context'
import { looma } from '../../zervigo/looma'
import type { ServiceView } from '../system-view'

/** `basic.zervigo-health`: each of the six answers for itself. */
export const zervigoHealth: ItemCheck = async (context) => {
  const views = await Promise.all(zervigoIds.map((id) => context.system.look(id)))
  for (const view of views) expectHealthy(context, view)
}

/** `basic.looma-up`: Looma answers healthy and names itself. */
export const loomaUp: ItemCheck = async (context) => {
  const view = await context.system.look('looma')
  expectHealthy(context, view)
  context.observe.expect(
    'looma.identity',
    view.reportedName !== null,
    'service: looma-crm',
    `service: ${view.reportedName ?? '(absent)'}`,
    cause('WRONG_IDENTITY', { service: 'looma', url: view.url, actual: '(absent)' }),
  )
}

function expectHealthy(context: ItemContext, view: ServiceView): void {
  const { probe } = view
  const why = healthCause(view) ?? cause('SERVICE_UNHEALTHY', { service: view.id, detail: '?' })
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

/** `basic.network`: Looma's view and ours agree, and every port is held by the right service. */
export const network: ItemCheck = async (context) => {
  const views = await Promise.all(zervigoIds.map((id) => context.system.look(id)))
  const answer = await ask(context, looma.zervigoHealth, undefined, {
    needs: behindLooma['zervigo.health'] ?? [],
  })
  for (const view of views) {
    const named = view.reportedName !== null && view.probe.fault !== 'identity'
    context.observe.expect(
      `${view.id}.identity`,
      named,
      `${view.url} → ${view.id}`,
      view.reportedName ?? view.probe.detail ?? '(no name)',
      healthCause(view) ??
        cause('WRONG_IDENTITY', { service: view.id, url: view.url, actual: '(absent)' }),
    )
    if (answer === null) continue
    const claimed = answer.value.services[view.id] ?? null
    const ours = view.probe.outcome === 'healthy' || view.probe.outcome === 'degraded'
    const theirs = claimed?.healthy ?? null
    const detail = `${view.id}: probe ${ours ? 'up' : 'down'}, Looma ${claimText(theirs)}`
    context.observe.expect(
      `${view.id}.witnesses`,
      ours === theirs,
      `Looma agrees with the probe: ${ours ? 'up' : 'down'}`,
      `Looma: ${claimText(theirs)}${claimed?.error ? ` (${claimed.error})` : ''}`,
      cause('VIEWS_DISAGREE', { detail }),
    )
  }
}

function claimText(healthy: boolean | null): string {
  return healthy === null ? 'says nothing' : healthy ? 'up' : 'down'
}
