import { readFile, rename, rm } from 'node:fs/promises'
import { Plan } from '../../shared/domain/plans'
import type { Bilingual } from '../../shared/domain/text'
import { writeWhole } from '../process/run-record'
import { problem } from './problem'

/** The newest plan of a profile on disk. */
export interface PlanFile {
  /** Null when there is none; one that cannot be understood is set aside. */
  read(): Promise<Plan | null>
  /** Writes one at a time, of several that wait the newest alone; never rejects. */
  save(plan: Plan): Promise<void>
  /** Why the newest plan does not stand on disk; null when it does. */
  problem(): string | null
}

export interface PlanFileDeps {
  path: string
  onBug(message: string, error: unknown): void
}

/** Opens the file in which a profile's plan survives the console. */
export function createPlanFile({ path, onBug }: PlanFileDeps): PlanFile {
  let waiting: Plan | null = null
  let writing: Promise<void> | null = null
  let failure: string | null = null

  const drain = async (): Promise<void> => {
    while (waiting !== null) {
      const plan = waiting
      waiting = null
      try {
        await writeWhole(path, JSON.stringify(plan, null, 2))
        failure = null
      } catch (error) {
        // One word for a disk that stays full, however many steps follow.
        if (failure === null) onBug('the plan could not be kept on disk', error)
        failure = error instanceof Error ? error.message : String(error)
        await rm(`${path}.${process.pid}.tmp`, { force: true }).catch(() => undefined)
      }
    }
    writing = null
  }
  return {
    async read() {
      const text = await readFile(path, 'utf8').catch((error: unknown) => {
        if (!isMissing(error)) onBug('the stored plan could not be read', error)
        return null
      })
      if (text === null) return null
      try {
        return Plan.parse(JSON.parse(text))
      } catch (error) {
        onBug('the stored plan is damaged and was set aside', error)
        await rename(path, `${path}.damaged`).catch((moved: unknown) => {
          onBug('the damaged plan could not be set aside', moved)
        })
        return null
      }
    },
    save(plan) {
      waiting = plan
      writing ??= drain()
      return writing
    },
    problem: () => failure,
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}

/** What a stored plan is to the next console; one that was never started is none. */
export function reopened(plan: Plan, found: readonly Bilingual[], at: number): Plan | null {
  if (plan.state === 'ready') return null
  if (plan.state !== 'running' && plan.state !== 'held') return plan
  return {
    ...plan,
    state: 'interrupted',
    found: [...found],
    steps: plan.steps.map((step) =>
      step.state === 'running'
        ? { ...step, state: 'failed', endedAt: at, problem: interruption(step) }
        : step,
    ),
  }
}

const doing: Record<Plan['steps'][number]['kind'], Bilingual> = {
  folder: { zh: '正在检查项目文件夹', en: 'a project folder was being checked' },
  docker: { zh: '正在检查 Docker', en: 'Docker was being checked' },
  venv: { zh: '正在检查虚拟环境', en: 'the virtual environment was being checked' },
  env: { zh: '正在检查 .env', en: 'the .env was being checked' },
  ports: { zh: '正在检查端口', en: 'ports were being checked' },
  start: { zh: '正在启动，它可能已经起来了', en: 'it was being started and may be running by now' },
  wait: { zh: '正在等它应答', en: 'its answer was being waited for' },
  verify: { zh: '正在核实所有服务', en: 'all services were being verified' },
  stop: { zh: '正在停止，它可能还在运行', en: 'it was being stopped and may still run' },
  'ports-free': { zh: '正在确认端口已释放', en: 'freed ports were being confirmed' },
  logs: {
    zh: '正在归档日志，原文件在核对之前不会被清空',
    en: 'logs were being archived; no log is emptied before its archive is verified',
  },
}

function interruption({ kind, output }: Plan['steps'][number]) {
  const line = output.at(-1) ?? ''
  const last = typeof line === 'string' ? { zh: line, en: line } : line
  const { zh, en } = doing[kind]
  return problem(
    'INTERRUPTED',
    {
      zh: `控制台在这一步中途结束：当时${zh}${last.zh === '' ? '' : `；最后一行输出：${last.zh}`}`,
      en: `The console ended in the middle of this step: ${en}${last.en === '' ? '' : `; last line of output: ${last.en}`}`,
    },
    {
      zh: '继续会从头准备同样的步骤：已经在运行的会被认出，不会再启动一次',
      en: 'Going on prepares the same steps anew: what already runs is recognised and not started again',
    },
  )
}
