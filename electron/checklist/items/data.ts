import type { Cause } from '../../../shared/domain/checklist'
import type { OpsError } from '../../../shared/errors'
import { cause } from '../../diagnosis/causes'
import { answerCause, summaryOf, transportCause } from '../../diagnosis/explain'
import type { Exchange } from '../../zervigo/exchange'
import { judge } from '../../zervigo/judge'
import { looma } from '../../zervigo/looma'
import { resume, type ResumeAnswer } from '../../zervigo/resume'
import type { TalentRecord } from '../../zervigo/talent-wire'
import { readText } from '../../zervigo/wire'
import { bareId, isAboutTalent, isSameId } from '../about-talent'
import { ask, callCause, decode, denialCause, needsOf } from '../ask'
import type { ItemCheck, ItemContext } from '../context'
import { noteCreation, readAgainIfNew } from '../creation'
import { datumCause } from '../explained'
import { comparedFields } from '../talent-facts'

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

/** An invented record says so, or is created anew on every read. */
async function expectStoredTalent(context: ItemContext, talent: TalentRecord): Promise<void> {
  noteCreation(context, talent)
  const { createdAt } = context.facts
  await readAgainIfNew(context)
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
    { permission: 'talent:ai_process', needs: needsOf(looma.aiProcess) },
  )
  if (again === null) return
  const second = again.value.vector?.length ?? 0
  const why = vectorCause(context, vector, `${vector.length} → ${second}`, second)
  const isStable = second === vector.length
  context.observe.expect('vector.stable', isStable, `${vector.length}`, `${second}`, why)
}
