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
      return { talentId: id, at: now(), ...value, callId: call.id }
    },
  }
}
