import type { AiResult, SyncOutcome, TalentDetail, TalentPage } from '../../shared/domain/talents'
import { OpsError } from '../../shared/errors'
import type { TalentResultStore } from '../store/talent-results'
import type { Client } from '../zervigo/client'
import { looma } from '../zervigo/looma'

/** What the talents panel does, one call each. */
export interface Talents {
  list(input: { query: string; offset: number; limit: number }): Promise<TalentPage>
  get(id: string): Promise<TalentDetail>
  sync(id: string, signal?: AbortSignal): Promise<SyncOutcome>
  process(id: string): Promise<AiResult>
  lastResult(id: string): AiResult | null
}

/** What the talents panel needs. */
export interface TalentsDeps {
  profileId: string
  client: Client
  results: TalentResultStore
  now: () => number
}

/** Makes the talents feature of one profile. */
export function createTalents({ profileId, client, results, now }: TalentsDeps): Talents {
  return {
    async list({ query, offset, limit }) {
      const { value, call } = await client.call(looma.talents, { query, offset, limit })
      return { total: value.total, items: value.items, callId: call.id }
    },
    async get(id) {
      const { value, call } = await client.call(looma.talent, { id })
      const { fields: _fields, ...talent } = value
      const resumeId = talent.resumeId ?? results.resumeId(profileId, id)
      return { ...talent, resumeId, callId: call.id }
    },
    async sync(id, signal) {
      const options = signal === undefined ? {} : { signal }
      const { value, call } = await client.call(looma.sync, { id }, options)
      // Looma also says success when the resume service gave no id; nothing was proven to be stored.
      if (value.resumeId === null) {
        throw new OpsError('malformed', 'success without a resume id', {
          facts: { service: 'looma', field: 'zervigo_resume_id' },
          callId: call.id,
        })
      }
      results.saveResumeId(profileId, id, value.resumeId)
      return { talentId: id, resumeId: value.resumeId, action: value.action, callId: call.id }
    },
    async process(id) {
      const { value, call } = await client.call(looma.aiProcess, { id })
      const { skills, years, level, summary, vector } = value
      // “Success” without a result would be shown as a talent without any skill.
      if (value.processed === null && vector === null) {
        throw new OpsError('malformed', value.message ?? 'success without a result', {
          facts: { service: 'looma', field: 'processed_data' },
          callId: call.id,
        })
      }
      const result: AiResult = {
        talentId: id,
        at: now(),
        skills,
        years,
        level,
        summary,
        vectorLength: vector?.length ?? null,
        vectorHead: vector?.slice(0, 8) ?? [],
        callId: call.id,
      }
      results.saveAiResult(profileId, result)
      return result
    },
    lastResult: (id) => results.aiResult(profileId, id),
  }
}
