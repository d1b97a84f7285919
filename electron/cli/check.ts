import { access, constants, mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { ItemResult, RunProgress, RunReport } from '../../shared/domain/checklist'
import { inLanguage, type Language } from '../../shared/domain/text'
import { startRun } from '../checklist/start-run'
import { verdictWords, runVerdictWords, words } from '../reports/wording'
import { codeText, type Translate } from '../reports/sections'
import { durationText } from '../reports/time'
import { writeReports } from '../reports/write'
import { createGate } from '../zervigo/gate'
import { createSecrets, type Secrets } from '../zervigo/secrets'
import type { CliIo } from './io'
import { openTarget } from './target'
import { exitCodes, UsageError, type Command } from './usage'

type CheckCommand = Extract<Command, { name: 'check' }>

/** Runs the checklist once and answers the exit code. */
export async function check(command: CheckCommand, io: CliIo): Promise<number> {
  const secrets = createSecrets()
  const { out } = command
  if (out !== null) await makeFolder(out)
  const target = await openTarget(command.profile, io, secrets)
  try {
    const report = await startRun({
      profile: target.profile,
      account: target.account,
      token: null,
      options: optionsOf(command),
      defaultTalentId: 'test_talent_123',
      consoleVersion: io.version,
      secrets,
      loomaGate: createGate(target.profile.looma.concurrency),
      signal: io.signal,
      now: Date.now,
      onCall: () => undefined,
      onProgress: progressPrinter(command.language, io),
      onBug: (item, error) => io.err(`${item}: ${secrets.mask(String(error))}\n`),
    })
    if (command.json) io.out(`${secrets.mask(JSON.stringify(report, null, 2))}\n`)
    else io.out(secrets.mask(table(report, command.language)))
    await exportTo(out, command, report, io, secrets)
    return exitCodes[report.verdict]
  } finally {
    await target.close()
  }
}

/** Before the run: nobody wants to learn after it that its report has no place. */
async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true })
    await access(folder, constants.W_OK)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new UsageError(`--out "${folder}": allowed is a folder that can be written (${reason})`)
  }
}

function optionsOf(command: CheckCommand) {
  return {
    tester: command.tester,
    skip: command.skip,
    ...(command.talent === null ? {} : { talentId: command.talent }),
    ...(command.only === null ? {} : { only: command.only }),
    ...(command.readOnly === null ? {} : { readOnly: command.readOnly }),
  }
}

async function exportTo(
  out: string | null,
  command: CheckCommand,
  report: RunReport,
  io: CliIo,
  secrets: Secrets,
): Promise<void> {
  if (out === null) return
  const folder = resolve(out)
  const { formats, language } = command
  const files = await writeReports(report, {
    ...{ folder, formats, language, printPdf: null },
    mask: (text) => secrets.mask(text),
    findSecret: (content) => secrets.findIn(content),
  })
  const print = command.json ? io.err : io.out
  for (const file of files) print(`${join(folder, file)}\n`)
}

/** Prints each item once, when it ends. */
function progressPrinter(language: Language, io: CliIo): (progress: RunProgress) => void {
  const printed = new Set<string>()
  return ({ items }) => {
    for (const { id, result } of items) {
      if (result === null || printed.has(id)) continue
      printed.add(id)
      io.err(`${line(result, language)}\n`)
    }
  }
}

function line(item: ItemResult, language: Language): string {
  const { mark, name } = verdictWords[item.verdict]
  const state = `${mark} ${inLanguage(name, language)}`
  return `${padded(state, 9)} ${padded(item.id, 22)} ${durationText(item.durationMs)}`
}

/** The run as a table for the terminal. */
function table(report: RunReport, language: Language): string {
  const t = (text: Parameters<typeof inLanguage>[0]) => inLanguage(text, language)
  const { totals } = report
  const rows = report.items.flatMap((item) => {
    const head = `${line(item, language)}  ${t(item.title)}`
    if (item.cause === null) return [head]
    return [
      head,
      `          ${codeText(item.cause)}: ${t(item.cause.message)}`,
      `          → ${t(item.cause.hint)}`,
    ]
  })
  const headline =
    `${t(runVerdictWords[report.verdict])}: ` +
    `${t(words.passed)} ${totals.passed} · ${t(words.failed)} ${totals.failed} · ` +
    `${t(words.unproven)} ${totals.unproven} (${t(words.of)} ${totals.total})`
  const findings = report.findings.map((finding) => `· ${t(finding.message)} (${finding.detail})`)
  const gate = report.gate === null ? [] : [`${t(words.gate)}: ${t(report.gate.sentence)}`]
  const lines = [...rows, ...findings, ...rootCauseLines(report, t), '', ...gate, headline]
  return `${lines.join('\n')}\n`
}

/** What explains most stands first, with the items it explains. */
function rootCauseLines({ rootCauses }: RunReport, t: Translate): string[] {
  if (rootCauses.length === 0) return []
  const lines = rootCauses.map(
    ({ cause, explains }) =>
      `◆ ${t(cause.message)} (${codeText(cause)}) — ${t(words.explains)} ${explains.join(', ')}`,
  )
  return ['', `${t(words.rootCauses)}:`, ...lines]
}

/** Pads by columns: CJK characters take two. */
function padded(text: string, columns: number): string {
  const width = [...text].reduce(
    (sum, character) => sum + ((character.codePointAt(0) ?? 0) > 0x2e80 ? 2 : 1),
    0,
  )
  return text + ' '.repeat(Math.max(0, columns - width))
}
