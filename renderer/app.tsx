import { Suspense, useEffect, type ReactNode } from 'react'
import { useCall } from './api/hooks'
import { CallDrawer } from './features/calls/call-drawer'
import { LogDrawer } from './features/services/log-drawer'
import { ServicesScreen } from './features/services/services-screen'
import {
  CallsScreen,
  ChatPanel,
  ChecklistScreen,
  ContractsScreen,
  LogsScreen,
  MatchesPanel,
  PermissionsScreen,
  PlansScreen,
  PortsScreen,
  RunsScreen,
  SessionScreen,
  SettingsScreen,
  TalentsScreen,
} from './lazy-screens'
import { HelpDialog } from './shell/help-dialog'
import { Palette } from './shell/palette'
import { Rail } from './shell/rail'
import { Shortcuts } from './shell/shortcuts'
import { TopBar } from './shell/top-bar'
import { useUi, type Screen } from './stores/ui'
import classes from './app.module.css'

const screenViews: Record<Screen, () => ReactNode> = {
  services: () => <ServicesScreen />,
  plans: () => <PlansScreen />,
  session: () => <SessionScreen />,
  talents: () => (
    <TalentsScreen
      matchesOf={(id) => <MatchesPanel key={id} talentId={id} />}
      chatOf={(id) => <ChatPanel key={id} talentId={id} />}
    />
  ),
  checklist: () => <ChecklistScreen />,
  runs: () => <RunsScreen />,
  permissions: () => <PermissionsScreen />,
  contracts: () => <ContractsScreen />,
  calls: () => <CallsScreen />,
  ports: () => <PortsScreen />,
  logs: () => <LogsScreen />,
  settings: () => <SettingsScreen />,
}

/** The shell: top bar, rail, the chosen screen, and the drawers that any screen may open. */
export function App() {
  const screen = useUi((ui) => ui.screen)
  const grid = useCall('services:grid', [])
  const isReady = grid.isSuccess || grid.isError
  useEffect(() => {
    if (isReady) document.documentElement.dataset['appState'] = 'ready'
  }, [isReady])
  return (
    <div className={classes.shell}>
      <TopBar />
      <Rail />
      <main id="main" className={classes.main} tabIndex={-1}>
        <Suspense fallback={null}>{screenViews[screen]()}</Suspense>
      </main>
      <Shortcuts />
      <Palette />
      <HelpDialog />
      <LogDrawer />
      <CallDrawer />
    </div>
  )
}
