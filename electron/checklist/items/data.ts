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
import type { TalentRecord } from '../../zervigo/talent-wire'
import { fieldsOf, firstOf, readId, readText } from '../../zervigo/wire'
import { answerCause, summaryOf, transportCause } from '../../diagnosis/explain'
import { isMixed } from '../../diagnosis/rules/data'
import { ask, behindLooma, callCause, decode, denialCause } from '../ask'
import { bareId, isAboutTalent, isSameId, otherTalentIn, strangerMatched } from '../about-talent'
import type { ItemCheck, ItemContext } from '../context'
import { datumCause } from '../explained'
import { comparedFields, mentions } from '../talent-facts'

const needs = (operation: { name: string }) => behindLooma[operation.name] ?? []

/** `data.talent-synced`: what the resume service stored is what Looma has. */
export const talentSynced: ItemCheck = async (context) => {
  const { talentId, facts } = context
  const talent = await ask(context, looma.talent, { id: talentId })
  if (talent === null || facts.resumeId === null) return
  await expectStoredTalent(context, talent.value)
  const stored = await readResume(context, facts.resumeId)
  if (stored === null) return
  const owner = stored.talentId ?? talentId
  const foreign = cause('DATA_MISMATCH', { detail: `talent_id: ${talentId} ≠ ${owner}` })
  const strange = datumCause(context, foreign, {
    ...{ about: 'owner', expected: talentId, actual: owner },
  })
  context.observe.expect('resume.talent', owner === talentId, talentId, owner, strange)
  const fields = comparedFields(talent.value, stored)
  const isEmptyResume = fields.length > 0 && fields.every(({ isMissing }) => isMissing)
  for (const { name, expected, actual, equal } of fields) {
    const generic = cause('DATA_MISMATCH', { detail: `${name}: ${expected} ≠ ${actual}` })
    const datum = { about: 'field', name, expected, actual, isEmptyResume } as const
    const why = datumCause(context, generic, datum)
    context.observe.expect(`field.${name}`, equal, expected, actual, why)
  }
}

function noteCreation({ facts }: ItemContext, { fields }: TalentRecord): void {
  const at = readText(fields.created_at)
  if (at !== null) facts.createdAt.push(at)
}

/** A record that was made this minute is read twice: an invented one is made anew each time. */
async function readAgain(context: ItemContext): Promise<void> {
  const exchange = await context.send(looma.talent, { id: context.talentId })
  const read = exchange.failure === null ? decode(looma.talent, exchange) : null
  if (read?.ok === true) noteCreation(context, read.value)
}

/** Naive times are local, so that a zone apart is not now. */
function isJustNow(time: string): boolean {
  return Math.abs(Date.now() - Date.parse(time)) < 120_000
}

/** An invented record says so, or is created anew on every read. */
async function expectStoredTalent(context: ItemContext, talent: TalentRecord): Promise<void> {
  noteCreation(context, talent)
  const { createdAt } = context.facts
  if (createdAt.some(isJustNow)) await readAgain(context)
  const isMoving = new Set(createdAt).size > 1
  const isInvented = talent.placeholder || isMoving
  const shown = talent.placeholder ? 'source: default' : `created_at: ${createdAt.join(', ')}`
  const stub = cause('STUB_ANSWER', {
    detail: talent.placeholder ? 'source: "default"' : 'created_at changes between two reads',
  })
  const source = readText(talent.fields.source)
  context.observe.expect(
    'talent.real',
    !isInvented,
    'a stored record',
    isInvented ? shown : 'stored',
    datumCause(context, stub, { about: 'talent', source, createdAt: [...new Set(createdAt)] }),
  )
}

async function readResume(context: ItemContext, resumeId: string): Promise<ResumeAnswer | null> {
  const exchange = await context.send(resume.get, { id: resumeId })
  const problem = exchange.failure ?? judge(exchange)
  const read = problem === null ? decode(resume.get, exchange) : null
  if (read?.ok === true) {
    const { id } = read.value
    const other = cause('NOT_STORED', { resumeId, detail: `id: ${id}` })
    const why = datumCause(context, other, { about: 'resume-read', resumeId, exchange })
    const isSame = bareId(id) === bareId(resumeId)
    return context.observe.expect('resume.readable', isSame, resumeId, id, why) ? read.value : null
  }
  const actual = summaryOf(exchange)
  if (problem?.code === 'denied') {
    const why = await denialCause(context, null, exchange)
    context.observe.denied('resume.readable', resumeId, actual, why)
    return null
  }
  const shape = read?.ok === false ? read.problem : ''
  const generic = unreadCause(resumeId, problem, shape, exchange)
  const why =
    generic.code === 'NOT_STORED'
      ? datumCause(context, generic, { about: 'resume-read', resumeId, exchange })
      : await callCause(context, exchange, generic)
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

/** `data.ai-result`: a result about this talent, with a usable and stable vector. */
export const aiResult: ItemCheck = async (context) => {
  const { talentId, facts, observe } = context
  const vector = facts.vectors ?? []
  expectVector(context, vector)
  const found = facts.aiResult
  const told = found !== null && (found.skills.length > 0 || found.summary !== null)
  const shown = found === null ? '-' : `${found.skills.length} skills, ${found.years ?? '?'} years`
  const empty = cause('WRONG_SHAPE', { detail: 'processed_data: empty' })
  observe.expect('result.content', told, 'skills or a summary', shown, empty)
  const talent = await ask(context, looma.talent, { id: talentId })
  if (talent === null) return
  noteCreation(context, talent.value)
  const namedId = facts.aiTalentId
  const words = [...(found?.skills ?? []), found?.summary ?? '', facts.aiWords].join('\n')
  const isAbout = isAboutTalent(talent.value, { words, years: found?.years ?? null, namedId })
  const off = cause('OFF_TOPIC', { detail: shown })
  const isOther = namedId !== null && !isSameId(namedId, talentId)
  const stranger = isOther ? namedId : null
  const topic = { about: 'topic', talentId, namedId: stranger, isChat: false } as const
  const why = datumCause(context, off, topic)
  observe.expect('result.about', isAbout, talentId, stranger ?? shown, why)
  await expectStable(context, vector)
}

function vectorCause(
  context: ItemContext,
  vector: readonly number[],
  detail: string,
  second: number | null,
): Cause {
  const generic = cause('WRONG_SHAPE', { detail })
  return datumCause(context, generic, { about: 'vector', vector, text: '', second })
}

function expectVector(context: ItemContext, vector: readonly number[]): void {
  const why = (detail: string) => vectorCause(context, vector, detail, null)
  const isFinite = vector.length > 0 && vector.every(Number.isFinite)
  const length = `${vector.length}`
  context.observe.expect('vector.finite', isFinite, 'finite numbers', length, why('vectors'))
  const alive = vector.some((value) => value !== 0)
  const zero = why('vectors: all zero')
  context.observe.expect('vector.not-zero', alive, 'not all zero', String(alive), zero)
}

async function expectStable(context: ItemContext, vector: readonly number[]): Promise<void> {
  const again = await ask(
    context,
    looma.aiProcess,
    { id: context.talentId },
    { permission: 'talent:ai_process', needs: needs(looma.aiProcess) },
  )
  if (again === null) return
  const second = again.value.vector?.length ?? 0
  const why = vectorCause(context, vector, `${vector.length} → ${second}`, second)
  const isStable = second === vector.length
  context.observe.expect('vector.stable', isStable, `${vector.length}`, `${second}`, why)
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
  if (matches.length === 0) {
    context.observe.expect('matches.some', false, '> 0', '0', await noMatchesCause(context))
    return
  }
  await expectOwnMatches(context, answer.exchange.json)
  expectScores(
    context,
    matches.map((match) => match.score),
    scale,
  )
  await expectJobsExist(
    context,
    matches.map((match) => match.jobId),
  )
}

/** Matches that say whose they are must say that they are this talent's. */
async function expectOwnMatches(context: ItemContext, json: unknown): Promise<void> {
  const { talentId, observe } = context
  const stranger = await strangerMatched(context, json)
  const actual = stranger ?? talentId
  const foreign = cause('DATA_MISMATCH', { detail: `talent_id: ${talentId} ≠ ${actual}` })
  const why = datumCause(context, foreign, { about: 'owner', expected: talentId, actual })
  observe.expect('matches.talent', stranger === null, talentId, actual, why)
}

/** No match at all: there are no jobs, or the empty list is a fixed answer. */
async function noMatchesCause(context: ItemContext): Promise<Cause> {
  const generic = cause('NO_RESULTS', { detail: 'matches: []' })
  const exchange = await context.send(job.list, { page: 1, pageSize: 1 })
  const listed = (exchange.failure ?? judge(exchange)) === null ? decode(job.list, exchange) : null
  if (listed?.ok !== true) return generic
  const others = listed.value.total
  return datumCause(context, generic, { about: 'nothing', what: 'matches', others })
}

function expectScores(
  context: ItemContext,
  scores: readonly number[],
  scale: 'unit' | 'percent',
): void {
  const why = (detail: string) =>
    datumCause(context, cause('WRONG_SHAPE', { detail }), { about: 'scores', scores, scale })
  const isInRange = (score: number) => Number.isFinite(score) && score >= 0 && score <= 1
  const within = scores.every(isInRange) && !isMixed(scores, scale)
  const range = `${Math.min(...scores)} … ${Math.max(...scores)} (${scale})`
  context.observe.expect('scores.scale', within, '0 … 1 or 0 … 100', range, why(range))
  const sorted = scores.every((score, index) => index === 0 || score <= (scores[index - 1] ?? 0))
  const order = scores.map((score) => score.toFixed(3)).join(', ')
  context.observe.expect('scores.sorted', sorted, 'descending', order, why('not sorted'))
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
    datumCause(context, cause('STUB_ANSWER', { detail: missing.join(', ') }), {
      about: 'jobs',
      missing,
    }),
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
  noteCreation(context, talent.value)
  const first = context.facts.chatAnswer ?? ''
  await expectRealAnswer(context, 'first', first, talent.value)
  const name = talent.value.name
  const second = await ask(
    context,
    looma.chat,
    { id: context.talentId, message: `How many years of experience does ${name} have?` },
    { permission: 'talent:chat', needs: needs(looma.chat) },
  )
  if (second === null) return
  const text = second.value.text ?? ''
  await expectRealAnswer(context, 'second', text, talent.value)
  expectAnotherAnswer(context, first, text)
}

/** Two questions in two languages never get one answer from anything that reads them. */
function expectAnotherAnswer(context: ItemContext, first: string, second: string): void {
  const isRepeated = second.trim() !== '' && first.trim() === second.trim()
  const repeated = datumCause(context, cause('STUB_ANSWER', { detail: shownText(second) }), {
    about: 'repeat',
    text: second,
  })
  const expected = 'an answer of its own'
  context.observe.expect('second.own', !isRepeated, expected, shownText(second), repeated)
}

function shownText(text: string): string {
  return text.length > 120 ? `${text.slice(0, 117)}…` : text
}

async function expectRealAnswer(
  context: ItemContext,
  which: string,
  text: string,
  talent: TalentRecord,
): Promise<void> {
  const shown = shownText(text)
  const fallback = stubIn(text) ?? (/^\s*<(?:!doctype|html)/i.test(text) ? 'HTML' : null)
  const real = text.trim() !== '' && fallback === null
  const stub = datumCause(context, cause('STUB_ANSWER', { detail: fallback ?? 'empty' }), {
    about: 'text',
    text,
    stub: stubIn(text),
  })
  if (!context.observe.expect(`${which}.real`, real, 'a real answer', shown, stub)) return
  const other = await otherTalentIn(context, talent, text)
  const off = datumCause(context, cause('OFF_TOPIC', { detail: shown }), {
    about: 'topic',
    talentId: context.talentId,
    namedId: other,
    isChat: true,
  })
  context.observe.expect(
    `${which}.about`,
    other === null && mentions(talent, text),
    `about ${talent.name}`,
    shown,
    off,
  )
}
