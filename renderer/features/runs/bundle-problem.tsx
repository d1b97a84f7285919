import { useTranslation } from 'react-i18next'
import { mostBundleBytes } from '../../../shared/domain/evidence'
import type { OpsError } from '../../../shared/errors'
import { ErrorNotice } from '../../components/error-notice'
import { ProblemNote } from '../../components/problem-note'
import { useFormat } from '../../i18n/format'
import type { BundleOpening } from './use-bundle-opening'

const refusals = ['invalid', 'oversized', 'unsupported'] as const
const reasons = [
  'too-big',
  'too-many',
  'ratio',
  'too-many-open',
  'not-zip',
  'damaged',
  'no-manifest',
  'bad-json',
  'path',
  'encrypted',
  'newer',
  'extension',
  'unreadable',
  'several',
] as const

/** Says that a bundle is being read, or why it was not opened. */
export function OpeningNotice({ opening }: { opening: BundleOpening }) {
  const { t } = useTranslation()
  if (opening.isOpening) {
    return (
      <p role="status" className="quiet">
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
  const { reason, file, bytes, most, ...others } = error.facts
  const known = reasons.find((one) => one === reason)
  const words = known === undefined ? (`refusal.${code}` as const) : (`reason.${known}` as const)
  const limit = reason === 'too-big' && typeof most === 'number' ? most : mostBundleBytes
  const details = [
    file === undefined ? null : String(file),
    typeof bytes === 'number' ? format.bytes(bytes) : null,
    reason === 'too-big' || most === undefined ? null : `≤ ${most}`,
    ...Object.entries(others).map(([name, value]) => `${name} = ${value}`),
  ].filter((detail) => detail !== null)
  return (
    <ProblemNote cause={t(`runs.bundles.${words}.cause`)} data-error={code}>
      <p>{t(`runs.bundles.${words}.next`, { most: format.bytes(limit) })}</p>
      {known !== undefined || reason === undefined ? null : (
        <p>
          {t('runs.bundles.why')}: {reason}
        </p>
      )}
      {details.length === 0 ? null : <p className="quiet">{details.join(' · ')}</p>}
    </ProblemNote>
  )
}
