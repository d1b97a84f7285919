import { useTranslation } from 'react-i18next'
import type { Cause } from '../../../shared/domain/checklist'
import { inLanguage } from '../../../shared/domain/text'
import { Tag } from '../../components/tone'
import { useLanguage } from '../../i18n/language'
import { CauseActionView } from './cause-action'
import type { Refusal } from './run-view'
import classes from './item-detail.module.css'
import text from './text.module.css'

/** Why an item is not a pass, what was observed, and the next step. */
export function CauseBox({
  cause,
  isFailure,
  elsewhere,
}: {
  cause: Cause
  isFailure: boolean
  elsewhere: Refusal | null
}) {
  const { t } = useTranslation()
  const language = useLanguage()
  return (
    <section
      className={classes.cause}
      data-failure={isFailure || undefined}
      aria-label={t('checklist.cause')}
    >
      <p className={classes.causeHead}>
        <strong>{inLanguage(cause.message, language)}</strong>
      </p>
      <CauseCodes cause={cause} />
      <p>
        <span className="quiet">{t('checklist.hint')} </span>
        {inLanguage(cause.hint, language)}
      </p>
      <div className={text.actions}>
        <CauseActionView action={cause.action} elsewhere={elsewhere} />
      </div>
      {cause.facts.length === 0 ? null : (
        <table className={text.table} aria-label={t('checklist.facts')}>
          <thead>
            <tr>
              <th scope="col">{t('checklist.fact')}</th>
              <th scope="col">{t('checklist.value')}</th>
            </tr>
          </thead>
          <tbody>
            {cause.facts.map(({ name, value }, index) => (
              <tr key={index}>
                <td>
                  <code>{name}</code>
                </td>
                <td className={classes.value}>{value}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

/** Code, known failure mode and certainty of a cause. */
export function CauseCodes({ cause }: { cause: Cause }) {
  const { t } = useTranslation()
  return (
    <span className={text.tags}>
      <code>{cause.code}</code>
      {cause.reason === null ? null : <code>{cause.reason}</code>}
      <Tag tone={cause.confidence === 'proven' ? 'ok' : 'warn'}>
        {t(`checklist.confidence.${cause.confidence}`)}
      </Tag>
    </span>
  )
}
