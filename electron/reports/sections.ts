import type { Cause, Finding, ItemResult, RunReport } from '../../shared/domain/checklist'
import type { ShapeDiff } from '../../shared/domain/contracts'
import { inLanguage, type Bilingual, type Language } from '../../shared/domain/text'
import { localTime } from './time'
import { runVerdictWords, verdictWords, words } from './wording'

/** One fact of a report: its name and its value, both still plain text. */
export type Fact = readonly [name: string, value: string]

/** Picks wording of one language. */
export type Translate = (text: Bilingual) => string

/** Translator of a report. */
export function translator(language: Language): Translate {
  return (text) => inLanguage(text, language)
}

/** Verdict and the three numbers, as one line. */
export function headline({ verdict, totals }: RunReport, t: Translate): string {
  return (
    `${t(runVerdictWords[verdict])} — ${t(words.passed)} ${totals.passed} · ` +
    `${t(words.failed)} ${totals.failed} · ${t(words.unproven)} ${totals.unproven} ` +
    `(${t(words.of)} ${totals.total})`
  )
}

/** What the run ran on and who ran it. */
export function runFacts({ run, environment }: RunReport, t: Translate): Fact[] {
  const facts: Fact[] = [
    [t(words.profile), `${environment.profile.name} (${environment.profile.id})`],
    [t(words.tester), run.tester || '-'],
    [t(words.account), `${run.account ?? '-'} (${run.role ?? '-'})`],
    [t(words.talent), run.talentId],
    [t(words.started), localTime(run.startedAt)],
    [t(words.finished), localTime(run.finishedAt)],
    [t(words.version), `${environment.consoleVersion} · ${environment.platform}`],
  ]
  if (run.attempts.length > 1) facts.push([t(words.attempts), String(run.attempts.length)])
  if (run.readOnly !== null) facts.push([t(words.readOnly), run.readOnly])
  return facts
}

/** A verdict as shape and word. */
export function verdictText(verdict: ItemResult['verdict'], t: Translate): string {
  return `${verdictWords[verdict].mark} ${t(verdictWords[verdict].name)}`
}

/** Code of a cause with the failure mode behind it. */
export function codeText({ code, reason }: Cause): string {
  return reason === null ? code : `${code} / ${reason}`
}

/** What a person noted about an item; null when nobody did. */
export function manualText({ manual }: ItemResult, t: Translate): string | null {
  if (manual === null) return null
  const { verdict, name, at, note } = manual
  return `${t(words.manual)}: ${verdictText(verdict, t)} · ${name} · ${localTime(at)} · ${note}`
}

/** Every attempt of an item as one line; null when there was only one. */
export function attemptsText(item: ItemResult, t: Translate): string | null {
  if (item.earlier.length === 0) return null
  const tries = [...item.earlier, item].map(
    ({ attempt, verdict }) => `${attempt}. ${verdictText(verdict, t)}`,
  )
  return `${tries.join(' → ')}${item.flaky ? ` (${t(words.flaky)})` : ''}`
}

/** The remark beside an item: the cause, what a person found, earlier attempts. */
export function remarkOf(item: ItemResult, t: Translate): string {
  const cause = item.cause === null ? null : t(item.cause.message)
  return [cause, manualText(item, t), attemptsText(item, t)].filter((part) => part).join(' · ')
}

/** What differs in a contract, a line a path. */
export function diffLines(diff: ShapeDiff | null, t: Translate): string[] {
  if (diff === null) return []
  return [
    ...diff.added.map(({ path, type }) => `+ ${path}: ${type} (${t(words.added)})`),
    ...diff.removed.map(({ path, type }) => `− ${path}: ${type} (${t(words.removed)})`),
    ...diff.changed.map(
      ({ path, before, after }) => `≠ ${path}: ${before} → ${after} (${t(words.changed)})`,
    ),
  ]
}

/** One line a finding. */
export function findingText({ message, detail }: Finding, t: Translate): string {
  return `${t(message)} (${detail})`
}

/** Notes and attachments, oldest first. */
export function recordLines({ notes, attachments }: RunReport, t: Translate): string[] {
  const place = (itemId: string | null) => (itemId === null ? '' : `[${itemId}] `)
  const lines = [
    ...notes.map(({ at, itemId, name, text }) => ({
      at,
      line: `${localTime(at)} · ${name} · ${place(itemId)}${text}`,
    })),
    ...attachments.map(({ at, itemId, name, fileName, sha256, bytes }) => ({
      at,
      line:
        `${localTime(at)} · ${name} · ${place(itemId)}${t(words.attachment)} ${fileName} ` +
        `(${bytes} B, sha256 ${sha256.slice(0, 12)})`,
    })),
  ]
  return lines.sort((one, other) => one.at - other.at).map(({ line }) => line)
}

/** Every sign-off, withdrawn ones too. */
export function signOffLines({ signOffs }: RunReport, t: Translate): string[] {
  return signOffs.map(({ name, at, statement, sha256, withdrawn }) => {
    const seal = `${name} · ${localTime(at)} · ${statement} · ${t(words.digest)} ${sha256}`
    if (withdrawn === null) return seal
    const by = `${withdrawn.name} · ${localTime(withdrawn.at)} · ${withdrawn.reason}`
    return `${seal} — ${t(words.withdrawn)}: ${by}`
  })
}
