import { z } from 'zod'
import type { StackConfig } from '../config'
import type { Caller } from '../http/gate'
import { Refusal } from '../http/refusal'
import { askFor, type Upstream } from '../http/upstream'
import type { ChatTurn } from '../ai/talent-facts'
import type { ResumeInput, TalentRecord } from '../records'

const Action = z.enum(['created', 'updated'])
const Stored = z.object({ success: z.literal(true), id: z.string(), action: Action })
const Batch = z.object({
  results: z.array(z.object({ talent_id: z.string(), id: z.string(), action: Action })),
  errors: z.array(z.object({ talent_id: z.string().nullable(), error: z.string() })),
})
const ResumeList = z.object({
  success: z.literal(true),
  data: z.object({ resumes: z.array(z.object({ id: z.string() })) }),
})
const Matches = z.object({
  success: z.literal(true),
  data: z.object({ matches: z.array(z.looseObject({ job_id: z.number() })), total: z.number() }),
})
const Processed = z.object({
  success: z.literal(true),
  data: z.looseObject({ skill_names: z.array(z.string()) }),
})
const Vectors = z.object({
  success: z.literal(true),
  vectors: z.array(z.number()).min(1),
  dimension: z.number().int(),
})
const Chat = z.object({
  success: z.literal(true),
  response: z.string().min(1),
  context: z.looseObject({}),
})

const batchSize = 500
/** Beyond the endpoint's own limit, so that its reason arrives instead of ours. */
const slowChatTimeoutMs = 75_000

/** Who asks and under which request id, passed on to every service behind. */
export interface Errand {
  caller: Caller
  requestId: string
}

export interface SyncAllResult {
  total: number
  successful: number
  failed: number
  errors: { talent_id: string; error: string }[]
}

/** What Looma does with a talent by way of the Zervigo services. */
export function createLoomaOperations(upstream: Upstream, config: StackConfig) {
  const headersOf = ({ caller, requestId }: Errand) => ({ token: caller.token, requestId })

  const sync = (talent: TalentRecord, errand: Errand) =>
    askFor(upstream, 'resume', Stored, {
      method: 'POST',
      path: '/api/resumes',
      body: resumeOf(talent),
      ...headersOf(errand),
    })

  return {
    sync,

    async matches(talent: TalentRecord, limit: number, errand: Errand) {
      const query = new URLSearchParams({ talent_id: talent.talent_id })
      const listed = await askFor(upstream, 'resume', ResumeList, {
        path: `/api/resumes?${query.toString()}`,
        ...headersOf(errand),
      })
      const known = listed.data.resumes[0]
      const resumeId = known?.id ?? (await sync(talent, errand)).id
      const found = await askFor(upstream, 'job', Matches, {
        path: `/api/jobs/match/${encodeURIComponent(resumeId)}?limit=${limit}`,
        ...headersOf(errand),
      })
      return { resumeId, syncedNow: known === undefined, ...found.data }
    },

    async aiProcess(talent: TalentRecord, errand: Errand) {
      const processed = await askFor(upstream, 'ai', Processed, {
        method: 'POST',
        path: '/api/ai/process-resume',
        body: resumeOf(talent),
        ...headersOf(errand),
      })
      const embedded = await askFor(upstream, 'ai', Vectors, {
        method: 'POST',
        path: '/api/ai/generate-vectors',
        body: { text: textOf(talent) },
        ...headersOf(errand),
      })
      return { processed: processed.data, ...embedded }
    },

    chat(talent: TalentRecord, message: string, history: readonly ChatTurn[], errand: Errand) {
      return askFor(upstream, 'ai', Chat, {
        method: 'POST',
        path: '/api/ai/chat',
        body: {
          message,
          context: { talent_id: talent.talent_id, talent_data: talent },
          history,
        },
        ...(config.llm === undefined ? {} : { timeoutMs: slowChatTimeoutMs }),
        ...headersOf(errand),
      })
    },

    async syncAll(talents: readonly TalentRecord[], errand: Errand): Promise<SyncAllResult> {
      const errors: SyncAllResult['errors'] = []
      let successful = 0
      for (let at = 0; at < talents.length; at += batchSize) {
        const batch = talents.slice(at, at + batchSize)
        try {
          const written = await askFor(upstream, 'resume', Batch, {
            method: 'POST',
            path: '/api/resumes/batch',
            body: { resumes: batch.map(resumeOf) },
            ...headersOf(errand),
          })
          successful += written.results.length
          errors.push(
            ...written.errors.map(({ talent_id, error }) => ({
              talent_id: talent_id ?? '',
              error,
            })),
          )
        } catch (error) {
          // Nothing was written yet: the cause itself is the answer.
          if (successful === 0 || !(error instanceof Refusal)) throw error
          const rest = talents.slice(at)
          errors.push(...rest.map(({ talent_id }) => ({ talent_id, error: error.message })))
          break
        }
      }
      return { total: talents.length, successful, failed: errors.length, errors }
    },
  }
}

function resumeOf(talent: TalentRecord): ResumeInput {
  const { talent_id, name, email, phone, title, city, years } = talent
  const { experience, education, skills, summary, language } = talent
  return {
    ...{ talent_id, name, email, phone, title, city, years },
    ...{ experience, education, skills, summary, language },
  }
}

function textOf({ title, experience, city, skills, education, summary }: TalentRecord): string {
  return [title, experience, city, skills.join(' '), education, summary].join('\n')
}
