import type { Plan, PlanStep } from '../../shared/domain/plans'
import type { Bilingual } from '../../shared/domain/text'

/** The fixed words of a plan's report. */
export const words = {
  bringUp: { zh: '启动报告', en: 'Bring-up report' },
  shutdown: { zh: '关闭报告', en: 'Shutdown report' },
  result: { zh: '结论', en: 'Result' },
  environment: { zh: '环境', en: 'Environment' },
  profile: { zh: '环境名称', en: 'Profile' },
  version: { zh: '控制台版本', en: 'Console version' },
  prepared: { zh: '准备', en: 'Prepared' },
  started: { zh: '开始', en: 'Started' },
  finished: { zh: '结束', en: 'Finished' },
  duration: { zh: '用时', en: 'Duration' },
  notStarted: { zh: '没有开始', en: 'not started' },
  notFinished: { zh: '没有结束', en: 'not finished' },
  steps: { zh: '步骤', en: 'Steps' },
  step: { zh: '步骤', en: 'Step' },
  state: { zh: '状态', en: 'State' },
  how: { zh: '做了什么、结果', en: 'What and how' },
  problems: { zh: '问题与下一步', en: 'Problems and next steps' },
  next: { zh: '下一步', en: 'Next step' },
  attempts: { zh: '先前的尝试', en: 'Earlier attempts' },
  skipped: { zh: '跳过', en: 'Skipped' },
  byPerson: { zh: '由人跳过', en: 'skipped by a person' },
  byConsole: { zh: '由控制台跳过', en: 'skipped by the console' },
  warnings: { zh: '警告', en: 'Warnings' },
  stopped: { zh: '停止了什么', en: 'What was stopped' },
  unstopped: { zh: '未能停止', en: 'What could not be stopped' },
  ports: { zh: '端口', en: 'Ports' },
  logs: { zh: '日志', en: 'Logs' },
  found: { zh: '控制台再次启动时发现', en: 'Found when the console was opened again' },
  output: { zh: '最后的输出', en: 'Last output' },
} as const satisfies Record<string, Bilingual>

/** A state's shape and words; the shape tells it without colour. */
export const stateWords: Readonly<Record<PlanStep['state'], { mark: string; name: Bilingual }>> = {
  waiting: { mark: '…', name: { zh: '没有轮到', en: 'not reached' } },
  running: { mark: '▶', name: { zh: '进行中', en: 'running' } },
  done: { mark: '✔', name: { zh: '完成', en: 'done' } },
  warned: { mark: '⚠', name: { zh: '有警告', en: 'with warnings' } },
  failed: { mark: '✘', name: { zh: '失败', en: 'failed' } },
  skipped: { mark: '↷', name: { zh: '跳过', en: 'skipped' } },
}

/** The plan in one line that claims nothing that was not proven. */
export function headlineOf(plan: Plan): Bilingual {
  return plan.kind === 'bring-up' ? bringUpHeadline(plan) : shutdownHeadline(plan)
}

const ends: Record<Plan['state'], Bilingual> = {
  ready: { zh: '没有开始', en: 'not started' },
  running: { zh: '还在进行', en: 'still under way' },
  held: { zh: '停在失败的步骤', en: 'held by a failed step' },
  done: { zh: '', en: '' },
  cancelled: { zh: '已取消', en: 'cancelled' },
  interrupted: { zh: '控制台中途结束', en: 'the console ended in the middle' },
}

function bringUpHeadline(plan: Plan): Bilingual {
  const left = byPerson(plan)
  const verified = plan.steps.find(({ kind }) => kind === 'verify')
  if (plan.state !== 'done')
    return unfinished(plan, { zh: '启动未完成', en: 'Bring-up not finished' })
  if (left.length > 0) {
    return {
      zh: `步骤已走完，但有 ${left.length} 步被人跳过、未经证实`,
      en: `All steps were gone through, but ${left.length} were skipped by a person and are unproven`,
    }
  }
  if (verified === undefined || (verified.state !== 'done' && verified.state !== 'warned')) {
    return {
      zh: '步骤已走完，但没有核实',
      en: 'All steps were gone through, but nothing was verified',
    }
  }
  const warned = count(plan, 'warned')
  return warned === 0
    ? { zh: '已启动，全部核实', en: 'Up, and all verified' }
    : { zh: `已启动，但有 ${warned} 项警告`, en: `Up, but with ${warned} warnings` }
}

function shutdownHeadline(plan: Plan): Bilingual {
  const unstopped = unstoppedSteps(plan).length
  const tail =
    unstopped === 0
      ? null
      : { zh: `有 ${unstopped} 项未能停止`, en: `${unstopped} could not be stopped` }
  if (plan.state !== 'done') {
    const { zh, en } = unfinished(plan, { zh: '关闭未完成', en: 'Shutdown not finished' })
    return tail === null ? { zh, en } : { zh: `${zh}；${tail.zh}`, en: `${en}; ${tail.en}` }
  }
  if (tail !== null) return tail
  const left = byPerson(plan).length
  if (left > 0) {
    return {
      zh: `步骤已走完，但有 ${left} 步被人跳过、未经证实`,
      en: `All steps were gone through, but ${left} were skipped by a person and are unproven`,
    }
  }
  const warned = count(plan, 'warned')
  return warned === 0
    ? { zh: '全部已停止，端口已释放', en: 'All stopped, ports free' }
    : {
        zh: `控制台启动的都已停止，但有 ${warned} 项警告`,
        en: `All that the console started is stopped, but with ${warned} warnings`,
      }
}

function unfinished(plan: Plan, { zh, en }: Bilingual): Bilingual {
  const failed = plan.steps.filter(({ state }) => state === 'failed').length
  const end = ends[plan.state]
  return failed === 0
    ? { zh: `${zh}（${end.zh}）`, en: `${en} (${end.en})` }
    : { zh: `${zh}（${end.zh}，${failed} 步失败）`, en: `${en} (${end.en}, ${failed} failed)` }
}

/** Stops that did not succeed, a person's skip included. */
export function unstoppedSteps(plan: Plan): PlanStep[] {
  return plan.steps.filter(
    ({ kind, state, skipped }) =>
      kind === 'stop' && (state === 'failed' || skipped?.byPerson === true),
  )
}

function byPerson({ steps }: Plan): PlanStep[] {
  return steps.filter(({ skipped }) => skipped?.byPerson === true)
}

function count({ steps }: Plan, state: PlanStep['state']): number {
  return steps.filter((step) => step.state === state).length
}
