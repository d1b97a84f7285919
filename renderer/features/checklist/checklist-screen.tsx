import { Button, Skeleton, Tabs } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ItemId, ItemPlan } from '../../../shared/domain/checklist'
import { useCacheWriter, useCall, useCommand } from '../../api/hooks'
import { ActionButton } from '../../components/action-button'
import { ErrorNotice } from '../../components/error-notice'
import { Icon } from '../../components/icon'
import { ScreenFrame } from '../../components/panel'
import { useUi } from '../../stores/ui'
import { ExportMenu } from './export-menu'
import { FindingList } from './finding-list'
import { Headline } from './headline'
import { ItemDetail } from './item-detail'
import { ItemList } from './item-list'
import { viewItems } from './item-views'
import { RunHistory } from './run-history'
import { emptyChoice, RunChoicePane, toOptions, type RunChoice } from './run-choice-pane'
import classes from './checklist.module.css'

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

const panes = ['detail', 'options', 'findings', 'history'] as const
type Pane = (typeof panes)[number]

function Checklist({ plan }: { plan: readonly ItemPlan[] }) {
  const { t } = useTranslation()
  const settings = useCall('settings:get', [])
  const current = useCall('checklist:current', [])
  const runId = useUi((ui) => ui.runId)
  const openRun = useUi((ui) => ui.openRun)
  const past = useCall('runs:get', [{ id: runId ?? '' }], { enabled: runId !== null })
  const write = useCacheWriter()
  const start = useCommand('checklist:start', {
    onSuccess: (progress) => write('checklist:current', [], progress),
  })
  const cancel = useCommand('checklist:cancel')
  const [pane, setPane] = useState<Pane>('detail')
  const [itemId, setItemId] = useState<ItemId>('basic.zervigo-health')
  const [choice, setChoice] = useState<RunChoice>(emptyChoice)

  const progress = runId === null ? (current.data ?? null) : null
  const report = runId === null ? (progress?.report ?? null) : (past.data ?? null)
  const items = viewItems(plan, progress, report)
  const item = items.find(({ id }) => id === itemId) ?? items[0]
  const isRunning = ['running', 'cancelling'].includes(current.data?.state ?? '')
  const options = toOptions(choice, settings.data)
  const open = (id: ItemId) => {
    setItemId(id)
    setPane('detail')
  }
  return (
    <ScreenFrame
      fixed
      title={t('checklist.title')}
      tools={
        <>
          {report === null ? null : <ExportMenu key={report.run.id} runId={report.run.id} />}
          {isRunning ? (
            <Button
              variant="default"
              leftSection={<Icon name="stop" size={12} />}
              loading={cancel.isPending}
              disabled={current.data?.state === 'cancelling'}
              onClick={() => cancel.mutate(undefined)}
            >
              {current.data?.state === 'cancelling'
                ? t('checklist.cancelling')
                : t('checklist.cancel')}
            </Button>
          ) : (
            <ActionButton
              leftSection={<Icon name="play" size={14} />}
              loading={start.isPending}
              reason={options === null ? t('checklist.options.reasonRequired') : null}
              onClick={() => {
                if (options === null) return
                openRun(null)
                setPane('detail')
                start.mutate(options)
              }}
            >
              {t('checklist.run')}
            </ActionButton>
          )}
        </>
      }
    >
      <div className={classes.top}>
        <Headline
          plan={plan}
          items={items}
          progress={progress}
          report={report}
          pastRunId={runId}
          onBack={() => openRun(null)}
        />
        {start.isError ? <ErrorNotice compact error={start.error} /> : null}
        {cancel.isError ? <ErrorNotice compact error={cancel.error} /> : null}
        {past.isError ? <ErrorNotice compact error={past.error} /> : null}
      </div>
      <div className={classes.columns}>
        <ItemList items={items} selectedId={item?.id ?? null} onSelect={open} />
        <Tabs
          className={classes.pane}
          value={pane}
          onChange={(value) => setPane(panes.find((one) => one === value) ?? 'detail')}
        >
          <Tabs.List>
            <Tabs.Tab value="detail">{t('checklist.detail')}</Tabs.Tab>
            <Tabs.Tab value="options">{t('checklist.options.title')}</Tabs.Tab>
            <Tabs.Tab value="findings">
              {t('checklist.findings')}
              {report === null ? null : ` ${report.findings.length}`}
            </Tabs.Tab>
            <Tabs.Tab value="history">{t('checklist.history')}</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="detail" className={classes.tab}>
            {item === undefined ? null : (
              <ItemDetail key={item.id} item={item} items={items} onJump={open} />
            )}
          </Tabs.Panel>
          <Tabs.Panel value="options" className={classes.tab}>
            <RunChoicePane
              plan={plan}
              choice={choice}
              defaults={settings.data}
              onChange={setChoice}
            />
          </Tabs.Panel>
          <Tabs.Panel value="findings" className={classes.tab}>
            <FindingList report={report} />
          </Tabs.Panel>
          <Tabs.Panel value="history" className={classes.tab}>
            <RunHistory openId={runId ?? report?.run.id ?? null} onOpen={openRun} />
          </Tabs.Panel>
        </Tabs>
      </div>
    </ScreenFrame>
  )
}
