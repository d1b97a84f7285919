import { useTranslation } from 'react-i18next'
import { mostBundleBytes } from '../../../shared/domain/evidence'
import type { OpsError } from '../../../shared/errors'
import { ErrorNotice } from '../../components/error-notice'
import { Icon } from '../../components/icon'
import { useFormat } from '../../i18n/format'
import type { BundleOpening } from './use-bundle-opening'
import classes from './runs.module.css'

const refusals = ['invalid', 'oversized', 'unsupported'] as const
const reasons = ['bytes', 'extension', 'unreadable', 'several'] as const

/** Says that a bundle is being read, or why it was not opened. */
export function OpeningNotice({ opening }: { opening: BundleOpening }) {
  const { t } = useTranslation()
  if (opening.isOpening) {
    return (
      <p role="status" className={classes.quiet}>
        {t('runs.bundles.opening')}
      </p>
    )
  }
  return opening.problem === null ? null : <BundleProblem error={opening.problem} />
}

/** Why a bundle was not opened: in the words of bundles where the code is one of theirs. */
function BundleProblem({ error }: { error: OpsError }) {
  const { t } = useTranslation()
  const format = useFormat()
  const code = refusals.find((one) => one === error.code)
  if (code === undefined) return <ErrorNotice compact error={error} />
  const { reason, ...facts } = error.facts
  const known = reasons.find((one) => one === reason)
  const details = Object.entries(facts).map(([name, value]) =>
    name === 'bytes' && typeof value === 'number'
      ? format.bytes(value)
      : name === 'file'
        ? String(value)
        : `${name} = ${value}`,
  )
  const most = format.bytes(mostBundleBytes)
  return (
    <div className={classes.problem} role="alert" data-error={code}>
      <Icon name="warning" />
      <div>
        <p className={classes.problemCause}>{t(`runs.bundles.refusal.${code}.cause`)}</p>
        {reason === undefined ? null : (
          <p>
            {t('runs.bundles.why')}:{' '}
            {known === undefined ? reason : t(`runs.bundles.reason.${known}`)}
          </p>
        )}
        {details.length === 0 ? null : <p className={classes.quiet}>{details.join(' · ')}</p>}
        <p>{t(`runs.bundles.refusal.${code}.next`, { most })}</p>
      </div>
    </div>
  )
}
