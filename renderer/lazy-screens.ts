import { lazy } from 'react'

// The grid must be usable before anything else is read; the other screens come when first shown.
export const PlansScreen = lazy(async () => ({
  default: (await import('./features/plans/plans-screen')).PlansScreen,
}))
export const SessionScreen = lazy(async () => ({
  default: (await import('./features/session/session-screen')).SessionScreen,
}))
export const TalentsScreen = lazy(async () => ({
  default: (await import('./features/talents/talents-screen')).TalentsScreen,
}))
export const MatchesPanel = lazy(async () => ({
  default: (await import('./features/matches/matches-panel')).MatchesPanel,
}))
export const ChatPanel = lazy(async () => ({
  default: (await import('./features/chat/chat-panel')).ChatPanel,
}))
export const ChecklistScreen = lazy(async () => ({
  default: (await import('./features/checklist/checklist-screen')).ChecklistScreen,
}))
export const RunsScreen = lazy(async () => ({
  default: (await import('./features/runs/runs-screen')).RunsScreen,
}))
export const PermissionsScreen = lazy(async () => ({
  default: (await import('./features/permissions/permissions-screen')).PermissionsScreen,
}))
export const ContractsScreen = lazy(async () => ({
  default: (await import('./features/contracts/contracts-screen')).ContractsScreen,
}))
export const CallsScreen = lazy(async () => ({
  default: (await import('./features/calls/calls-screen')).CallsScreen,
}))
export const PortsScreen = lazy(async () => ({
  default: (await import('./features/ports/ports-screen')).PortsScreen,
}))
export const LogsScreen = lazy(async () => ({
  default: (await import('./features/logs/logs-screen')).LogsScreen,
}))
export const SettingsScreen = lazy(async () => ({
  default: (await import('./features/settings/settings-screen')).SettingsScreen,
}))
