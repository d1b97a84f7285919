import { Tabs } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ItemId, ItemPlan } from '../../../shared/domain/checklist'
import { useCall } from '../../api/hooks'
import { FindingList } from './finding-list'
import { GatePane } from './gate-pane'
import { ItemDetail } from './item-detail'
import type { ItemView } from './item-views'
import { RecordPane } from './record-pane'
import { RunChoicePane, type RunChoice } from './run-choice-pane'
import type { RunView } from './run-view'
import classes from './screen.module.css'

const panes = ['detail', 'options', 'findings', 'record', 'gate'] as const
export type Pane = (typeof panes)[number]

/** Everything beside the list of items, one at a time. */
export function ChecklistPanes({
  pane,
  plan,
  item,
  items,
  view,
  choice,
  onPane,
  onJump,
  onChoice,
}: {
  pane: Pane
  plan: readonly ItemPlan[]
  item: ItemView | undefined
  items: readonly ItemView[]
  view: RunView | null
  choice: RunChoice
  onPane: (pane: Pane) => void
  onJump: (id: ItemId) => void
  onChoice: (choice: RunChoice) => void
}) {
  const { t } = useTranslation()
  const settings = useCall('settings:get', [])
  const report = view?.report ?? null
  const recordCount = report === null ? 0 : report.notes.length + report.attachments.length
  return (
    <Tabs
      className={classes.pane}
      value={pane}
      onChange={(value) => onPane(panes.find((one) => one === value) ?? 'detail')}
    >
      <Tabs.List>
        <Tabs.Tab value="detail">{t('checklist.detail')}</Tabs.Tab>
        <Tabs.Tab value="options">{t('checklist.options.title')}</Tabs.Tab>
        <Tabs.Tab value="findings">
          {t('checklist.findings')}
          {report === null ? null : ` ${report.findings.length}`}
        </Tabs.Tab>
        <Tabs.Tab value="record">
          {t('checklist.record.title')}
          {recordCount === 0 ? null : ` ${recordCount}`}
        </Tabs.Tab>
        <Tabs.Tab value="gate">{t('checklist.gate.tab')}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="detail" className={classes.tab}>
        {item === undefined ? null : (
          <ItemDetail
            key={`${view?.id ?? ''} ${item.id}`}
            item={item}
            items={items}
            view={view}
            onJump={onJump}
          />
        )}
      </Tabs.Panel>
      <Tabs.Panel value="options" className={classes.tab}>
        <RunChoicePane plan={plan} choice={choice} defaults={settings.data} onChange={onChoice} />
      </Tabs.Panel>
      <Tabs.Panel value="findings" className={classes.tab}>
        <FindingList report={report} />
      </Tabs.Panel>
      <Tabs.Panel value="record" className={classes.tab}>
        <RecordPane key={view?.id} view={view} />
      </Tabs.Panel>
      <Tabs.Panel value="gate" className={classes.tab}>
        <GatePane view={view} />
      </Tabs.Panel>
    </Tabs>
  )
}
