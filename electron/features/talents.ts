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
  const underWay = new Set<string>()

  /** A double click must not write twice. */
  async function once<T>(action: string, id: string, work: () => Promise<T>): Promise<T> {
    const key = `${action} ${id}`
    if (underWay.has(key)) {
      throw new OpsError('busy', `${action} of this talent is under way`, { facts: { id } })
    }
    underWay.add(key)
    try {
      return await work()
    } finally {
      underWay.delete(key)
    }
  }

  async function sync(id: string, signal?: AbortSignal): Promise<SyncOutcome> {
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
  }

  async function process(id: string): Promise<AiResult> {
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
  }

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
    sync: (id, signal) => once('sync', id, () => sync(id, signal)),
    process: (id) => once('process', id, () => process(id)),
    lastResult: (id) => results.aiResult(profileId, id),
  }
}
