import {
  itemIds,
  runVerdictOf,
  totalsOf,
  type ItemId,
  type ItemResult,
  type RunReport,
} from '../../shared/domain/checklist'
import { GateRules, type Gate } from '../../shared/domain/gate'
import type { Bilingual } from '../../shared/domain/text'
import { rootCausesOf } from '../diagnosis/root-causes'
import { signatureBroken } from '../records/seal'
import { p95Of } from './latency'

/** The rules where a person has set none, such as on the command line. */
export const defaultGateRules: GateRules = GateRules.parse({})

/** What the gate counts in a run. */
interface Measured {
  passed: number
  failed: ItemId[]
  /** Neither passed, nor failed, nor accepted by hand; absent items count too. */
  unproven: ItemId[]
  byHand: ItemId[]
  flaky: ItemId[]
  drift: number
  /** Null when the run made no call. */
  p95Ms: number | null
}

type Rule = Gate['rules'][number]
/** A rule with what it has to say about the run; null where it has nothing worth a clause. */
type Clause = Rule & { says: Bilingual | null }

/** Judges a run by the rules of the release gate. */
export function evaluateGate(report: RunReport, rules: GateRules): Gate {
  const measured = measure(report, rules)
  const clauses = [...countClauses(measured, rules), driftClause(measured, rules)]
  clauses.push(latencyClause(measured, rules))
  const isAltered = report.findings.some(({ code }) => code === signatureBroken)
  const isOpen = clauses.every(({ ok }) => ok) && !isAltered
  return {
    isOpen,
    sentence: isOpen ? openSentence(measured, clauses) : closedSentence(clauses, isAltered),
    rules: clauses.map(({ id, ok, expected, actual }) => ({ id, ok, expected, actual })),
  }
}

/** A report whose verdict, totals, root causes and gate follow from its items again. */
export function judged(report: RunReport, rules: GateRules): RunReport {
  const { items } = report
  const next = {
    ...report,
    verdict: runVerdictOf(items),
    totals: totalsOf(items),
    rootCauses: rootCausesOf(items),
  }
  return { ...next, gate: evaluateGate(next, rules) }
}

function measure({ items, findings }: RunReport, rules: GateRules): Measured {
  const idsOf = (holds: (item: ItemResult) => boolean) => items.filter(holds).map(({ id }) => id)
  const byHand = rules.acceptsManual ? idsOf(isAcceptedByHand) : []
  const known = new Set(items.map(({ id }) => id))
  const open = ({ id, verdict }: ItemResult) =>
    verdict !== 'pass' && verdict !== 'fail' && !byHand.includes(id)
  return {
    passed: idsOf(({ verdict }) => verdict === 'pass').length,
    failed: idsOf(({ verdict }) => verdict === 'fail'),
    unproven: [...idsOf(open), ...itemIds.filter((id) => !known.has(id))],
    byHand,
    flaky: idsOf(({ flaky }) => flaky),
    drift: findings.filter(({ code }) => code === 'contract-drift').length,
    p95Ms: p95Of(items),
  }
}

/** A person's word stands in only for what the console could not check, never against what it saw. */
function isAcceptedByHand({ verdict, manual }: ItemResult): boolean {
  const isUnchecked = verdict === 'blocked' || verdict === 'skipped' || verdict === 'unknown'
  return isUnchecked && manual?.verdict === 'pass'
}

function countClauses(measured: Measured, rules: GateRules): Clause[] {
  const { failed, unproven, flaky } = measured
  const clause = (
    id: Rule['id'],
    ids: readonly ItemId[],
    most: number | null,
    zh: string,
    en: readonly [one: string, more: string],
  ): Clause => {
    const ok = most === null || ids.length <= most
    const word = ids.length === 1 ? en[0] : en[1]
    const says = {
      zh: `${ids.length} 项${zh}（${listed(ids, '、', '等')}）`,
      en: `${ids.length} ${word} (${listed(ids, ', ', '…')})`,
    }
    const expected = most === null ? '-' : `≤ ${most}`
    return { id, ok, expected, actual: String(ids.length), says: ids.length === 0 ? null : says }
  }
  return [
    clause('failed', failed, rules.maxFailed, '失败', ['item failed', 'items failed']),
    clause('unproven', unproven, rules.maxUnproven, '未证实', ['item unproven', 'items unproven']),
    clause('flaky', flaky, rules.allowsFlaky ? null : 0, '重试后才通过', [
      'item passed only on a retry',
      'items passed only on a retry',
    ]),
  ]
}

function driftClause({ drift }: Measured, { allowsDrift }: GateRules): Clause {
  const says =
    drift === 0
      ? { zh: '无漂移', en: 'no drift' }
      : {
          zh: `${drift} 处契约漂移`,
          en: `contract drift in ${drift} place${drift === 1 ? '' : 's'}`,
        }
  const expected = allowsDrift ? '-' : '≤ 0'
  return { id: 'drift', ok: allowsDrift || drift === 0, expected, actual: String(drift), says }
}

function latencyClause({ p95Ms }: Measured, { p95Ms: most }: GateRules): Clause {
  const expected = most === null ? '-' : `≤ ${most} ms`
  if (p95Ms === null) {
    const says = { zh: '没有可计时的调用', en: 'no call to time' }
    return { id: 'latency', ok: most === null, expected, actual: '-', says }
  }
  const text = `p95 ${Math.round(p95Ms)} ms`
  const ok = most === null || p95Ms <= most
  const says = ok
    ? { zh: text, en: text }
    : { zh: `${text} 超过 ${most} ms`, en: `${text} above ${most} ms` }
  return { id: 'latency', ok, expected, actual: `${Math.round(p95Ms)} ms`, says }
}

function openSentence({ passed, byHand }: Measured, clauses: readonly Clause[]): Bilingual {
  const total = itemIds.length
  const all = passed === total
  const parts = clauses.flatMap(({ says }) => says ?? [])
  const zh = [all ? `${total} 项全部通过` : `${total} 项中 ${passed} 项通过`]
  const en = [all ? `all ${total} items passed` : `${passed} of ${total} items passed`]
  if (byHand.length > 0) {
    zh.push(`${byHand.length} 项由人工确认（${listed(byHand, '、', '等')}）`)
    en.push(`${byHand.length} confirmed by hand (${listed(byHand, ', ', '…')})`)
  }
  zh.push(...parts.map((part) => part.zh))
  en.push(...parts.map((part) => part.en))
  return { zh: `可以发布：${zh.join('，')}。`, en: `Ready to release: ${en.join(', ')}.` }
}

function closedSentence(clauses: readonly Clause[], isAltered: boolean): Bilingual {
  const parts = clauses.flatMap(({ ok, says }) => (ok || says === null ? [] : [says]))
  if (isAltered) parts.push({ zh: '签署后内容被改动', en: 'altered after it was signed' })
  const zh = parts.map((part) => part.zh).join('，')
  const en = parts.map((part) => part.en).join(', ')
  return { zh: `不可发布：${zh}。`, en: `Not ready to release: ${en}.` }
}

const mostListed = 6

function listed(ids: readonly ItemId[], separator: string, more: string): string {
  const shown = ids.slice(0, mostListed).join(separator)
  return ids.length > mostListed ? `${shown}${separator === '、' ? '' : ' '}${more}` : shown
}
