import type { Plan, PlanStep } from '../../../shared/domain/plans'
import type { Project, ProjectSide, Script as ProjectScript } from '../../../shared/domain/projects'
import { someTime } from '../../test-data'

/** A step that waits, with what the test changes about it. */
export function step(id: string, change: Partial<PlanStep> = {}): PlanStep {
  return {
    id,
    kind: 'start',
    subject: null,
    phase: 0,
    title: { zh: `步骤 ${id}`, en: `Step ${id}` },
    command: null,
    state: 'waiting',
    startedAt: null,
    endedAt: null,
    output: [],
    result: null,
    warnings: [],
    problem: null,
    skipped: null,
    proposal: null,
    attempts: [],
    repeat: null,
    ...change,
  }
}

/** A step that took 1.5 s. */
export function doneStep(id: string, change: Partial<PlanStep> = {}): PlanStep {
  return step(id, {
    state: 'done',
    startedAt: someTime,
    endedAt: someTime + 1_500,
    result: { zh: `${id} 好了`, en: `${id} done` },
    ...change,
  })
}

/** A step that failed on a port. */
export function failedStep(id: string, change: Partial<PlanStep> = {}): PlanStep {
  return doneStep(id, {
    state: 'failed',
    result: null,
    problem: {
      code: 'PORT_TAKEN',
      message: { zh: '8207 被占用', en: '8207 is taken' },
      hint: { zh: '关掉占用它的程序', en: 'end the program that holds it' },
      port: 8207,
    },
    ...change,
  })
}

/** A bring-up that is listed. */
export function bringUp(change: Partial<Plan> = {}): Plan {
  return {
    id: 'plan-1',
    kind: 'bring-up',
    profile: { id: 'dev', name: '开发环境' },
    state: 'ready',
    preparedAt: someTime,
    startedAt: null,
    finishedAt: null,
    steps: [step('one'), step('two', { phase: 1 })],
    found: [],
    report: null,
    reportProblem: null,
    ...change,
  }
}

/** A bring-up that came to its end. */
export function finished(steps: PlanStep[], change: Partial<Plan> = {}): Plan {
  return bringUp({
    state: 'done',
    startedAt: someTime,
    finishedAt: someTime + 80_000,
    steps,
    ...change,
  })
}

export function script(path: string, change: Partial<ProjectScript> = {}): ProjectScript {
  return {
    path,
    purpose: 'start',
    explains: { zh: `${path} 启动服务。`, en: `${path} starts services.` },
    warnings: [],
    isExecutable: true,
    isKnown: true,
    ...change,
  }
}

export function project(side: ProjectSide, change: Partial<Project> = {}): Project {
  return {
    side,
    folder: `/home/dev/${side}`,
    problem: null,
    launch: null,
    offers: [],
    scripts: [],
    composeFiles: [],
    isRunning: false,
    isInProfile: false,
    ...change,
  }
}
