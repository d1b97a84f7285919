import { mkdir, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Plan, PlanStep } from '../../shared/domain/plans'
import { inLanguage, type Bilingual, type Language } from '../../shared/domain/text'
import { assertNoSecret, type SecretFinder } from '../evidence/leak'
import { cell, table } from '../reports/markdown'
import { durationText, localTime } from '../reports/time'
import { publish } from './new-file'
import { headlineOf, stateWords, unstoppedSteps, words } from './report-words'

/** What a report says besides the plan itself. */
export interface ReportContext {
  consoleVersion: string
  language: Language
  now: number
  /** What went wrong around the plan, e.g. that it could not be kept on disk. */
  notes: readonly Bilingual[]
}

const outputLines = 20
const outputChars = 400

/** The plan as Markdown, in one language. */
export function planReport(plan: Plan, context: ReportContext): string {
  const t = (text: Bilingual): string => inLanguage(text, context.language)
  const title = plan.kind === 'bring-up' ? words.bringUp : words.shutdown
  const parts = [
    `# ${t(title)}`,
    '',
    `**${t(words.result)}: ${cell(t(headlineOf(plan)))}**`,
    '',
    `## ${t(words.environment)}`,
    '',
    ...facts(plan, context, t).map(([name, value]) => `- **${name}**: ${cell(value)}`),
    '',
    ...section(t(words.found), bullets(plan.found.map(t))),
    `## ${t(words.steps)}`,
    '',
    ...table(
      ['#', words.step, words.state, words.duration, words.how].map((head) =>
        typeof head === 'string' ? head : t(head),
      ),
      plan.steps.map((step) => row(step, t)),
    ),
    '',
    ...section(
      t(words.problems),
      plan.steps.flatMap((step) => problemLines(step, t)),
    ),
    ...section(
      t(words.attempts),
      plan.steps.flatMap((step) => attemptLines(step, t)),
    ),
    ...(plan.kind === 'shutdown' ? stops(plan, t) : []),
    ...section(
      t(words.skipped),
      plan.steps.flatMap((step) => skipLines(step, t)),
    ),
    ...section(t(words.warnings), [
      ...bullets(context.notes.map(t)),
      ...plan.steps.flatMap((step) => warningLines(step, t)),
    ]),
    ...plan.steps.flatMap((step) => shownOutput(step, plan, t)),
  ]
  return `${parts.join('\n').trimEnd()}\n`
}

type Translate = (text: Bilingual) => string

function facts(
  plan: Plan,
  { consoleVersion, now }: ReportContext,
  t: Translate,
): [string, string][] {
  const { startedAt, finishedAt } = plan
  const end = finishedAt ?? now
  return [
    [t(words.profile), plan.profile.name],
    [t(words.version), consoleVersion],
    [t(words.prepared), localTime(plan.preparedAt)],
    [t(words.started), startedAt === null ? t(words.notStarted) : localTime(startedAt)],
    [t(words.finished), finishedAt === null ? t(words.notFinished) : localTime(finishedAt)],
    ...(startedAt === null
      ? []
      : [[t(words.duration), durationText(Math.max(0, end - startedAt))] as [string, string]]),
  ]
}

function row(step: PlanStep, t: Translate): string[] {
  return [
    String(step.phase + 1),
    t(step.title),
    stateText(step, t),
    durationOf(step),
    [step.command === null ? null : `$ ${step.command}`, outcome(step, t)]
      .filter((part) => part !== null && part !== '')
      .join(' — '),
  ]
}

function stateText({ state }: Pick<PlanStep, 'state'>, t: Translate): string {
  const { mark, name } = stateWords[state]
  return `${mark} ${t(name)}`
}

function durationOf({ startedAt, endedAt }: Pick<PlanStep, 'startedAt' | 'endedAt'>): string {
  if (startedAt === null || endedAt === null) return '-'
  return durationText(Math.max(0, endedAt - startedAt))
}

function outcome({ result, problem, skipped }: PlanStep, t: Translate): string {
  if (skipped !== null) {
    return `${t(skipped.byPerson ? words.byPerson : words.byConsole)}: ${t(skipped.reason)}`
  }
  if (problem !== null) return t(problem.message)
  return result === null ? '' : t(result)
}

function problemLines({ problem, title, skipped }: PlanStep, t: Translate): string[] {
  if (problem === null) return []
  const after = skipped === null ? '' : ` — ${t(words.byPerson)}: ${cell(t(skipped.reason))}`
  return [
    `- **${cell(t(title))}**: ${cell(t(problem.message))} (${cell(problem.code)})${after}`,
    `  - ${t(words.next)}: ${cell(t(problem.hint))}`,
  ]
}

/** What was tried again, however well it went in the end. */
function attemptLines({ attempts, title }: PlanStep, t: Translate): string[] {
  return attempts.map((attempt, index) => {
    const { words: said } = attempt
    const head = `**${cell(t(title))}** (${index + 1}): ${stateText(attempt, t)}`
    return `- ${head}, ${durationOf(attempt)} — ${cell(t(said))}`
  })
}

function skipLines({ skipped, title }: PlanStep, t: Translate): string[] {
  if (skipped === null) return []
  const who = t(skipped.byPerson ? words.byPerson : words.byConsole)
  return [`- **${cell(t(title))}** (${who}): ${cell(t(skipped.reason))}`]
}

function warningLines({ warnings, title, state }: PlanStep, t: Translate): string[] {
  if (state === 'waiting') return []
  return warnings.map((warning) => `- **${cell(t(title))}**: ${cell(t(warning))}`)
}

/** What was stopped, how and how long it took, and what was not. */
function stops(plan: Plan, t: Translate): string[] {
  const stopped = plan.steps.filter(
    ({ kind, state }) => kind === 'stop' && (state === 'done' || state === 'warned'),
  )
  const lines = stopped.map(
    (step) => `- **${cell(t(step.title))}**: ${cell(outcome(step, t))} (${durationOf(step)})`,
  )
  const left = unstoppedSteps(plan).map((step) => {
    const why = step.problem === null ? outcome(step, t) : t(step.problem.message)
    return `- **${cell(t(step.title))}**: ${cell(why)}`
  })
  return [...section(t(words.stopped), lines), ...section(t(words.unstopped), left)]
}

/** Output stands indented, where Markdown reads nothing into it. */
function shownOutput(step: PlanStep, { kind }: Plan, t: Translate): string[] {
  const isProof = kind === 'shutdown' && (step.kind === 'ports-free' || step.kind === 'logs')
  const isAmiss = step.state === 'failed' || step.problem !== null
  if (step.output.length === 0 || (!isProof && !isAmiss)) return []
  const heading = isProof
    ? t(step.kind === 'logs' ? words.logs : words.ports)
    : `${t(words.output)}: ${cell(t(step.title))}`
  const lines = isProof ? step.output : step.output.slice(-outputLines)
  const shown = lines.map((line) => `    ${inert(typeof line === 'string' ? line : t(line))}`)
  return [`## ${heading}`, '', ...shown, '']
}

function inert(line: string): string {
  return line.replace(/\p{Cc}|\p{Cs}|[\u2028\u2029]/gu, '\ufffd').slice(0, outputChars)
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`## ${title}`, '', ...lines, '']
}

function bullets(lines: readonly string[]): string[] {
  return lines.map((line) => `- ${cell(line)}`)
}

export interface WritePlanReport extends ReportContext {
  folder: string
  mask(text: string): string
  findSecret: SecretFinder['findIn']
}

/** Writes the report under a name that nobody has yet; answers that name. */
export async function writePlanReport(plan: Plan, options: WritePlanReport): Promise<string> {
  const { folder, mask, findSecret } = options
  const name = `${plan.kind}-${fileStamp(plan.startedAt ?? plan.preparedAt)}`
  const text = mask(planReport(plan, options))
  assertNoSecret(`${name}.md`, text, { findIn: findSecret })
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const beside = join(folder, `.${name}.${process.pid}.tmp`)
  await rm(beside, { force: true })
  const file = await open(beside, 'wx', 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } catch (error) {
    await rm(beside, { force: true })
    throw error
  } finally {
    await file.close()
  }
  return publish(beside, { folder, name, ending: '.md' })
}

/** `20251124-165146` in local time, as the people who read it live in it. */
function fileStamp(epochMs: number): string {
  return localTime(epochMs).slice(0, 19).replace(/[-:]/g, '').replace(' ', '-')
}
