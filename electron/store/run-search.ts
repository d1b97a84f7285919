import type { RunReport } from '../../shared/domain/checklist'

/** Everything a person may remember of a run, as one text that a query is looked for in. */
export function searchTextOf(report: RunReport): string {
  const { run, environment, items, notes, attachments, signOffs } = report
  const parts = [
    ...[run.id, environment.profile.id, environment.profile.name],
    ...[run.tester, run.account ?? '', run.talentId],
    ...items.flatMap(({ id, title, verdict, cause }) =>
      verdict === 'pass' ? [] : [id, title.zh, title.en, cause?.code ?? '', cause?.reason ?? ''],
    ),
    ...notes.map(({ text }) => text),
    ...items.map(({ manual }) => manual?.note ?? ''),
    ...attachments.map(({ fileName }) => fileName),
    ...signOffs.map(({ name }) => name),
  ]
  return parts.filter((part) => part !== '').join('\n')
}

/**
 * The form in which texts are compared: one case, and one form of letters that can be written in two
 * (file names of macOS have the other one). Control characters and halves of pairs are no text.
 */
export function folded(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replace(/\p{Cs}|(?!\n)\p{Cc}/gu, ' ')
}
