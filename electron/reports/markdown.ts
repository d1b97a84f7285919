import type { Cause, ItemResult, RunReport } from '../../shared/domain/checklist'
import type { Language } from '../../shared/domain/text'
import {
  attemptsText,
  codeText,
  diffLines,
  findingText,
  headline,
  manualText,
  recordLines,
  remarkOf,
  runFacts,
  signOffLines,
  translator,
  verdictText,
  type Translate,
} from './sections'
import { durationText } from './time'
import { words } from './wording'

/** The run as Markdown, in the form of the guide's results table. */
export function markdownReport(report: RunReport, language: Language): string {
  const t = translator(language)
  const lines = [
    `# ${t(words.title)}`,
    '',
    `**${t(words.verdict)}: ${headline(report, t)}**`,
    '',
    `> ${t(words.rule)}`,
    '',
    ...(report.gate === null ? [] : [`**${t(words.gate)}**: ${cell(t(report.gate.sentence))}`, '']),
    ...section(t(words.rootCauses), rootCauses(report, t)),
    `## ${t(words.environment)}`,
    '',
    ...runFacts(report, t).map(([name, value]) => `- **${name}**: ${cell(value)}`),
    '',
    ...table(
      [words.service, words.address, words.health].map(t),
      report.environment.services.map((service) => [
        `${service.id} (${service.reportedName ?? '-'} ${service.version ?? ''})`,
        service.url,
        service.health,
      ]),
    ),
    '',
    `## ${t(words.results)}`,
    '',
    ...table(
      [words.item, words.state, words.remark].map(t),
      report.items.map((item) => [
        `${item.id} ${t(item.title)}`,
        verdictText(item.verdict, t),
        remarkOf(item, t) || durationText(item.durationMs),
      ]),
    ),
    '',
    ...(report.items.some(({ manual }) => manual !== null) ? [`> ${t(words.manualRule)}`, ''] : []),
    ...report.items.flatMap((item) => detail(item, t)),
    ...section(t(words.findings), findings(report, t)),
    ...section(t(words.notes), bullets(recordLines(report, t))),
    ...section(t(words.signOff), bullets(signOffLines(report, t))),
  ]
  return `${lines.join('\n')}\n`
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`## ${title}`, '', ...lines, '']
}

function bullets(lines: readonly string[]): string[] {
  return lines.map((line) => `- ${cell(line)}`)
}

function rootCauses({ rootCauses: causes }: RunReport, t: Translate): string[] {
  return causes.flatMap(({ cause, explains }) => [
    `- **${cell(t(cause.message))}** (${codeMark(cause)}) — ${t(words.explains)} ${explains.join(', ')}`,
    `  - ${t(words.hint)}: ${cell(t(cause.hint))}`,
  ])
}

function findings({ findings: found }: RunReport, t: Translate): string[] {
  return found.flatMap((finding) => [
    `- ${cell(findingText(finding, t))}`,
    ...diffLines(finding.diff, t).map((line) => `  - ${cell(line)}`),
  ])
}

function detail(item: ItemResult, t: Translate): string[] {
  const { cause } = item
  if (cause === null) return []
  const unmet = item.assertions.filter((assertion) => !assertion.ok)
  const facts = cause.facts.map(({ name, value }) => `${name} = ${value}`)
  const more = [
    ...(facts.length === 0 ? [] : [`- **${t(words.facts)}**: ${cell(facts.join('; '))}`]),
    ...[attemptsText(item, t), manualText(item, t)].flatMap((line) =>
      line === null ? [] : [`- ${cell(line)}`],
    ),
  ]
  return [
    `### ${verdictText(item.verdict, t)} \`${item.id}\` ${cell(t(item.title))}`,
    '',
    `- **${t(words.cause)}** (${codeMark(cause)}, ${t(words[cause.confidence])}): ${cell(t(cause.message))}`,
    `- **${t(words.hint)}**: ${cell(t(cause.hint))}`,
    ...more,
    '',
    ...(unmet.length === 0
      ? []
      : [
          ...table(
            [words.assertions, words.expected, words.actual].map(t),
            unmet.map((assertion) => [assertion.id, assertion.expected, assertion.actual]),
          ),
          '',
        ]),
    ...item.calls.map(
      (call) =>
        `- \`${call.method} ${codeSpan(call.url)}\` → ${call.status ?? '-'} (${durationText(call.durationMs)})`,
    ),
    '',
  ]
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)]
}

/** A cause's code as code; one of another console may hold anything and is text. */
function codeMark(cause: Cause): string {
  const code = codeText(cause)
  return /^[\w /-]+$/.test(code) ? `\`${code}\`` : cell(code)
}

function codeSpan(url: string): string {
  return url.replaceAll('`', '%60').replace(/\s/g, (mark) => encodeURIComponent(mark))
}

/** Text from outside as one inert Markdown cell: one line, no pipes, no HTML, no links, no code. */
export function cell(text: string): string {
  const line = text.replace(/\s+/g, ' ').replace(/\p{Cc}|\p{Cs}/gu, '\ufffd')
  return [...line]
    .slice(0, 500)
    .join('')
    .replace(/[\\|[\]<>*_`~]/g, (mark) => `\\${mark}`)
    .replace(/&(?=#|\w)/g, '&amp;')
}
