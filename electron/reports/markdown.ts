import type { ItemResult, RunReport } from '../../shared/domain/checklist'
import { inLanguage, type Bilingual, type Language } from '../../shared/domain/text'
import { durationText, localTime } from './time'
import { runVerdictWords, verdictWords, words } from './wording'

/** The run as Markdown, in the form of the guide's results table. */
export function markdownReport(report: RunReport, language: Language): string {
  const t = (text: Bilingual) => inLanguage(text, language)
  const { run, totals, environment } = report
  const lines = [
    `# ${t(words.title)}`,
    '',
    `**${t(words.verdict)}: ${t(runVerdictWords[report.verdict])}** — ` +
      `${t(words.passed)} ${totals.passed} · ${t(words.failed)} ${totals.failed} · ` +
      `${t(words.unproven)} ${totals.unproven} (${t(words.of)} ${totals.total})`,
    '',
    `> ${t(words.rule)}`,
    '',
    `## ${t(words.environment)}`,
    '',
    `- **${t(words.profile)}**: ${cell(environment.profile.name)} (${cell(environment.profile.id)})`,
    `- **${t(words.tester)}**: ${cell(run.tester || '-')}`,
    `- **${t(words.account)}**: ${cell(run.account ?? '-')} (${cell(run.role ?? '-')})`,
    `- **${t(words.talent)}**: ${cell(run.talentId)}`,
    `- **${t(words.started)}**: ${localTime(run.startedAt)}`,
    `- **${t(words.finished)}**: ${localTime(run.finishedAt)}`,
    `- **${t(words.version)}**: ${environment.consoleVersion} · ${environment.platform}`,
    ...(run.readOnly === null ? [] : [`- **${t(words.readOnly)}**: ${cell(run.readOnly)}`]),
    '',
    ...table(
      [words.service, words.address, words.health].map(t),
      environment.services.map((service) => [
        `${service.id} (${service.reportedName ?? '-'} ${service.version ?? ''})`,
        service.url,
        service.health,
      ]),
    ),
    '',
    ...table(
      [words.item, words.state, words.remark].map(t),
      report.items.map((item) => [
        `${item.id} ${t(item.title)}`,
        `${verdictWords[item.verdict].mark} ${t(verdictWords[item.verdict].name)}`,
        item.cause === null ? durationText(item.durationMs) : t(item.cause.message),
      ]),
    ),
    '',
    ...report.items.filter((item) => item.cause !== null).flatMap((item) => detail(item, language)),
  ]
  if (report.findings.length > 0) {
    lines.push(`## ${t(words.findings)}`, '')
    lines.push(...report.findings.map((f) => `- ${cell(t(f.message))} (${cell(f.detail)})`), '')
  }
  return `${lines.join('\n')}\n`
}

function detail(item: ItemResult, language: Language): string[] {
  const t = (text: Bilingual) => inLanguage(text, language)
  const { cause } = item
  if (cause === null) return []
  const unmet = item.assertions.filter((assertion) => !assertion.ok)
  return [
    `### ${verdictWords[item.verdict].mark} \`${item.id}\` ${cell(t(item.title))}`,
    '',
    `- **${t(words.cause)}** (\`${cause.code}\`): ${cell(t(cause.message))}`,
    `- **${t(words.hint)}**: ${cell(t(cause.hint))}`,
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
        `- \`${call.method} ${codeText(call.url)}\` → ${call.status ?? '-'} (${durationText(call.durationMs)})`,
    ),
    '',
  ]
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)]
}

function codeText(url: string): string {
  return url.replaceAll('`', '%60').replace(/\s/g, (mark) => encodeURIComponent(mark))
}

/** Text from outside as one inert Markdown cell: one line, no pipes, no HTML, no links, no code. */
function cell(text: string): string {
  const line = text.replace(/\s+/g, ' ').replace(/\p{Cc}|\p{Cs}/gu, '\ufffd')
  return [...line]
    .slice(0, 500)
    .join('')
    .replace(/[\\|[\]<>*_`~]/g, (mark) => `\\${mark}`)
    .replace(/&(?=#|\w)/g, '&amp;')
}
