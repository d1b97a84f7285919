import { Tabs } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ScreenFrame } from '../../components/panel'
import { plansTabs, useUi, type PlansTab } from '../../stores/ui'
import { DockerPanel } from './docker/docker-panel'
import { PlanPane } from './plan-pane'
import { ProjectsPane } from './projects-pane'
import classes from './plans.module.css'

const panes: Record<PlansTab, () => ReactNode> = {
  plan: () => <PlanPane />,
  projects: () => <ProjectsPane />,
  containers: () => <DockerPanel />,
}

/** Brings the whole system up and down as steps that a person sees before they run. */
export function PlansScreen() {
  const { t } = useTranslation()
  const tab = useUi((ui) => ui.plansTab)
  const showTab = useUi((ui) => ui.showPlansTab)
  return (
    <ScreenFrame fixed title={t('plans.title')}>
      <Tabs
        className={classes.tabs}
        value={tab}
        onChange={(value) => showTab(plansTabs.find((one) => one === value) ?? 'plan')}
      >
        <Tabs.List>
          {plansTabs.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {t(`plans.tabs.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {plansTabs.map((name) => (
          <Tabs.Panel key={name} value={name} className={classes.tab}>
            {panes[name]()}
          </Tabs.Panel>
        ))}
      </Tabs>
    </ScreenFrame>
  )
}
