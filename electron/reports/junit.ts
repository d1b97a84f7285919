import type { ItemResult, RunReport } from '../../shared/domain/checklist'
import { inLanguage, type Language } from '../../shared/domain/text'
import { attemptsText, codeText, manualText, runFacts, translator } from './sections'

/**
 * The run as JUnit XML: fail is a failure, unknown an error; denied, blocked and skipped are skipped
 * with their reason, so that no CI server counts them as passed.
 */
export function junitReport(report: RunReport, language: Language): string {
  const count = (verdict: ItemResult['verdict']) =>
    report.items.filter((item) => item.verdict === verdict).length
  const skipped = count('denied') + count('blocked') + count('skipped')
  const seconds = (report.run.finishedAt - report.run.startedAt) / 1_000
  const attributes =
    `tests="${report.items.length}" failures="${count('fail')}" ` +
    `errors="${count('unknown')}" skipped="${skipped}" time="${seconds.toFixed(3)}"`
  const cases = report.items.map((item) => testCase(item, language))
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="Looma Console" ${attributes}>
  <testsuite name="${x(report.environment.profile.name)}" ${attributes} timestamp="${new Date(report.run.startedAt).toISOString().slice(0, 19)}">
${properties(report, language)}
${cases.join('\n')}
  </testsuite>
</testsuites>
`
}

/** What the run ran on, where CI servers show it. */
function properties(report: RunReport, language: Language): string {
  const t = translator(language)
  const gate = report.gate === null ? [] : [['gate', t(report.gate.sentence)] as const]
  const named = [
    ['verdict', report.verdict] as const,
    ...runFacts(report, t),
    ...gate,
    ...report.rootCauses.map(({ cause }) => [codeText(cause), t(cause.message)] as const),
  ]
  const lines = named.map(
    ([name, value]) => `      <property name="${x(name)}" value="${x(value)}"/>`,
  )
  return `    <properties>\n${lines.join('\n')}\n    </properties>`
}

function testCase(item: ItemResult, language: Language): string {
  const head = `    <testcase classname="${x(item.group)}" name="${x(`${item.id} ${inLanguage(item.title, language)}`)}" time="${(item.durationMs / 1_000).toFixed(3)}"`
  const inner = [outcome(item, language), remarks(item, language)].filter((part) => part !== null)
  return inner.length === 0
    ? `${head}/>`
    : `${head}>\n      ${inner.join('\n      ')}\n    </testcase>`
}

function outcome(item: ItemResult, language: Language): string | null {
  if (item.verdict === 'pass') return null
  const message = item.cause === null ? item.verdict : inLanguage(item.cause.message, language)
  const code = item.cause === null ? item.verdict : codeText(item.cause)
  if (item.verdict === 'fail' || item.verdict === 'unknown') {
    const tag = item.verdict === 'fail' ? 'failure' : 'error'
    const unmet = item.assertions
      .filter((assertion) => !assertion.ok)
      .map((a) => `${a.id}: expected ${a.expected}, actual ${a.actual}`)
    return `<${tag} type="${x(code)}" message="${x(message)}">${x(unmet.join('\n'))}</${tag}>`
  }
  return `<skipped message="${x(`${item.verdict}: ${message}`)}"/>`
}

/** Earlier attempts and what a person found: shown, never counted. */
function remarks(item: ItemResult, language: Language): string | null {
  const t = translator(language)
  const lines = [attemptsText(item, t), manualText(item, t)].filter((line) => line !== null)
  return lines.length === 0 ? null : `<system-out>${x(lines.join('\n'))}</system-out>`
}

/** XML 1.0 text: reserved marks escaped, characters it cannot hold replaced. */
function x(text: string): string {
  return (
    text
      // eslint-disable-next-line no-control-regex -- these are exactly what XML 1.0 forbids
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
      .replace(/\p{Cs}/gu, '\ufffd')
      .replace(/[&<>"'\n\r\t]/g, (mark) => `&#${mark.codePointAt(0) ?? 0};`)
  )
}
