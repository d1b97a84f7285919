import type { CauseFact } from '../../../shared/domain/checklist'
import type { Exchange } from '../../zervigo/exchange'
import { permissionListOf, permissionWordOf, wordsOf } from '../answers'
import type { Facts } from '../facts'
import { fact, type Match } from '../rule'

/** A request that was refused for want of a permission, and what auth says of that permission. */
export interface Refusal {
  exchange: Exchange
  permission: string
  /** Auth's own yes or no. */
  isAllowed: boolean | null
  /** What auth lists where Looma as built looks; null when there is no list. */
  listed: readonly string[] | null
}

/** Null when the symptom is another one, or names no permission. */
export function refusalOf({ symptom, answers }: Facts): Refusal | null {
  if (symptom.kind !== 'refusal' || symptom.permission === null) return null
  return {
    exchange: symptom.exchange,
    permission: symptom.permission,
    isAllowed: permissionWordOf(answers.permission),
    listed: permissionListOf(answers.lookUp),
  }
}

/** A refusal that is explained by what was seen. */
export function deniedMatch(facts: Facts, { permission }: Refusal, more: CauseFact[]): Match {
  return {
    confidence: 'proven',
    facts: [
      fact('permission', permission),
      fact('account', facts.account),
      fact('role', facts.role ?? '?'),
      ...more,
    ],
  }
}

/** Its status, or why there is none. */
export function summary(exchange: Exchange): string {
  return exchange.failure === null ? `HTTP ${exchange.status ?? '-'}` : wordsOf(exchange)
}
