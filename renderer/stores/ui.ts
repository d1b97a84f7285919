import { create } from 'zustand'
import type { RunVerdict } from '../../shared/domain/checklist'
import type { LogLevel } from '../../shared/domain/logs'

/** The screens of the left rail, from top to bottom. */
export const screens = [
  'services',
  'plans',
  'session',
  'talents',
  'checklist',
  'runs',
  'permissions',
  'contracts',
  'calls',
  'ports',
  'logs',
  'settings',
] as const
export type Screen = (typeof screens)[number]

export const talentTabs = ['overview', 'sync', 'ai', 'matches', 'chat'] as const
type TalentTab = (typeof talentTabs)[number]

/** What the start and stop screen shows: the steps, or the two source trees. */
export const plansTabs = ['plan', 'projects', 'containers'] as const
export type PlansTab = (typeof plansTabs)[number]

/** What the runs screen shows: the history, two runs side by side, or what proves one. */
export type RunsView =
  | { kind: 'history' }
  | { kind: 'comparison'; before: string; after: string }
  | { kind: 'evidence'; id: string }

/** A run chosen for the comparison; the older one stands first. */
export interface ChosenRun {
  id: string
  startedAt: number
}

/** How the merged log is shown; it stays so while a person looks elsewhere. */
export interface LogChoices {
  /** Services whose lines are not followed. */
  hidden: readonly string[]
  /** The least serious level that is shown. */
  atLeast: LogLevel | null
  isWrapped: boolean
  isCollapsed: boolean
}

/** What the page itself decides; facts of main never stand here. */
export interface UiState {
  screen: Screen
  callId: string | null
  logService: string | null
  isHelpOpen: boolean
  talentId: string | null
  talentTab: TalentTab
  talentQuery: string
  selectedTalents: ReadonlySet<string>
  onlyProblems: boolean
  worstFirst: boolean
  /** A past run on the checklist screen; null shows the current one. */
  runId: string | null
  runsView: RunsView
  /** At most two. */
  chosenRuns: readonly ChosenRun[]
  runQuery: string
  runVerdict: RunVerdict | null
  logChoices: LogChoices
  /** Part of a line that the merged log is narrowed to, as a request id. */
  logRequest: string
  /** A moment that the merged log is to show; null once it did. */
  logTime: number | null
  plansTab: PlansTab
  portQuery: string
  show(screen: Screen): void
  openCall(id: string | null): void
  openLog(service: string | null): void
  openHelp(isOpen: boolean): void
  openTalent(id: string | null): void
  showTalentTab(tab: TalentTab): void
  searchTalents(query: string): void
  selectTalents(ids: ReadonlySet<string>): void
  filterProblems(onlyProblems: boolean): void
  sortWorstFirst(worstFirst: boolean): void
  openRun(id: string | null): void
  showRuns(view: RunsView): void
  chooseRuns(runs: readonly ChosenRun[]): void
  searchRuns(query: string): void
  filterRuns(verdict: RunVerdict | null): void
  chooseLogs(change: Partial<LogChoices>): void
  filterLogs(request: string): void
  jumpLogs(at: number | null): void
  /** Goes to the merged log at a moment, narrowed to a request when there is one. */
  openLogsAt(at: number, request?: string): void
  showPlansTab(tab: PlansTab): void
  searchPorts(query: string): void
  /** Goes to the ports, narrowed to one. */
  openPort(port: number): void
}

const initial = {
  screen: 'services',
  callId: null,
  logService: null,
  isHelpOpen: false,
  talentId: null,
  talentTab: 'overview',
  talentQuery: '',
  selectedTalents: new Set<string>(),
  onlyProblems: false,
  worstFirst: false,
  runId: null,
  runsView: { kind: 'history' },
  chosenRuns: [],
  runQuery: '',
  runVerdict: null,
  logChoices: { hidden: [], atLeast: null, isWrapped: false, isCollapsed: true },
  logRequest: '',
  logTime: null,
  plansTab: 'plan',
  portQuery: '',
} as const satisfies Partial<UiState>

/** The page's own choices. */
export const useUi = create<UiState>()((set) => ({
  ...initial,
  show: (screen) => set({ screen }),
  openCall: (callId) => set({ callId }),
  openLog: (logService) => set({ logService }),
  openHelp: (isHelpOpen) => set({ isHelpOpen }),
  openTalent: (talentId) => set({ talentId }),
  showTalentTab: (talentTab) => set({ talentTab }),
  searchTalents: (talentQuery) => set({ talentQuery }),
  selectTalents: (selectedTalents) => set({ selectedTalents }),
  filterProblems: (onlyProblems) => set({ onlyProblems }),
  sortWorstFirst: (worstFirst) => set({ worstFirst }),
  openRun: (runId) => set({ runId }),
  showRuns: (runsView) => set({ runsView }),
  chooseRuns: (chosenRuns) => set({ chosenRuns }),
  searchRuns: (runQuery) => set({ runQuery }),
  filterRuns: (runVerdict) => set({ runVerdict }),
  chooseLogs: (change) => set(({ logChoices }) => ({ logChoices: { ...logChoices, ...change } })),
  filterLogs: (logRequest) => set({ logRequest }),
  jumpLogs: (logTime) => set({ logTime }),
  openLogsAt: (logTime, logRequest = '') =>
    set({ screen: 'logs', callId: null, logService: null, logTime, logRequest }),
  showPlansTab: (plansTab) => set({ plansTab }),
  searchPorts: (portQuery) => set({ portQuery }),
  openPort: (port) => set({ screen: 'ports', portQuery: String(port) }),
}))

/** Puts every choice back, as at launch. */
export function resetUi(): void {
  useUi.setState(initial)
}
