import type { Cause } from '../../../shared/domain/checklist'
import { cause } from '../../diagnosis/causes'
import { isMixed } from '../../diagnosis/rules/data'
import { job } from '../../zervigo/job'
import { judge } from '../../zervigo/judge'
import { looma } from '../../zervigo/looma'
import { segment } from '../../zervigo/operation'
import { fieldsOf, firstOf, readId } from '../../zervigo/wire'
import { strangerMatched } from '../about-talent'
import { ask, decode, needsOf } from '../ask'
import type { ItemCheck, ItemContext } from '../context'
import { datumCause } from '../explained'

/** `data.matches`: real jobs, one scale, best first. */
export const matchData: ItemCheck = async (context) => {
  const answer = await ask(
    context,
    looma.matches,
    { id: context.talentId },
    { permission: 'talent:read', needs: needsOf(looma.matches) },
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
