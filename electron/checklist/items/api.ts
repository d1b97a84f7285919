import type { Cause } from '../../../shared/domain/checklist'
import { zervigoIds, type ServiceId } from '../../../shared/domain/services'
import { cause } from '../../diagnosis/causes'
import { stubIn } from '../../diagnosis/stub'
import { healthCause } from '../../diagnosis/explain'
import { looma } from '../../zervigo/looma'
import type { WitnessEntry } from '../../zervigo/health'
import { ask, behindLooma } from '../ask'
import type { ItemCheck, ItemContext } from '../context'
import { noteDrift } from '../drift'

const needs = (operation: { name: string }) => behindLooma[operation.name] ?? []

/** `api.health`: all six services, and flags that agree with each other. */
export const health: ItemCheck = async (context) => {
  const answer = await ask(context, looma.zervigoHealth, undefined, {
    needs: needs(looma.zervigoHealth),
  })
  if (answer === null) return
  const { services, success } = answer.value
  for (const id of zervigoIds) {
    const entry = services[id]
    const present = entry !== undefined && (entry.status !== null || entry.error !== null)
    context.observe.expect(
      `${id}.present`,
      present,
      'an entry with a state',
      present ? (entry.status ?? entry.error ?? '') : '(missing)',
      cause('WRONG_SHAPE', { detail: `services.${id}` }),
    )
    if (!present) continue
    const why = entry.healthy ? null : await unhealthyCause(context, id, entry)
    context.observe.expect(
      `${id}.healthy`,
      entry.healthy,
      'healthy: true, good status',
      entry.healthy
        ? (entry.status ?? 'healthy')
        : `${entry.status ?? ''} ${entry.error ?? ''}`.trim(),
      why ?? cause('SERVICE_UNHEALTHY', { service: id, detail: '' }),
    )
  }
  const nested = zervigoIds.every((id) => services[id]?.healthy === true)
  context.observe.expect(
    'flags.agree',
    success === nested,
    `success: ${String(nested)}`,
    `success: ${String(success)}`,
    cause('NESTED_UNHEALTHY', { detail: `success=${String(success)}, nested=${String(nested)}` }),
  )
}

/** Looma calls a service ill: either it is, or the two views disagree. */
async function unhealthyCause(
  context: ItemContext,
  id: ServiceId,
  { status, error }: WitnessEntry,
): Promise<Cause> {
  const words = error ?? status ?? '?'
  const down = healthCause(await context.system.lookAgain(id))
  return down ?? cause('VIEWS_DISAGREE', { detail: `${id}: probe up, Looma: ${words}` })
}

/** `api.sync`: a sync answers with the id of a resume. */
export const sync: ItemCheck = async (context) => {
  const answer = await ask(
    context,
    looma.sync,
    { id: context.talentId },
    { permission: 'talent:sync', needs: needs(looma.sync) },
  )
  if (answer === null) return
  const { resumeId } = answer.value
  context.facts.resumeId = resumeId
  context.observe.expect(
    'resume-id',
    resumeId !== null,
    'a resume id',
    resumeId ?? 'null',
    cause('NOT_STORED', { resumeId: 'null', detail: 'zervigo_resume_id: null' }),
  )
}

/** `api.matches`: a list of matches, read and understood. */
export const matches: ItemCheck = async (context) => {
  const answer = await ask(
    context,
    looma.matches,
    { id: context.talentId },
    { permission: 'talent:read', needs: needs(looma.matches) },
  )
  if (answer === null) return
  const count = answer.value.matches.length
  if (answer.value.scale === 'percent') noteDrift(context, 'api.matches', 'percent-scores')
  context.observe.expect('matches.list', true, 'a list', `${count}`, cause('WRONG_SHAPE'))
}

/** `api.ai-process`: a structured result and a vector. */
export const aiProcess: ItemCheck = async (context) => {
  const answer = await ask(
    context,
    looma.aiProcess,
    { id: context.talentId },
    { permission: 'talent:ai_process', needs: needs(looma.aiProcess) },
  )
  if (answer === null) return
  const { value } = answer
  const stub = stubIn(value.message)
  context.observe.expect(
    'result.structured',
    value.processed !== null && stub === null,
    'processed_data',
    stub ?? (value.processed === null ? 'null' : Object.keys(value.processed).join(', ')),
    stub === null
      ? cause('WRONG_SHAPE', { detail: 'processed_data: null' })
      : cause('STUB_ANSWER', { detail: stub }),
  )
  context.observe.expect(
    'vectors.present',
    value.vector !== null,
    'a vector of numbers',
    value.vector === null ? 'null' : `${value.vector.length}`,
    cause('WRONG_SHAPE', { detail: 'vectors: null' }),
  )
  const { skills, years, level, summary, vector } = value
  context.facts.vectors = vector
  context.facts.aiResult = {
    skills,
    years,
    level,
    summary,
    vectorLength: vector?.length ?? null,
    vectorHead: vector?.slice(0, 8) ?? [],
  }
  const named: unknown = value.processed?.talent_id
  context.facts.aiTalentId = typeof named === 'string' ? named : null
}

/** `api.chat`: a question gets an answer. */
export const chat: ItemCheck = async (context) => {
  const message = '请介绍一下这位人才的主要技能和经验。'
  const answer = await ask(
    context,
    looma.chat,
    { id: context.talentId, message },
    { permission: 'talent:chat', needs: needs(looma.chat) },
  )
  if (answer === null) return
  const { text } = answer.value
  context.facts.chatAnswer = text
  context.observe.expect(
    'response.present',
    text !== null && text.trim() !== '',
    'a non-empty response',
    text === null ? 'null' : `${text.length} characters`,
    cause('WRONG_SHAPE', { detail: 'response: null' }),
  )
  const stub = stubIn(text)
  context.observe.expect(
    'response.real',
    stub === null,
    'no placeholder sentence',
    stub ?? 'none',
    cause('STUB_ANSWER', { detail: stub ?? '' }),
  )
}

/** `api.sync-all`: counts add up and nothing failed. */
export const syncAll: ItemCheck = async (context) => {
  const answer = await ask(context, looma.syncAll, undefined, {
    permission: 'admin:sync_all',
    needs: needs(looma.syncAll),
  })
  if (answer === null) return
  const { total, successful, failed, errors } = answer.value
  const counts = `${successful} + ${failed} / ${total}`
  const why = cause('COUNTS_WRONG', { detail: counts })
  context.observe.expect(
    'counts.add-up',
    successful + failed === total,
    `sum = ${total}`,
    counts,
    why,
  )
  const first = errors[0]
  const detail = first === undefined ? counts : `${counts}; ${first.talentId}: ${first.error}`
  const failures = cause('COUNTS_WRONG', { detail })
  context.observe.expect('failed.none', failed === 0 && errors.length === 0, '0', detail, failures)
  context.observe.expect(
    'total.some',
    total > 0,
    '> 0',
    `${total}`,
    cause('NO_RESULTS', { detail: counts }),
  )
}
