import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Verdict } from '../../../shared/domain/checklist'
import type { ComparedItem, ItemChange } from '../../../shared/domain/comparison'
import { inLanguage } from '../../../shared/domain/text'
import { Icon } from '../../components/icon'
import { EmptyState, Panel } from '../../components/panel'
import { Table } from '../../components/table'
import { StateWord } from '../../components/tone'
import { verdictTones } from '../../components/verdict-tones'
import { useFormat } from '../../i18n/format'
import { useLanguage } from '../../i18n/language'
import classes from './comparison.module.css'

/** What matters most first. */
const order = ['newly-failing', 'still-failing', 'changed', 'fixed', 'absent'] as const

/** Every item by what became of it; what still passes is folded away. */
export function ComparedItems({ items }: { items: readonly ComparedItem[] }) {
  const { t } = useTranslation()
  const groups = order
    .map((change) => ({ change, members: items.filter((item) => item.change === change) }))
    .filter(({ members }) => members.length > 0)
  const passing = items.filter(({ change }) => change === 'still-passing')
  const hasChange = groups.some(({ change }) => change !== 'still-failing')
  return (
    <Panel flush title={t('runs.comparison.items')}>
      {hasChange ? null : (
        <EmptyState title={t('runs.comparison.noItems')} hint={t('runs.comparison.noItemsHint')} />
      )}
      {groups.map(({ change, members }) => (
        <section key={change} className={classes.group} data-change={change}>
          <GroupTitle change={change} count={members.length} />
          <ItemTable change={change} items={members} />
        </section>
      ))}
      {passing.length === 0 ? null : (
        <details className={classes.group} data-change="still-passing">
          <summary>
            {t('runs.comparison.group.still-passing')} {passing.length}
          </summary>
          <ItemTable change="still-passing" items={passing} />
        </details>
      )}
    </Panel>
  )
}

function GroupTitle({ change, count }: { change: ItemChange; count: number }) {
  const { t } = useTranslation()
  return (
    <h3>
      {t(`runs.comparison.group.${change}`)} {count}
    </h3>
  )
}

function ItemTable({ change, items }: { change: ItemChange; items: readonly ComparedItem[] }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const format = useFormat()
  return (
    <Table
      label={t(`runs.comparison.group.${change}`)}
      head={[
        t('runs.comparison.item'),
        t('runs.comparison.verdict'),
        t('runs.comparison.causes'),
        t('runs.comparison.took'),
      ]}
    >
      {items.map((item) => (
        <tr key={item.id} data-item={item.id}>
          <th scope="row">{inLanguage(item.title, language)}</th>
          <td>
            <Change
              before={<VerdictWord verdict={item.before} />}
              after={<VerdictWord verdict={item.after} />}
            />
          </td>
          <td>
            {item.causeBefore === item.causeAfter ? (
              <CauseCode code={item.causeAfter} />
            ) : (
              <Change
                before={<CauseCode code={item.causeBefore} />}
                after={<CauseCode code={item.causeAfter} />}
              />
            )}
          </td>
          <td className="quiet">
            {format.ms(item.durationBeforeMs)} → {format.ms(item.durationAfterMs)}
          </td>
        </tr>
      ))}
    </Table>
  )
}

function Change({ before, after }: { before: ReactNode; after: ReactNode }) {
  return (
    <span className={classes.change}>
      {before}
      <Icon name="right" size={12} />
      {after}
    </span>
  )
}

function VerdictWord({ verdict }: { verdict: Verdict | null }) {
  const { t } = useTranslation()
  return verdict === null ? (
    <span className="quiet">{t('runs.comparison.notRun')}</span>
  ) : (
    <StateWord tone={verdictTones[verdict]}>{t(`checklist.verdict.${verdict}`)}</StateWord>
  )
}

function CauseCode({ code }: { code: string | null }) {
  return code === null ? <span>—</span> : <code>{code}</code>
}
