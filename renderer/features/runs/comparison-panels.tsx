import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ComparedValue, RunComparison } from '../../../shared/domain/comparison'
import { EmptyState, Panel } from '../../components/panel'
import { ShapeDiffTable } from '../../components/shape-diff'
import { Table } from '../../components/table'
import { StateWord } from '../../components/tone'
import { useFormat } from '../../i18n/format'
import classes from './comparison.module.css'

/** Calls that became clearly slower or faster. */
export function LatencyPanel({ latency }: { latency: RunComparison['latency'] }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <Panel flush title={t('runs.comparison.latency')}>
      <p className={classes.about}>{t('runs.comparison.latencyHint')}</p>
      {latency.length === 0 ? (
        <EmptyState
          title={t('runs.comparison.noLatency')}
          hint={t('runs.comparison.noLatencyHint')}
        />
      ) : (
        <Table
          label={t('runs.comparison.latency')}
          head={[
            t('runs.comparison.call'),
            t('runs.comparison.before'),
            t('runs.comparison.after'),
            t('runs.comparison.factor'),
          ]}
        >
          {latency.map(({ call, beforeMs, afterMs }) => {
            const isSlower = afterMs > beforeMs
            return (
              <tr key={call}>
                <td>
                  <code>{call}</code>
                </td>
                <td>{format.ms(beforeMs)}</td>
                <td>{format.ms(afterMs)}</td>
                <td>
                  <StateWord tone={isSlower ? 'warn' : 'ok'}>
                    {beforeMs > 0 ? `×${(afterMs / beforeMs).toFixed(1)} ` : ''}
                    {isSlower ? t('runs.comparison.slower') : t('runs.comparison.faster')}
                  </StateWord>
                </td>
              </tr>
            )
          })}
        </Table>
      )}
    </Panel>
  )
}

/** Operations whose answers have other fields or types than before. */
export function ShapesPanel({ shapes }: { shapes: RunComparison['shapes'] }) {
  const { t } = useTranslation()
  return (
    <Panel flush title={t('runs.comparison.shapes')}>
      {shapes.length === 0 ? (
        <EmptyState
          title={t('runs.comparison.noShapes')}
          hint={t('runs.comparison.noShapesHint')}
        />
      ) : (
        shapes.map(({ operation, diff }) => (
          <section key={operation} className={classes.group} data-operation={operation}>
            <h3>
              <code>{operation}</code>
            </h3>
            <ShapeDiffTable label={operation} diff={diff} />
          </section>
        ))
      )}
    </Panel>
  )
}

const empties = {
  environment: { title: 'noEnvironment', hint: 'noEnvironmentHint', about: 'environmentHint' },
  system: { title: 'noSystem', hint: 'noSystemHint', about: 'systemHint' },
} as const

/** Values that differ on one side: the testers' surroundings, or the system itself. */
export function ValuesPanel({
  side,
  values,
}: {
  side: 'environment' | 'system'
  values: readonly ComparedValue[]
}) {
  const { t } = useTranslation()
  const { title, hint, about } = empties[side]
  const valueOf = (value: string | null): ReactNode =>
    value === null ? (
      <span className="quiet">{t('runs.comparison.absent')}</span>
    ) : (
      <code>{value}</code>
    )
  return (
    <Panel flush title={t(`runs.comparison.${side}`)}>
      <p className={classes.about}>{t(`runs.comparison.${about}`)}</p>
      {values.length === 0 ? (
        <EmptyState title={t(`runs.comparison.${title}`)} hint={t(`runs.comparison.${hint}`)} />
      ) : (
        <Table
          label={t(`runs.comparison.${side}`)}
          head={[
            t('runs.comparison.field'),
            t('runs.comparison.before'),
            t('runs.comparison.after'),
          ]}
        >
          {values.map(({ field, before, after }) => (
            <tr key={field}>
              <td>
                <code>{field}</code>
              </td>
              <td>{valueOf(before)}</td>
              <td>{valueOf(after)}</td>
            </tr>
          ))}
        </Table>
      )}
    </Panel>
  )
}
