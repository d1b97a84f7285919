import { Skeleton } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Gate } from '../../../shared/domain/gate'
import { inLanguage } from '../../../shared/domain/text'
import { useCall } from '../../api/hooks'
import { ErrorNotice } from '../../components/error-notice'
import { StateWord } from '../../components/tone'
import { useLanguage } from '../../i18n/language'
import { GateState } from './gate-box'
import { GateForm } from './gate-form'
import type { RunView } from './run-view'
import text from './text.module.css'

/** Every rule of the release gate with what it found, and the rules themselves. */
export function GatePane({ view }: { view: RunView | null }) {
  const { t } = useTranslation()
  const settings = useCall('settings:get', [])
  const gate = view?.report.gate ?? null
  return (
    <div className={text.stack}>
      {gate === null ? (
        <p className="quiet">
          {t(view === null ? 'checklist.gate.before' : 'checklist.gate.absent')}
        </p>
      ) : (
        <GateTable gate={gate} />
      )}
      {settings.isError ? (
        <ErrorNotice error={settings.error} onRetry={() => void settings.refetch()} />
      ) : settings.data === undefined ? (
        <Skeleton height={220} radius={4} />
      ) : (
        <GateForm rules={settings.data.gate} />
      )}
    </div>
  )
}

function GateTable({ gate }: { gate: Gate }) {
  const { t } = useTranslation()
  const language = useLanguage()
  return (
    <section className={text.form}>
      <p className={text.tags}>
        <GateState isOpen={gate.isOpen} />
        <span>{inLanguage(gate.sentence, language)}</span>
      </p>
      <table className={text.table} aria-label={t('checklist.gate.title')}>
        <thead>
          <tr>
            <th scope="col">{t('checklist.result')}</th>
            <th scope="col">{t('checklist.gate.rule')}</th>
            <th scope="col">{t('checklist.expected')}</th>
            <th scope="col">{t('checklist.actual')}</th>
          </tr>
        </thead>
        <tbody>
          {gate.rules.map(({ id, ok, expected, actual }) => (
            <tr key={id} data-ok={ok}>
              <td>
                <StateWord tone={ok ? 'ok' : 'worse'}>
                  {t(ok ? 'checklist.gate.met' : 'checklist.gate.unmet')}
                </StateWord>
              </td>
              <td>{t(`checklist.gate.rules.${id}`)}</td>
              <td>{expected}</td>
              <td>{actual}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
