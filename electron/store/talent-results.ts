import { z } from 'zod'
import { AiResult } from '../../shared/domain/talents'
import { storing, type Connection } from './connection'
import { maskDeep } from './text-mask'

/** What the console last learnt about talents, per profile. */
export interface TalentResultStore {
  saveAiResult(profileId: string, result: AiResult): void
  aiResult(profileId: string, talentId: string): AiResult | null
  saveResumeId(profileId: string, talentId: string, resumeId: string): void
  resumeId(profileId: string, talentId: string): string | null
}

const Row = z.object({ resume_id: z.string().nullable(), ai_result: z.string().nullable() })

/** Makes the part of the store that keeps results about talents. */
export function createTalentResultStore(
  db: Connection,
  mask: (text: string) => string,
): TalentResultStore {
  const get = db.prepare(
    'SELECT resume_id, ai_result FROM talent_results WHERE profile = ? AND talent = ?',
  )
  const saveAi = db.prepare(
    `INSERT INTO talent_results (profile, talent, ai_result) VALUES (?, ?, ?)
     ON CONFLICT (profile, talent) DO UPDATE SET ai_result = excluded.ai_result`,
  )
  const saveResume = db.prepare(
    `INSERT INTO talent_results (profile, talent, resume_id) VALUES (?, ?, ?)
     ON CONFLICT (profile, talent) DO UPDATE SET resume_id = excluded.resume_id`,
  )
  const read = (profileId: string, talentId: string): z.infer<typeof Row> | null =>
    storing('read talent result', () => Row.safeParse(get.get(profileId, talentId)).data ?? null)
  return {
    saveAiResult(profileId, result) {
      const { talentId } = result
      const text = JSON.stringify({ ...AiResult.parse(maskDeep(result, mask)), talentId })
      storing('save AI result', () => void saveAi.run(profileId, talentId, text))
    },
    aiResult: (profileId, talentId) => parseResult(read(profileId, talentId)?.ai_result ?? null),
    saveResumeId: (profileId, talentId, resumeId) =>
      storing('save resume id', () => void saveResume.run(profileId, talentId, resumeId)),
    resumeId: (profileId, talentId) => read(profileId, talentId)?.resume_id ?? null,
  }
}

function parseResult(text: string | null): AiResult | null {
  if (text === null) return null
  try {
    return AiResult.parse(JSON.parse(text))
  } catch {
    return null
  }
}
