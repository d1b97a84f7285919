import type { EvidenceCall, ItemResult, RunReport } from '../../shared/domain/checklist'
import { inLanguage, type Bilingual, type Language } from '../../shared/domain/text'
import { durationText, localTime } from './time'
import { runVerdictWords, verdictWords, words } from './wording'

type Translate = (text: Bilingual) => string

/** The run as one self-contained HTML file, evidence folded; no script, nothing loaded. */
export function htmlReport(report: RunReport, language: Language): string {
  const t: Translate = (text) => inLanguage(text, language)
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
${facts(report, t)}
<h2>${e(t(words.item))}</h2>
${report.items.map((item) => itemBlock(item, t)).join('\n')}
${findings(report, t)}
</body>
</html>
`
}

function facts(report: RunReport, t: Translate): string {
  const { run, environment } = report
  const pairs: [Bilingual, string][] = [
    [words.profile, `${environment.profile.name} (${environment.profile.id})`],
    [words.tester, run.tester || '-'],
    [words.account, `${run.account ?? '-'} (${run.role ?? '-'})`],
    [words.talent, run.talentId],
    [words.started, localTime(run.startedAt)],
    [words.finished, localTime(run.finishedAt)],
    [words.version, `${environment.consoleVersion} · ${environment.platform}`],
  ]
  if (run.readOnly !== null) pairs.push([words.readOnly, run.readOnly])
  const rows = environment.services.map(
    (service) =>
      `<tr><td>${e(service.id)}</td><td>${e(service.reportedName ?? '-')} ${e(service.version ?? '')}</td>` +
      `<td>${e(service.url)}</td><td>${e(service.health)}</td></tr>`,
  )
  return `<h2>${e(t(words.environment))}</h2>
<dl>${pairs.map(([name, value]) => `<dt>${e(t(name))}</dt><dd>${e(value)}</dd>`).join('')}</dl>
<table>${rows.join('')}</table>`
}

function itemBlock(item: ItemResult, t: Translate): string {
  const { mark, name } = verdictWords[item.verdict]
  const open = item.verdict === 'fail' || item.verdict === 'denied' ? ' open' : ''
  const why =
    item.cause === null
      ? ''
      : `<p><b>${e(t(words.cause))}</b> <code>${e(item.cause.code)}</code> (${e(t(words[item.cause.confidence]))}): ${e(t(item.cause.message))}</p>
<p><b>${e(t(words.hint))}</b>: ${e(t(item.cause.hint))}</p>`
  const rows = item.assertions.map(
    (a) =>
      `<tr><td class="${a.ok ? 'pass' : 'fail'}">${a.ok ? '✔' : '✘'}</td><td>${e(a.id)}</td>` +
      `<td>${e(a.expected)}</td><td>${e(a.actual)}</td></tr>`,
  )
  return `<details class="item"${open}><summary><span class="verdict ${item.verdict}">${mark} ${e(t(name))}</span>
<code>${e(item.id)}</code> ${e(t(item.title))} <small>${durationText(item.durationMs)}</small></summary>
${why}
${rows.length === 0 ? '' : `<table><tr><th></th><th>${e(t(words.assertions))}</th><th>${e(t(words.expected))}</th><th>${e(t(words.actual))}</th></tr>${rows.join('')}</table>`}
${item.calls.map((call) => callBlock(call, t)).join('\n')}
</details>`
}

function callBlock(call: EvidenceCall, t: Translate): string {
  const body = (name: Bilingual, text: string | null) =>
    text === null || text === '' ? '' : `<b>${e(t(name))}</b><pre>${e(text)}</pre>`
  const error = call.error === null ? '' : `<p class="fail">${e(call.error)}</p>`
  return `<details class="call"><summary>${e(call.method)} ${e(call.url)} → ${call.status ?? '-'} <small>${durationText(call.durationMs)}</small></summary>
${error}${body(words.request, call.request)}${body(words.response, call.response)}</details>`
}

function findings(report: RunReport, t: Translate): string {
  if (report.findings.length === 0) return ''
  const lines = report.findings.map(
    (f) => `<li>${e(t(f.message))} <small>${e(f.detail)}</small></li>`,
  )
  return `<h2>${e(t(words.findings))}</h2><ul>${lines.join('')}</ul>`
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

const style = `
:root{color-scheme:light dark;font:14px/1.5 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
body{max-width:1080px;margin:2rem auto;padding:0 1rem}
h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:1.6rem}
.headline{display:flex;gap:1.2rem;align-items:baseline;padding:.8rem 1rem;border:1px solid #8886;border-left-width:6px;font-variant-numeric:tabular-nums}
.headline.pass{border-left-color:#2b8a3e}.headline.fail{border-left-color:#c92a2a}.headline.incomplete{border-left-color:#b26a00}
.rule,small{color:#777}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem}dt{color:#777}dd{margin:0;overflow-wrap:anywhere}
table{border-collapse:collapse;width:100%;margin:.5rem 0}td,th{border:1px solid #8884;padding:.25rem .5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}
details.item{border:1px solid #8884;margin:.3rem 0;padding:.4rem .7rem}details.call{margin:.3rem 0 .3rem 1rem}
summary{cursor:pointer}pre{white-space:pre-wrap;overflow-wrap:anywhere;background:#8881;padding:.5rem;max-height:24rem;overflow:auto}
.verdict{display:inline-block;min-width:6em;font-weight:600}.pass{color:#2b8a3e}.fail{color:#c92a2a}.denied,.blocked,.skipped,.unknown{color:#b26a00}
@media print{details{break-inside:avoid}}
`
