import type { Cause } from '../../../shared/domain/checklist'
import type { OpsError } from '../../../shared/errors'
import { cause } from '../../diagnosis/causes'
import { stubIn } from '../../diagnosis/stub'
import type { Exchange } from '../../zervigo/exchange'
import { judge } from '../../zervigo/judge'
import { job } from '../../zervigo/job'
import { looma } from '../../zervigo/looma'
import { segment } from '../../zervigo/operation'
import { resume, type ResumeAnswer } from '../../zervigo/resume'
import { fieldsOf, firstOf, readId } from '../../zervigo/wire'
import { answerCause, summaryOf, transportCause } from '../../diagnosis/explain'
import { ask, behindLooma, decode, denialCause } from '../ask'
import type { ItemCheck, ItemContext } from '../context'
import { comparedFields, mentions } from '../talent-facts'

const needs = (operation: { name: string }) => behindLooma[operation.name] ?? []

/** `data.talent-synced`: what the resume service stored is what Looma has. */
export const talentSynced: ItemCheck = async (context) => {
  const { talentId, facts } = context
  const talent = await ask(context, looma.talent, { id: talentId })
  if (talent === null || facts.resumeId === null) return
  const invented = talent.value.placeholder
  const stub = cause('STUB_ANSWER', { detail: 'source: "default"' })
  context.observe.expect(
    'talent.real',
    !invented,
    'a stored record',
    invented ? 'source: default' : 'stored',
    stub,
  )
  const stored = await readResume(context, facts.resumeId)
  if (stored === null) return
  const owner = stored.talentId ?? talentId
  const foreign = cause('DATA_MISMATCH', { detail: `talent_id: ${talentId} ≠ ${owner}` })
  context.observe.expect('resume.talent', owner === talentId, talentId, owner, foreign)
  for (const field of comparedFields(talent.value, stored)) {
    const detail = `${field.name}: ${field.expected} ≠ ${field.actual}`
    const why = cause('DATA_MISMATCH', { detail })
    context.observe.expect(`field.${field.name}`, field.equal, field.expected, field.actual, why)
  }
}

async function readResume(context: ItemContext, resumeId: string): Promise<ResumeAnswer | null> {
  const exchange = await context.send(resume.get, { id: resumeId })
  const problem = exchange.failure ?? judge(exchange)
  const read = problem === null ? decode(resume.get, exchange) : null
  if (read?.ok === true) {
    const { id } = read.value
    const why = cause('NOT_STORED', { resumeId, detail: `id: ${id}` })
    const isSame = bareId(id) === bareId(resumeId)
    return context.observe.expect('resume.readable', isSame, resumeId, id, why) ? read.value : null
  }
  const actual = summaryOf(exchange)
  if (problem?.code === 'denied') {
    const why = await denialCause(context, null, exchange)
    context.observe.denied('resume.readable', resumeId, actual, why)
    return null
  }
  const why = unreadCause(resumeId, problem, read?.ok === false ? read.problem : '', exchange)
  context.observe.expect('resume.readable', false, resumeId, actual, why)
  return null
}

/** Only an answer that it is not there proves that nothing was stored. */
function unreadCause(
  resumeId: string,
  problem: OpsError | null,
  shape: string,
  exchange: Exchange,
): Cause {
  if (problem === null) return cause('WRONG_SHAPE', { detail: shape })
  if (exchange.failure !== null) {
    return transportCause(exchange.failure, 'resume', exchange.call.url)
  }
  if (problem.code === 'upstream' || problem.code === 'unauthorized') {
    return answerCause(problem, exchange)
  }
  return cause('NOT_STORED', { resumeId, detail: problem.message })
}

/** `resume_17` and `17` name the same record. */
function bareId(id: string): string {
  return id.replace(/^resume[_-]/i, '')
}

/** `data.ai-result`: a result about this talent, with a usable and stable vector. */
export const aiResult: ItemCheck = async (context) => {
  const { talentId, facts } = context
  const vector = facts.vectors ?? []
  const bad = (detail: string) => cause('WRONG_SHAPE', { detail })
  const finite = vector.length > 0 && vector.every(Number.isFinite)
  context.observe.expect(
    'vector.finite',
    finite,
    'finite numbers',
    `${vector.length}`,
    bad('vectors'),
  )
  const alive = vector.some((value) => value !== 0)
  context.observe.expect(
    'vector.not-zero',
    alive,
    'not all zero',
    String(alive),
    bad('vectors: all zero'),
  )
  const found = facts.aiResult
  const told = found !== null && (found.skills.length > 0 || found.summary !== null)
  const shown = found === null ? '-' : `${found.skills.length} skills, ${found.years ?? '?'} years`
  context.observe.expect(
    'result.content',
    told,
    'skills or a summary',
    shown,
    bad('processed_data: empty'),
  )
  const talent = await ask(context, looma.talent, { id: talentId })
  if (talent === null) return
  const about =
    facts.aiTalentId === talentId ||
    mentions(talent.value, [...(found?.skills ?? []), found?.summary ?? ''].join(' '))
  const off = cause('OFF_TOPIC', { detail: facts.aiTalentId ?? shown })
  context.observe.expect('result.about', about, talentId, facts.aiTalentId ?? shown, off)
  const again = await ask(
    context,
    looma.aiProcess,
    { id: talentId },
    { permission: 'talent:ai_process', needs: needs(looma.aiProcess) },
  )
  if (again === null) return
  const second = again.value.vector?.length ?? 0
  const detail = `${vector.length} → ${second}`
  context.observe.expect(
    'vector.stable',
    second === vector.length,
    `${vector.length}`,
    `${second}`,
    bad(detail),
  )
}

/** `data.matches`: real jobs, one scale, best first. */
export const matchData: ItemCheck = async (context) => {
  const answer = await ask(
    context,
    looma.matches,
    { id: context.talentId },
    { permission: 'talent:read', needs: needs(looma.matches) },
  )
  if (answer === null) return
  const { matches, scale } = answer.value
  const none = cause('NO_RESULTS', { detail: 'matches: []' })
  if (
    !context.observe.expect('matches.some', matches.length > 0, '> 0', `${matches.length}`, none)
  ) {
    return
  }
  const scores = matches.map((match) => match.score)
  const within = scores.every((score) => Number.isFinite(score) && score >= 0 && score <= 1)
  const range = `${Math.min(...scores)} … ${Math.max(...scores)} (${scale})`
  context.observe.expect(
    'scores.scale',
    within,
    '0 … 1 or 0 … 100',
    range,
    cause('WRONG_SHAPE', { detail: range }),
  )
  const sorted = scores.every((score, index) => index === 0 || score <= (scores[index - 1] ?? 0))
  const order = scores.map((score) => score.toFixed(3)).join(', ')
  context.observe.expect(
    'scores.sorted',
    sorted,
    'descending',
    order,
    cause('WRONG_SHAPE', { detail: 'not sorted' }),
  )
  await expectJobsExist(
    context,
    matches.map((match) => match.jobId),
  )
}

async function expectJobsExist(context: ItemContext, jobIds: readonly string[]): Promise<void> {
  const listed = await ask(context, job.list, { page: 1, pageSize: 200 })
  if (listed === null) return
  const known = new Set(listed.value.items.map((entry) => entry.id))
  const missing: string[] = []
  for (const id of new Set(jobIds)) {
    // The first page need not hold every job; the job itself settles it.
    if (!known.has(id) && !(await isJob(context, id))) missing.push(id)
  }
  context.observe.expect(
    'jobs.exist',
    missing.length === 0,
    `${jobIds.length} known jobs`,
    missing.length === 0 ? `${jobIds.length} known jobs` : `unknown: ${missing.join(', ')}`,
    cause('STUB_ANSWER', { detail: missing.join(', ') }),
  )
}

async function isJob(context: ItemContext, id: string): Promise<boolean> {
  const path = `/api/jobs/${segment(id)}`
  const exchange = await context.request('job', 'GET', path, { auth: 'session' })
  if ((exchange.failure ?? judge(exchange)) !== null) return false
  const answer = fieldsOf(exchange.json)
  const data = fieldsOf(answer.data)
  const records = [answer, data, fieldsOf(answer.job), fieldsOf(data.job)]
  return records.some((record) => readId(firstOf(record, 'id', 'job_id')) === id)
}

/** `data.chat`: the answer is real, about this talent, and a second question works too. */
export const chatData: ItemCheck = async (context) => {
  const talent = await ask(context, looma.talent, { id: context.talentId })
  if (talent === null) return
  expectRealAnswer(context, 'first', context.facts.chatAnswer ?? '', talent.value)
  const name = talent.value.name
  const second = await ask(
    context,
    looma.chat,
    { id: context.talentId, message: `How many years of experience does ${name} have?` },
    { permission: 'talent:chat', needs: needs(looma.chat) },
  )
  if (second !== null) expectRealAnswer(context, 'second', second.value.text ?? '', talent.value)
}

function expectRealAnswer(
  context: ItemContext,
  which: string,
  text: string,
  talent: Parameters<typeof mentions>[0],
): void {
  const shown = text.length > 120 ? `${text.slice(0, 117)}…` : text
  const fallback = stubIn(text) ?? (/^\s*<(?:!doctype|html)/i.test(text) ? 'HTML' : null)
  const real = text.trim() !== '' && fallback === null
  const stub = cause('STUB_ANSWER', { detail: fallback ?? 'empty' })
  if (!context.observe.expect(`${which}.real`, real, 'a real answer', shown, stub)) return
  const off = cause('OFF_TOPIC', { detail: shown })
  context.observe.expect(
    `${which}.about`,
    mentions(talent, text),
    `about ${talent.name}`,
    shown,
    off,
  )
}
