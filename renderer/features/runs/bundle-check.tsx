import { useTranslation } from 'react-i18next'
import type { BundleCheck, OpenedBundle } from '../../../shared/domain/evidence'
import { Facts, Panel } from '../../components/panel'
import { Table } from '../../components/table'
import { StateWord, type Tone } from '../../components/tone'
import { useFormat } from '../../i18n/format'
import classes from './runs.module.css'

export const checkTones: Record<BundleCheck['state'], Tone> = { intact: 'ok', altered: 'worse' }
/** A known origin is good to know, but proves nothing by itself, so it is never green. */
export const chainTones: Record<BundleCheck['chain'], Tone> = {
  known: 'info',
  first: 'info',
  unknown: 'warn',
}

/** Every file of a bundle that is not as its manifest says. */
export function BundleProblems({ check }: { check: BundleCheck }) {
  const { t } = useTranslation()
  return (
    <div role="alert" className={classes.problems}>
      <p className={classes.problemCause}>
        {t('runs.bundles.state.altered', { count: check.problems.length })}
      </p>
      <p>{t('runs.bundles.alteredText')}</p>
      <Table
        label={t('runs.bundles.problems')}
        head={[t('runs.bundles.path'), t('runs.bundles.problem')]}
      >
        {check.problems.map(({ path, problem }) => (
          <tr key={`${problem} ${path}`}>
            <td>
              <code>{path}</code>
            </td>
            <td>{t(`runs.bundles.problemOf.${problem}`)}</td>
          </tr>
        ))}
      </Table>
    </div>
  )
}

/** What an opened bundle says about itself, and whether it holds. */
export function BundleCheckPanel({ bundle }: { bundle: OpenedBundle }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { check, manifest, fileName, sha256 } = bundle
  const { rules, scanned, unscanned } = manifest.redaction
  const masked = rules.reduce((sum, { count }) => sum + count, 0)
  return (
    <Panel title={`${t('runs.bundles.check')}: ${fileName}`}>
      <Facts
        rows={[
          [
            t('runs.bundles.check'),
            <StateWord key="state" tone={checkTones[check.state]}>
              {t(`runs.bundles.state.${check.state}`, { count: check.problems.length })}
            </StateWord>,
          ],
          [
            t('runs.bundles.chainName'),
            <StateWord key="chain" tone={chainTones[check.chain]}>
              {t(`runs.bundles.chain.${check.chain}`)}
            </StateWord>,
          ],
          [t('runs.bundles.created'), format.exact(manifest.createdAt)],
          [t('runs.bundles.digest'), <code key="digest">{sha256}</code>],
          [
            t('runs.bundles.redaction'),
            <>
              {t('runs.bundles.redactionText', { count: masked, scanned: scanned.length })}
              {unscanned.length === 0 ? null : (
                <> {t('runs.bundles.unscanned', { names: unscanned.join(', ') })}</>
              )}
            </>,
          ],
        ]}
      />
      {check.state === 'altered' ? <BundleProblems check={check} /> : null}
    </Panel>
  )
}
