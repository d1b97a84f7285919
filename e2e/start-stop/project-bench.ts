import { chmod, copyFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { expect } from 'vitest'
import type { Plan, PlanKind, PlanStep } from '../../shared/domain/plans'
import type { Profile } from '../../shared/domain/profile'
import { projectSides, type ProjectLaunch, type ProjectSide } from '../../shared/domain/projects'
import { checkProfile } from '../../electron/profile/parse'
import { openConsole, type TestConsole } from '../../electron/console/test-console'
import type { BringUpTimings } from '../../electron/plans/bring-up'
import { isPortBusy } from '../../electron/process/ports'
import {
  copyProjects,
  startedFrom,
  type CopyOptions,
  type ProjectPair,
} from '../fixtures/projects/copy'
import type { Stranger } from './stranger'

/** The sample projects, chosen in a console of their own. */
export interface ProjectBench {
  pair: ProjectPair
  /** The console that is open now. */
  own(): TestConsole
  /** Everything that the test started itself, for the proof that it was left alone. */
  strangers: Stranger[]
  /** Replaces what follows the head of Zervigo's start script. */
  writeStart(body: string): Promise<void>
  /** Prepares and starts, without waiting for anything. */
  begin(kind: PlanKind): Promise<void>
  /** Resolves once the plan waits for a person or is over, its report included. */
  settled(): Promise<Plan>
  run(kind: PlanKind): Promise<Plan>
  /** Shuts down and proves that nothing of ours is left and no stranger was touched. */
  shutDown(): Promise<Plan>
  /** Ends this console and opens another on the same data. */
  reopen(): Promise<void>
  dispose(): Promise<void>
}

export interface BenchOptions extends CopyOptions {
  timings?: Partial<BringUpTimings>
  /** How long a manager may take to show once a script has left nothing. */
  leftAloneMs?: number
  /** Ways to start other than the sample's scripts; null leaves that side without a folder. */
  launches?: Partial<Record<ProjectSide, ProjectLaunch | null>>
  /** Commands of the profile itself. */
  processes?(pair: ProjectPair): Record<string, CommandInput>
  env?: Readonly<Record<string, string | undefined>>
  /** Writes the `.env` of both projects, so that no plan proposes them. */
  withEnv?: boolean
  /** Last changes before the console opens. */
  change?(pair: ProjectPair): Promise<void> | void
}

export const startScript = 'scripts/maintenance/smart-startup-enhanced.sh'
const stopScript = 'scripts/maintenance/smart-shutdown.sh'
const sampleLaunches: Record<ProjectSide, ProjectLaunch> = {
  zervigo: { kind: 'script', start: startScript, stop: stopScript },
  looma: { kind: 'app' },
}
/** A command as a profile file names it. */
export interface CommandInput {
  cwd: string
  start: string[]
  stop?: string[]
}
const head = '#!/usr/bin/env bash\nsource "$(dirname "${BASH_SOURCE[0]}")/services.bash"\n'

/** Copies the projects, opens a console and chooses how both are started. */
export async function openBench(options: BenchOptions = {}): Promise<ProjectBench> {
  const {
    timings = {},
    leftAloneMs = 60_000,
    withEnv = true,
    change,
    launches,
    processes,
    env,
    ...copy
  } = options
  const pair = await copyProjects(copy)
  if (withEnv) {
    for (const folder of [pair.zervigo, pair.looma]) {
      await copyFile(join(folder, 'env.example'), join(folder, '.env'))
    }
  }
  await change?.(pair)
  const profile = withProcesses(pair.profile, processes?.(pair) ?? {})
  const open = async (): Promise<TestConsole> => {
    const opened = await openConsole({
      ...{ serviceScript: 'unused', profile, env: env ?? process.env },
      ...{ dataFolder: join(pair.root, 'data'), planTimings: { pollMs: 100, ...timings } },
      commandTimings: { stopMs: 1_500, leftAloneMs },
      longestWaitMs: 60_000,
      askForFolder: (side) => Promise.resolve(pair[side]),
    })
    opened.program.begin()
    return opened
  }
  let own = await open()
  const strangers: Stranger[] = []
  await choose(own, { ...sampleLaunches, ...launches })

  const settled = () => settledPlan(own)
  const begin = async (kind: PlanKind): Promise<void> => {
    await own.call('plans:prepare', { kind })
    await own.call('plans:start')
  }
  const run = async (kind: PlanKind): Promise<Plan> => {
    await begin(kind)
    return settled()
  }
  return {
    ...{ pair, strangers, settled, begin, run },
    own: () => own,
    async writeStart(body) {
      await writeFile(join(pair.zervigo, startScript), `${head}${body}\n`)
      await chmod(join(pair.zervigo, startScript), 0o755)
    },
    async shutDown() {
      const plan = await run('shutdown')
      await expectNothingLeft(pair, strangers)
      return plan
    },
    async reopen() {
      await own.dispose()
      own = await open()
    },
    async dispose() {
      await own.dispose()
      for (const stranger of strangers) stranger.end()
      await pair.dispose()
    },
  }
}

async function choose(
  own: TestConsole,
  launches: Record<ProjectSide, ProjectLaunch | null>,
): Promise<void> {
  for (const side of projectSides) {
    const launch = launches[side]
    if (launch === null) continue
    await own.call('projects:choose', { side })
    await own.call('projects:launch', { side, launch })
  }
}

function withProcesses(profile: Profile, processes: Record<string, CommandInput>): Profile {
  const parsed = checkProfile({ ...profile, processes }, profile.id)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  return parsed.profile
}

/** The newest plan, once it waits for a person or is over, its report included. */
export async function settledPlan(own: TestConsole): Promise<Plan> {
  for (;;) {
    const plan = await own.call('plans:current')
    if (plan !== null && isSettled(plan)) return plan
    await pause(50)
  }
}

function isSettled({ state, report, reportProblem }: Plan): boolean {
  if (state === 'done' || state === 'cancelled') return report !== null || reportProblem !== null
  return state === 'held'
}

/** Nothing that came from the copy runs, and whoever else was there still does. */
export async function expectNothingLeft(
  { root, ports }: ProjectPair,
  strangers: readonly Stranger[],
): Promise<void> {
  expect(await startedFrom(root)).toEqual([])
  expect(await Promise.all(strangers.map((one) => one.isAlive()))).toEqual(
    strangers.map(() => true),
  )
  if (strangers.length > 0) return
  for (const port of Object.values(ports)) expect(await isPortBusy(port)).toBe(false)
}

export function stepOf(plan: Plan, id: string): PlanStep {
  const step = plan.steps.find((one) => one.id === id)
  if (step === undefined) throw new Error(`no step ${id}: ${plan.steps.map((one) => one.id)}`)
  return step
}

export const statesOf = ({ steps }: Plan): string[] =>
  steps.map(({ id, state }) => `${id} ${state}`)

/** The step holds the plan, for this cause, which is named with its facts in both languages. */
export function expectHeld(plan: Plan, id: string, code: string, facts: readonly string[]): void {
  const { state, problem } = stepOf(plan, id)
  expect({ plan: plan.state, state, code: problem?.code }).toEqual({
    ...{ plan: 'held', state: 'failed', code },
  })
  const { zh, en } = problem?.message ?? { zh: '', en: '' }
  for (const fact of facts)
    expect([zh, en]).toEqual([zh, en].map(() => expect.stringContaining(fact)))
  expect(zh).toMatch(/\p{Script=Han}/u)
  expect(en).not.toBe(zh)
  expect(problem?.hint.zh).toMatch(/\p{Script=Han}/u)
  expect(problem?.hint.en).toMatch(/^[A-Z]/)
}
