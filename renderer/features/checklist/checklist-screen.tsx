import { Skeleton } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ItemId, ItemPlan } from '../../../shared/domain/checklist'
import { useCacheWriter, useCall, useCommand } from '../../api/hooks'
import { ErrorNotice } from '../../components/error-notice'
import { ScreenFrame } from '../../components/panel'
import { useUi } from '../../stores/ui'
import { BundleBanner } from './bundle-banner'
import { ChecklistPanes, type Pane } from './checklist-panes'
import { GateBox } from './gate-box'
import { Headline } from './headline'
import { ItemList } from './item-list'
import { RootCauses } from './root-causes'
import { emptyChoice, toOptions, type RunChoice } from './run-choice-pane'
import { RunTools } from './run-tools'
import { useShownRun } from './use-shown-run'
import classes from './screen.module.css'
import summary from './summary.module.css'

/** The eighteen items: one click, a verdict each, and the evidence for it. */
export function ChecklistScreen() {
  const { t } = useTranslation()
  const plan = useCall('checklist:plan', [])
  return plan.data === undefined ? (
    <ScreenFrame title={t('checklist.title')}>
      {plan.isError ? (
        <ErrorNotice error={plan.error} onRetry={() => void plan.refetch()} />
      ) : (
        <Skeleton height={520} radius={4} />
      )}
    </ScreenFrame>
  ) : (
    <Checklist plan={plan.data} />
  )
}

function Checklist({ plan }: { plan: readonly ItemPlan[] }) {
  const { t } = useTranslation()
  const settings = useCall('settings:get', [])
  const openRun = useUi((ui) => ui.openRun)
  const write = useCacheWriter()
  const [pane, setPane] = useState<Pane>('detail')
  const [itemId, setItemId] = useState<ItemId>('basic.zervigo-health')
  const [choice, setChoice] = useState<RunChoice>(emptyChoice)
  const { current, progress, report, view, items, pastRunId, error } = useShownRun(plan)
  const start = useCommand('checklist:start', {
    onSuccess: (value) => write('checklist:current', [], value),
  })
  const rerun = useCommand('checklist:rerun', {
    onSuccess: (value) => {
      write('checklist:current', [], value)
      openRun(null)
    },
  })
  const cancel = useCommand('checklist:cancel')
  const item = items.find(({ id }) => id === itemId) ?? items[0]
  const open = (id: ItemId) => {
    setItemId(id)
    setPane('detail')
  }
  const errors = [start.error, rerun.error, cancel.error, error].filter((one) => one !== null)
  return (
    <ScreenFrame
      fixed
      title={t('checklist.title')}
      tools={
        <RunTools
          view={view}
          current={current}
          options={toOptions(choice, settings.data)}
          start={start}
          rerun={rerun}
          cancel={cancel}
          onStart={(options) => {
            openRun(null)
            setPane('detail')
            start.mutate(options)
          }}
        />
      }
    >
      <div className={classes.top}>
        {view?.isBundle === true ? <BundleBanner key={view.id} id={view.id} /> : null}
        <Headline
          plan={plan}
          items={items}
          progress={progress}
          report={report}
          pastRunId={pastRunId}
          onBack={() => openRun(null)}
        />
        <div className={summary.pair}>
          <GateBox view={view} onOpen={() => setPane('gate')} />
          <RootCauses key={view?.id} view={view} items={items} onJump={open} />
        </div>
        {errors.map((one, index) => (
          <ErrorNotice key={index} compact error={one} />
        ))}
      </div>
      <div className={classes.columns}>
        <ItemList items={items} selectedId={item?.id ?? null} onSelect={open} />
        <ChecklistPanes
          pane={pane}
          plan={plan}
          item={item}
          items={items}
          view={view}
          choice={choice}
          onPane={setPane}
          onJump={open}
          onChoice={setChoice}
        />
      </div>
    </ScreenFrame>
  )
}
