import type { Cause } from '../../../shared/domain/checklist'
import { zervigoIds, type ZervigoId } from '../../../shared/domain/services'
import { cause } from '../../diagnosis/causes'
import { diagnose } from '../../diagnosis/diagnose'
import { summaryOf } from '../../diagnosis/explain'
import { stubIn } from '../../diagnosis/stub'
import type { Exchange } from '../../zervigo/exchange'
import type { WitnessEntry, WitnessView } from '../../zervigo/health'
import { judge } from '../../zervigo/judge'
import { looma } from '../../zervigo/looma'
import { resume } from '../../zervigo/resume'
import { readId } from '../../zervigo/wire'
import { ask, decode, needsOf } from '../ask'
import { wordsOfResult } from '../about-talent'
import type { ItemCheck, ItemContext } from '../context'
import { noteDrift } from '../drift'
import { datumCause, viewCause } from '../explained'
import { factsOf } from '../inquiry'

/** `api.health`: all six services, and flags that agree with each other. */
export const health: ItemCheck = async (context) => {
  const answer = await ask(context, looma.zervigoHealth, undefined, {
    needs: needsOf(looma.zervigoHealth),
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
    const why = entry.healthy ? null : await unhealthyCause(context, id, entry, answer.value)
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
    diagnose(
      cause('NESTED_UNHEALTHY', { detail: `success=${String(success)}, nested=${String(nested)}` }),
      factsOf(context, { kind: 'flags', success, nested }, {}, answer.value),
    ),
  )
}

/** Looma calls a service ill: either it is, or the two views disagree. */
async function unhealthyCause(
  context: ItemContext,
  id: ZervigoId,
  claimed: WitnessEntry,
  witness: WitnessView,
): Promise<Cause> {
  const words = claimed.error ?? claimed.status ?? '?'
  const down = viewCause(context, await context.system.lookAgain(id))
  if (down !== null) return down
  const generic = cause('VIEWS_DISAGREE', { detail: `${id}: probe up, Looma: ${words}` })
  const symptom = { kind: 'witness', service: id, claimed, isUp: true } as const
  return diagnose(generic, factsOf(context, symptom, {}, witness))
}

/** `api.sync`: a sync answers with the id of a resume, and that resume is there. */
export const sync: ItemCheck = async (context) => {
  const answer = await ask(
    context,
    looma.sync,
    { id: context.talentId },
    { permission: 'talent:sync', needs: needsOf(looma.sync) },
  )
  if (answer === null) return
  const { resumeId, message } = answer.value
  context.facts.resumeId = resumeId
  const nothing = cause('NOT_STORED', { resumeId: 'null', detail: 'zervigo_resume_id: null' })
  const why = datumCause(context, nothing, { about: 'resume-id', message })
  const isNamed = resumeId !== null
  context.observe.expect('resume-id', isNamed, 'a resume id', resumeId ?? 'null', why)
  if (resumeId !== null) await expectStored(context, resumeId)
}

/**
 * Reads the resume back once. Only the word that it is not there counts against the sync; a resume
 * service that cannot be asked says nothing about it.
 */
async function expectStored(context: ItemContext, resumeId: string): Promise<void> {
  const exchange = await context.send(resume.get, { id: resumeId })
  const problem = exchange.failure ?? judge(exchange)
  if (problem !== null && !saysAbsent(exchange)) return
  const generic = cause('NOT_STORED', { resumeId, detail: problem?.message ?? '' })
  context.observe.expect(
    'resume.stored',
    problem === null,
    `resume ${resumeId}`,
    problem === null ? `HTTP ${exchange.status ?? '?'}` : summaryOf(exchange),
    datumCause(context, generic, { about: 'resume-read', resumeId, exchange }),
  )
}

function saysAbsent(exchange: Exchange): boolean {
  if (exchange.status === 404 || exchange.status === 410) return true
  const problem = judge(exchange)
  if (problem?.code === 'missing') return true
  return problem?.code === 'refused' && /不存在|未找到|not found|no such/i.test(problem.message)
}

/** `api.matches`: a list of matches, read and understood. */
export const matches: ItemCheck = async (context) => {
  const answer = await ask(
    context,
    looma.matches,
    { id: context.talentId },
    { permission: 'talent:read', needs: needsOf(looma.matches) },
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
    { permission: 'talent:ai_process', needs: needsOf(looma.aiProcess) },
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
      : datumCause(context, cause('STUB_ANSWER', { detail: stub }), {
          about: 'text',
          text: value.message,
          stub,
        }),
  )
  context.observe.expect(
    'vectors.present',
    value.vector !== null,
    'a vector of numbers',
    value.vector === null ? 'null' : `${value.vector.length}`,
    datumCause(context, cause('WRONG_SHAPE', { detail: 'vectors: null' }), {
      about: 'vector',
      vector: value.vector,
      text: answer.exchange.text,
      second: null,
    }),
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
  context.facts.aiTalentId = readId(value.processed?.talent_id)
  context.facts.aiWords = wordsOfResult(value.processed)
}

/** `api.chat`: a question gets an answer. */
export const chat: ItemCheck = async (context) => {
  const message = '请介绍一下这位人才的主要技能和经验。'
  const answer = await ask(
    context,
    looma.chat,
    { id: context.talentId, message },
    { permission: 'talent:chat', needs: needsOf(looma.chat) },
  )
  if (answer === null) return
  const { text } = answer.value
  const stub = stubIn(text)
  const textCause = (generic: Cause) => datumCause(context, generic, { about: 'text', text, stub })
  context.facts.chatAnswer = text
  context.observe.expect(
    'response.present',
    text !== null && text.trim() !== '',
    'a non-empty response',
    text === null ? 'null' : `${text.length} characters`,
    textCause(cause('WRONG_SHAPE', { detail: 'response: null' })),
  )
  context.observe.expect(
    'response.real',
    stub === null,
    'no placeholder sentence',
    stub ?? 'none',
    textCause(cause('STUB_ANSWER', { detail: stub ?? '' })),
  )
}

/** `api.sync-all`: counts add up and nothing failed. */
export const syncAll: ItemCheck = async (context) => {
  const answer = await ask(context, looma.syncAll, undefined, {
    permission: 'admin:sync_all',
    needs: needsOf(looma.syncAll),
  })
  if (answer === null) return
  const { total, successful, failed, errors } = answer.value
  const counts = `${successful} + ${failed} / ${total}`
  const first = errors[0]
  const shownFirst = first === undefined ? null : `${first.talentId}: ${first.error}`
  const countsCause = (detail: string) =>
    datumCause(context, cause('COUNTS_WRONG', { detail }), {
      ...{ about: 'counts', total, successful, failed },
      first: shownFirst,
    })
  const { observe } = context
  const addsUp = successful + failed === total
  observe.expect('counts.add-up', addsUp, `sum = ${total}`, counts, countsCause(counts))
  const detail = shownFirst === null ? counts : `${counts}; ${shownFirst}`
  const noneFailed = failed === 0 && errors.length === 0
  observe.expect('failed.none', noneFailed, '0', detail, countsCause(detail))
  const none = cause('NO_RESULTS', { detail: counts })
  const why = total > 0 ? none : await emptyCause(context, none)
  observe.expect('total.some', total > 0, '> 0', `${total}`, why)
}

/** Nothing was synced: Looma knows no talents, or its list of them is a fixed answer. */
async function emptyCause(context: ItemContext, generic: Cause): Promise<Cause> {
  const exchange = await context.send(looma.talents, { limit: 1 })
  if ((exchange.failure ?? judge(exchange)) !== null) return generic
  const listed = decode(looma.talents, exchange)
  const record = decode(looma.talent, await context.send(looma.talent, { id: context.talentId }))
  if (!listed.ok) return generic
  const isInvented = record.ok && record.value.placeholder
  const known = Math.max(listed.value.total, record.ok ? 1 : 0)
  // A Looma that makes up talents has a list that is a fixed answer too.
  const others = isInvented ? null : known
  return datumCause(context, generic, { about: 'nothing', what: 'sync-all', others })
}
