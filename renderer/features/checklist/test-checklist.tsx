import { itemIds, type RunProgress, type RunReport } from '../../../shared/domain/checklist'
import type { Script } from '../../api/fake-bridge'
import { itemResult, plan, someTime } from '../../test-data'
import { stage } from '../../test-render'
import { ChecklistScreen } from './checklist-screen'

/** A run on the way: so many items done, the next one running. */
export function progressOf(done: number, change: Partial<RunProgress> = {}): RunProgress {
  return {
    id: 'run-1',
    state: 'running',
    startedAt: someTime,
    items: itemIds.map((id, index) => ({
      id,
      phase: index < done ? 'done' : index === done ? 'running' : 'waiting',
      result: index < done ? itemResult(id, 'pass') : null,
    })),
    report: null,
    ...change,
  }
}

export const finished = (of: RunReport): RunProgress =>
  progressOf(18, { state: 'finished', report: of })

/** The screen on a scripted main. */
export function checklist(script: Script = {}) {
  return stage(<ChecklistScreen />, {
    'checklist:plan': () => plan,
    'checklist:current': () => null,
    ...script,
  })
}

export const items = () => [...document.querySelectorAll<HTMLElement>('[data-item]')]
export const item = (id: string) => {
  const found = items().find((one) => one.dataset['item'] === id)
  if (found === undefined) throw new Error(`no item ${id}`)
  return found
}
export const figure = (name: string) =>
  document.querySelector(`[data-figure="${name}"] dd`)?.textContent ?? null
