import type { Cause, CauseAction, CauseFact } from '../../shared/domain/checklist'
import type { Bilingual } from '../../shared/domain/text'
import { filled, type CauseCode } from './causes'
import type { Facts } from './facts'

/** What a rule found to hold. */
export interface Match {
  confidence: Cause['confidence']
  /** What was matched, in the order it was found. */
  facts: CauseFact[]
  /** Values for the slots of the wording, beside those of `facts`. */
  words?: Readonly<Record<string, string | number>>
  action?: CauseAction | null
}

/** One known failure mode: when it holds, and how to say so. */
export interface Rule {
  reason: string
  /** Replaces the code of the generic cause. */
  code?: CauseCode
  /** The generic wording stays where a rule has none of its own. */
  message?: Bilingual
  hint?: Bilingual
  match(facts: Facts): Match | null
}

/** Chinese and English of one text. */
export const text = (zh: string, en: string): Bilingual => ({ zh, en })

/** One matched observation; nothing longer than a line is kept. */
export function fact(name: string, value: unknown): CauseFact {
  const line = (typeof value === 'string' ? value : JSON.stringify(value ?? null))
    .replace(/\s+/g, ' ')
    .trim()
  return { name, value: line.length > 300 ? `${line.slice(0, 297)}…` : line }
}

/** Names the failure mode behind a generic cause: the first rule that holds wins. */
export function diagnoseWith(rules: readonly Rule[], generic: Cause, facts: Facts): Cause {
  for (const rule of rules) {
    const match = rule.match(facts)
    if (match !== null) return specific(generic, rule, match)
  }
  return generic
}

function specific(generic: Cause, rule: Rule, match: Match): Cause {
  const slots = {
    ...Object.fromEntries(match.facts.map(({ name, value }) => [name, value])),
    ...match.words,
  }
  return {
    code: rule.code ?? generic.code,
    reason: rule.reason,
    message: rule.message === undefined ? generic.message : filled(rule.message, slots),
    hint: rule.hint === undefined ? generic.hint : filled(rule.hint, slots),
    confidence: match.confidence,
    facts: match.facts,
    action: match.action ?? null,
  }
}
