import type { MatchList } from '../../shared/domain/matches'
import type { Client } from '../zervigo/client'
import { looma } from '../zervigo/looma'

/** Asks for and reads matches. */
export interface MatchesFeature {
  find(id: string): Promise<MatchList>
}

/** Makes the matches feature of one profile. */
export function createMatches(client: Client, now: () => number): MatchesFeature {
  return {
    async find(id) {
      const { value, call } = await client.call(looma.matches, { id })
      // Shown best first whatever order they came in; the checklist judges the order itself.
      const matches = [...value.matches].sort((left, right) => right.score - left.score)
      return { talentId: id, at: now(), scale: value.scale, matches, callId: call.id }
    },
  }
}
