import type { RunReport } from '../../shared/domain/checklist'
import { inLanguage, type Language } from '../../shared/domain/text'
import { attemptsText, manualText } from './sections'
import { verdictWords, words } from './wording'

/** The run as CSV (RFC 4180) with a byte order mark, so that spreadsheets read Chinese. */
export function csvReport(report: RunReport, language: Language): string {
  const t = (text: Parameters<typeof inLanguage>[0]) => inLanguage(text, language)
  const head = [
    ...['id', words.item, 'verdict', words.state, 'ms', 'code', words.reason, words.cause],
    ...[words.hint, words.attempts, words.manual],
  ]
  const rows = report.items.map((item) => [
    item.id,
    t(item.title),
    item.verdict,
    t(verdictWords[item.verdict].name),
    String(Math.round(item.durationMs)),
    item.cause?.code ?? '',
    item.cause?.reason ?? '',
    item.cause === null ? '' : t(item.cause.message),
    item.cause === null ? '' : t(item.cause.hint),
    attemptsText(item, t) ?? '',
    manualText(item, t) ?? '',
  ])
  const named = head.map((name) => (typeof name === 'string' ? name : t(name)))
  return `\uFEFF${[named, ...rows].map((row) => row.map(field).join(',')).join('\r\n')}\r\n`
}

/** A leading `=`, `+`, `-` or `@`, full width too, would be run as a formula by spreadsheets. */
function field(text: string): string {
  const inert = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert
}
