import { create } from 'zustand'

/** The screens of the left rail, in the order of their shortcuts. */
export const screens = ['services', 'session', 'talents', 'checklist', 'calls', 'settings'] as const
export type Screen = (typeof screens)[number]

export const talentTabs = ['overview', 'sync', 'ai', 'matches', 'chat'] as const
type TalentTab = (typeof talentTabs)[number]

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
}))

/** Puts every choice back, as at launch. */
export function resetUi(): void {
  useUi.setState(initial)
}
