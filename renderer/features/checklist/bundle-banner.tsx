import { useTranslation } from 'react-i18next'
import { useCall } from '../../api/hooks'
import { ErrorNotice } from '../../components/error-notice'
import { StateWord, Tag } from '../../components/tone'
import classes from './summary.module.css'

/** Says that the run comes from a bundle, and what checking that bundle found. */
export function BundleBanner({ id }: { id: string }) {
  const { t } = useTranslation()
  const bundles = useCall('bundles:list', [], { fresh: true })
  if (bundles.isError) {
    return <ErrorNotice compact error={bundles.error} onRetry={() => void bundles.refetch()} />
  }
  const bundle = bundles.data?.find((one) => one.id === id)
  const check = bundle?.check
  return (
    <section
      className={classes.banner}
      data-check={check?.state}
      aria-label={t('checklist.bundle.title')}
    >
      <Tag tone="info">{t('checklist.bundle.readOnly')}</Tag>
      {bundle === undefined || check === undefined ? (
        <span className="quiet">
          {t(bundles.isFetching ? 'common.loading' : 'checklist.bundle.gone')}
        </span>
      ) : (
        <>
          <code>{bundle.fileName}</code>
          <StateWord tone={check.state === 'intact' ? 'ok' : 'worse'}>
            {t(`runs.bundles.state.${check.state}`, { count: check.problems.length })}
          </StateWord>
          <StateWord tone={check.chain === 'unknown' ? 'warn' : 'info'}>
            {t(`runs.bundles.chain.${check.chain}`)}
          </StateWord>
          <span className="quiet">
            SHA-256 <code>{bundle.sha256.slice(0, 12)}</code>
          </span>
          {check.problems.length === 0 ? null : (
            <details open>
              <summary>{t('runs.bundles.problems')}</summary>
              <ul className={classes.problems}>
                {check.problems.map(({ path, problem }, index) => (
                  <li key={index}>
                    <span>{t(`runs.bundles.problemOf.${problem}`)}</span>
                    <code>{path}</code>
                  </li>
                ))}
              </ul>
            </details>
          )}
        </>
      )}
    </section>
  )
}
