import type { Profile } from '../../shared/domain/profile'
import type { ServiceId, ZervigoId } from '../../shared/domain/services'
import type { ServiceView } from '../checklist/system-view'
import type { RoleEntry } from '../zervigo/auth'
import type { Exchange } from '../zervigo/exchange'
import type { WitnessEntry, WitnessView } from '../zervigo/health'
import type { TokenClaims } from '../zervigo/token'

/** What is wrong with an error answer. */
export type ErrorProblem =
  'trace' | 'secret' | 'not-json' | 'status' | 'accepted' | 'unexplained' | 'data'

/** A token that must be refused. */
export type BadToken = 'no-token' | 'wrong-scheme' | 'garbage' | 'tampered' | 'empty'

/** One wrong setting of a profile or a `.env` file; secrets stand here by fingerprint only. */
export type Setting =
  | { fault: 'shared-address'; services: readonly ServiceId[]; url: string }
  | { fault: 'bad-port'; service: ServiceId; url: string; key: string }
  | { fault: 'missing'; key: string; expected: string; others: readonly string[] }
  | { fault: 'other-address'; service: ServiceId; key: string; expected: string; actual: string }
  | { fault: 'secrets'; looma: string; zervigo: string }
  | { fault: 'unreadable'; path: string; detail: string }

/** What was found in the data of an answer. */
export type Datum =
  | { about: 'resume-id'; message: string | null }
  | { about: 'resume-read'; resumeId: string; exchange: Exchange }
  | { about: 'owner'; expected: string; actual: string }
  | { about: 'field'; name: string; expected: string; actual: string; isEmptyResume: boolean }
  | { about: 'talent'; source: string | null; createdAt: readonly string[] }
  | { about: 'jobs'; missing: readonly string[] }
  | { about: 'text'; text: string | null; stub: string | null }
  | { about: 'topic'; talentId: string; namedId: string | null; isChat: boolean }
  | { about: 'vector'; vector: readonly number[] | null; text: string; second: number | null }
  | { about: 'scores'; scores: readonly number[]; scale: 'unit' | 'percent' }
  | { about: 'nothing'; what: string; others: number | null }
  | { about: 'counts'; total: number; successful: number; failed: number; first: string | null }

/** What was observed to be wrong, before anyone asked why. */
export type Symptom =
  | { kind: 'probe'; view: ServiceView }
  | { kind: 'witness'; service: ZervigoId; claimed: WitnessEntry | null; isUp: boolean }
  | { kind: 'flags'; success: boolean | null; nested: boolean }
  | {
      kind: 'call'
      exchange: Exchange
      down: ServiceView | null
      /** Services behind the endpoint, where each was looked at and answers well. */
      behind?: readonly ServiceId[]
    }
  | { kind: 'refusal'; exchange: Exchange; permission: string | null }
  /** A permission that the token holds and auth's own check refuses. */
  | { kind: 'contradiction'; permission: string; held: string }
  | { kind: 'login'; exchange: Exchange }
  | { kind: 'claims'; isFresh: boolean }
  | { kind: 'validate'; exchange: Exchange; isFresh: boolean }
  | { kind: 'accepted'; token: BadToken }
  | {
      kind: 'unrefused'
      exchange: Exchange
      endpoint: string
      token: BadToken
      /** Status of the same endpoint for every bad token. */
      statuses: Readonly<Partial<Record<BadToken, number | null>>>
    }
  | { kind: 'error-answer'; exchange: Exchange; mistake: string; problem: ErrorProblem }
  | { kind: 'setting'; setting: Setting }
  | { kind: 'datum'; datum: Datum }

/** What asking back brought; null where nobody asked. */
export interface Answers {
  /** Auth's word on the token in use. */
  validate: Exchange | null
  /** Auth's word on the token `garbage.token.value`. */
  validateGarbage: Exchange | null
  /** Auth's word on the permission in question. */
  permission: Exchange | null
  /** The list of permissions where Looma as built looks it up. */
  lookUp: Exchange | null
  roles: readonly RoleEntry[] | null
  /** What the role of this account holds. */
  ofRole: readonly string[] | null
  /** Who the AI service says the token belongs to. */
  userInfo: Exchange | null
  /** How a protected endpoint of Looma takes a garbage token. */
  garbageAtLooma: Exchange | null
  /** A plain GET of the address that Looma could not use. */
  behind: Exchange | null
}

/** Everything a rule may look at; gathered once, never asked for by a rule. */
export interface Facts {
  symptom: Symptom
  profile: Profile
  now: number
  /** Every direct health answer so far. */
  views: readonly ServiceView[]
  witness: WitnessView | null
  claims: TokenClaims | null
  /** Milliseconds by which auth's `Date` is ahead of this machine; null when it sent none. */
  authClockMs: number | null
  answers: Answers
  account: string
  role: string | null
  /** The resume that a sync of this run answered with. */
  resumeId: string | null
  /** What the chat of this run answered first. */
  chatAnswer: string | null
}

/** Nothing asked yet. */
export const noAnswers: Answers = {
  validate: null,
  validateGarbage: null,
  permission: null,
  lookUp: null,
  roles: null,
  ofRole: null,
  userInfo: null,
  garbageAtLooma: null,
  behind: null,
}
