import type { RunReport } from '../../shared/domain/checklist'
import { inLanguage, type Language } from '../../shared/domain/text'
import { verdictWords, words } from './wording'

/** The run as CSV (RFC 4180) with a byte order mark, so that spreadsheets read Chinese. */
export function csvReport(report: RunReport, language: Language): string {
  const head = ['id', words.item, 'verdict', words.state, 'ms', 'code', words.cause, words.hint]
  const rows = report.items.map((item) => [
    item.id,
    inLanguage(item.title, language),
    item.verdict,
    inLanguage(verdictWords[item.verdict].name, language),
    String(Math.round(item.durationMs)),
    item.cause?.code ?? '',
    item.cause === null ? '' : inLanguage(item.cause.message, language),
    item.cause === null ? '' : inLanguage(item.cause.hint, language),
  ])
  const named = head.map((name) => (typeof name === 'string' ? name : inLanguage(name, language)))
  return `\uFEFF${[named, ...rows].map((row) => row.map(field).join(',')).join('\r\n')}\r\n`
}

/** A leading `=`, `+`, `-` or `@`, full width too, would be run as a formula by spreadsheets. */
function field(text: string): string {
  const inert = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert
}
