import type {
  Cause,
  EvidenceCall,
  ItemAttempt,
  ItemResult,
  RunReport,
} from '../../shared/domain/checklist'
import type { Bilingual, Language } from '../../shared/domain/text'
import { style } from './html-style'
import {
  attemptsText,
  codeText,
  diffLines,
  findingText,
  manualText,
  recordLines,
  runFacts,
  signOffLines,
  translator,
  verdictText,
  type Translate,
} from './sections'
import { durationText, localTime } from './time'
import { runVerdictWords, words } from './wording'

/** How much of the evidence stands open: on paper nothing can be unfolded. */
export interface HtmlOptions {
  unfolded?: boolean
}

/** The run as one self-contained HTML file, evidence folded; no script, nothing loaded. */
export function htmlReport(
  report: RunReport,
  language: Language,
  { unfolded = false }: HtmlOptions = {},
): string {
  const t = translator(language)
  const { totals } = report
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${e(t(words.title))} · ${e(localTime(report.run.startedAt))}</title>
<style>${style}</style>
</head>
<body>
<h1>${e(t(words.title))}</h1>
<p class="headline ${report.verdict}"><strong>${e(t(runVerdictWords[report.verdict]))}</strong>
<span><b>${totals.passed}</b> ${e(t(words.passed))}</span>
<span><b>${totals.failed}</b> ${e(t(words.failed))}</span>
<span><b>${totals.unproven}</b> ${e(t(words.unproven))}</span>
<span>${e(t(words.of))} ${totals.total}</span></p>
<p class="rule">${e(t(words.rule))}</p>
${gate(report, t)}
${rootCauses(report, t)}
${facts(report, t)}
<h2>${e(t(words.results))}</h2>
${report.items.map((item) => itemBlock(item, t, unfolded)).join('\n')}
${findings(report, t)}
${list(t(words.notes), recordLines(report, t))}
${list(t(words.signOff), signOffLines(report, t))}
</body>
</html>
`
}

function gate({ gate: found }: RunReport, t: Translate): string {
  if (found === null) return ''
  const rows = found.rules.map(
    ({ id, ok, expected, actual }) =>
      `<tr><td class="${ok ? 'pass' : 'fail'}">${ok ? '✔' : '✘'}</td><td>${e(id)}</td>` +
      `<td>${e(expected)}</td><td>${e(actual)}</td></tr>`,
  )
  return `<h2>${e(t(words.gate))}</h2>
<p class="gate ${found.isOpen ? 'pass' : 'fail'}">${e(t(found.sentence))}</p>
<table>${rows.join('')}</table>`
}

function rootCauses({ rootCauses: causes }: RunReport, t: Translate): string {
  if (causes.length === 0) return ''
  const lines = causes.map(
    ({ cause, explains }) =>
      `<li><b>${e(t(cause.message))}</b> <code>${e(codeText(cause))}</code><br>` +
      `${e(t(words.hint))}: ${e(t(cause.hint))}<br>` +
      `<small>${e(t(words.explains))} ${explains.map((id) => e(id)).join(', ')}</small></li>`,
  )
  return `<h2>${e(t(words.rootCauses))}</h2><ol>${lines.join('')}</ol>`
}

function facts(report: RunReport, t: Translate): string {
  const rows = report.environment.services.map(
    (service) =>
      `<tr><td>${e(service.id)}</td><td>${e(service.reportedName ?? '-')} ${e(service.version ?? '')}</td>` +
      `<td>${e(service.url)}</td><td>${e(service.health)}</td></tr>`,
  )
  return `<h2>${e(t(words.environment))}</h2>
<dl>${runFacts(report, t)
    .map(([name, value]) => `<dt>${e(name)}</dt><dd>${e(value)}</dd>`)
    .join('')}</dl>
<table>${rows.join('')}</table>`
}

function itemBlock(item: ItemResult, t: Translate, unfolded: boolean): string {
  const isOpen = unfolded ? item.verdict !== 'pass' : ['fail', 'denied'].includes(item.verdict)
  const remarks = [attemptsText(item, t), manualText(item, t)].flatMap((line) =>
    line === null ? [] : [`<p>${e(line)}</p>`],
  )
  return `<details class="item"${isOpen ? ' open' : ''}><summary><span class="verdict ${item.verdict}">${e(verdictText(item.verdict, t))}</span>
<code>${e(item.id)}</code> ${e(t(item.title))} <small>${durationText(item.durationMs)}</small></summary>
${causeBlock(item.cause, t)}
${remarks.join('\n')}
${proof(item, t, unfolded)}
${item.earlier.map((attempt) => attemptBlock(attempt, t)).join('\n')}
</details>`
}

function causeBlock(cause: Cause | null, t: Translate): string {
  if (cause === null) return ''
  const rows = cause.facts.map(
    ({ name, value }) => `<tr><td>${e(name)}</td><td>${e(value)}</td></tr>`,
  )
  return `<p><b>${e(t(words.cause))}</b> <code>${e(codeText(cause))}</code> (${e(t(words[cause.confidence]))}): ${e(t(cause.message))}</p>
<p><b>${e(t(words.hint))}</b>: ${e(t(cause.hint))}</p>
${rows.length === 0 ? '' : `<table>${rows.join('')}</table>`}`
}

function attemptBlock(attempt: ItemAttempt, t: Translate): string {
  return `<details class="call"><summary>${e(t(words.attempts))} ${attempt.attempt}: ${e(verdictText(attempt.verdict, t))}</summary>
${causeBlock(attempt.cause, t)}
${proof(attempt, t, false)}</details>`
}

function proof(
  { assertions, calls, verdict }: Pick<ItemResult, 'assertions' | 'calls' | 'verdict'>,
  t: Translate,
  unfolded: boolean,
): string {
  const rows = assertions.map(
    (a) =>
      `<tr><td class="${a.ok ? 'pass' : 'fail'}">${a.ok ? '✔' : '✘'}</td><td>${e(a.id)}</td>` +
      `<td>${e(a.expected)}</td><td>${e(a.actual)}</td></tr>`,
  )
  const head = [words.assertions, words.expected, words.actual].map((w) => `<th>${e(t(w))}</th>`)
  const table = `<table><tr><th></th>${head.join('')}</tr>${rows.join('')}</table>`
  const isOpen = unfolded && verdict !== 'pass'
  return `${rows.length === 0 ? '' : table}
${calls.map((call) => callBlock(call, t, isOpen)).join('\n')}`
}

function callBlock(call: EvidenceCall, t: Translate, isOpen: boolean): string {
  const body = (name: Bilingual, text: string | null) =>
    text === null || text === '' ? '' : `<b>${e(t(name))}</b><pre>${e(text)}</pre>`
  const error = call.error === null ? '' : `<p class="fail">${e(call.error)}</p>`
  const at = call.at === null ? '' : ` <small>${e(localTime(call.at))}</small>`
  const id =
    call.correlationId === null ? '' : `<p><small>X-Request-ID ${e(call.correlationId)}</small></p>`
  return `<details class="call"${isOpen ? ' open' : ''}><summary>${e(call.method)} ${e(call.url)} → ${call.status ?? '-'} <small>${durationText(call.durationMs)}</small>${at}</summary>
${error}${id}${body(words.request, call.request)}${body(words.response, call.response)}</details>`
}

function findings(report: RunReport, t: Translate): string {
  if (report.findings.length === 0) return ''
  const lines = report.findings.map((finding) => {
    const diff = diffLines(finding.diff, t)
    const paths = diff.length === 0 ? '' : `<pre>${e(diff.join('\n'))}</pre>`
    return `<li>${e(findingText(finding, t))}${paths}</li>`
  })
  return `<h2>${e(t(words.findings))}</h2><ul>${lines.join('')}</ul>`
}

function list(title: string, lines: readonly string[]): string {
  if (lines.length === 0) return ''
  return `<h2>${e(title)}</h2><ul>${lines.map((line) => `<li>${e(line)}</li>`).join('')}</ul>`
}

/** Text from outside is text; what no page may hold is replaced. */
function e(text: string): string {
  return (
    text
      // eslint-disable-next-line no-control-regex -- these are exactly what HTML does not allow
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]|\p{Cs}/gu, '\ufffd')
      .replace(/[&<>"']/g, (mark) => `&#${mark.codePointAt(0) ?? 0};`)
  )
}
