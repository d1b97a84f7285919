import { ActionIcon, Button, Checkbox, Tooltip } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { OpenedBundle } from '../../../shared/domain/evidence'
import { useCall, useCommand } from '../../api/hooks'
import { ErrorNotice } from '../../components/error-notice'
import { Icon } from '../../components/icon'
import { Panel } from '../../components/panel'
import { useProfileName } from '../../components/profile-name'
import { StateWord, Tag } from '../../components/tone'
import { runTones } from '../../components/verdict-tones'
import { useFormat } from '../../i18n/format'
import { useUi } from '../../stores/ui'
import { BundleProblems, chainTones, checkTones } from './bundle-check'
import { canToggle, toggled } from './choice'
import classes from './runs.module.css'

/** The bundles opened for reading, each with what checking it found; nothing while there is none. */
export function BundlePanel() {
  const { t } = useTranslation()
  const bundles = useCall('bundles:list', [], { fresh: true })
  const close = useBundleClosing()
  if (bundles.isError) {
    return <ErrorNotice compact error={bundles.error} onRetry={() => void bundles.refetch()} />
  }
  if (bundles.data === undefined || bundles.data.length === 0) return null
  return (
    <Panel flush title={t('runs.bundles.title')}>
      {close.error === null ? null : <ErrorNotice compact error={close.error} />}
      <ul className={classes.bundles}>
        {bundles.data.map((bundle) => (
          <BundleRow
            key={bundle.id}
            bundle={bundle}
            onClose={() => close.mutate({ id: bundle.id })}
          />
        ))}
      </ul>
      <p className={classes.hint}>{t('runs.bundles.hint')}</p>
    </Panel>
  )
}

/** Closes a bundle and lets go of everything on the page that pointed at it. */
function useBundleClosing() {
  const client = useQueryClient()
  return useCommand('bundles:close', {
    onSuccess: (_none, { id }) => {
      const { runId, openRun, chosenRuns, chooseRuns } = useUi.getState()
      if (runId === id) openRun(null)
      chooseRuns(chosenRuns.filter((chosen) => chosen.id !== id))
      for (const name of ['runs:get', 'runs:evidence']) {
        client.removeQueries({ queryKey: [name, { id }] })
      }
      void client.invalidateQueries({ queryKey: ['bundles:list'] })
    },
  })
}

function BundleRow({ bundle, onClose }: { bundle: OpenedBundle; onClose: () => void }) {
  const { t } = useTranslation()
  const { id, fileName, check, report } = bundle
  const { chosenRuns, chooseRuns, openRun, show, showRuns } = useUi()
  const name = fileName
  return (
    <li className={classes.bundle} data-bundle={id}>
      <div className={classes.bundleLine}>
        <Checkbox
          aria-label={t('runs.bundles.chooseOf', { name })}
          checked={chosenRuns.some((chosen) => chosen.id === id)}
          disabled={!canToggle(chosenRuns, id)}
          onChange={() => chooseRuns(toggled(chosenRuns, { id, startedAt: report.run.startedAt }))}
        />
        <BundleFacts bundle={bundle} />
        <Button
          variant="default"
          aria-label={t('runs.bundles.openOf', { name })}
          onClick={() => {
            openRun(id)
            show('checklist')
          }}
        >
          {t('runs.openRun')}
        </Button>
        <Button
          variant="default"
          aria-label={t('runs.bundles.evidenceOf', { name })}
          onClick={() => showRuns({ kind: 'evidence', id })}
        >
          {t('runs.showEvidence')}
        </Button>
        <Tooltip label={t('runs.bundles.close')}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('runs.bundles.closeOf', { name })}
            onClick={onClose}
          >
            <Icon name="close" size={14} />
          </ActionIcon>
        </Tooltip>
      </div>
      {check.state === 'altered' ? <BundleProblems check={check} /> : null}
    </li>
  )
}

function BundleFacts({ bundle: { fileName, check, report } }: { bundle: OpenedBundle }) {
  const { t } = useTranslation()
  const format = useFormat()
  const profileNameOf = useProfileName()
  const { run, verdict, totals, environment } = report
  const flaky = report.items.filter((item) => item.flaky).length
  const details = [
    format.exact(run.startedAt),
    profileNameOf(environment.profile),
    run.tester,
    `${t('checklist.passed')} ${totals.passed}`,
    `${t('checklist.failed')} ${totals.failed}`,
    `${t('checklist.unproven')} ${totals.unproven}`,
  ].filter((part) => part !== '')
  return (
    <div className={classes.bundleFacts}>
      <p className={classes.marks}>
        <b className="truncate">{fileName}</b>
        <StateWord tone={checkTones[check.state]}>
          {t(`runs.bundles.stateShort.${check.state}`)}
        </StateWord>
        <span title={t(`runs.bundles.chain.${check.chain}`)}>
          <Tag tone={chainTones[check.chain]}>{t(`runs.bundles.chainShort.${check.chain}`)}</Tag>
        </span>
        {flaky === 0 ? null : <Tag tone="warn">{t('runs.flaky', { count: flaky })}</Tag>}
      </p>
      <p className={`${classes.marks} quiet`}>
        <StateWord tone={runTones[verdict]}>{t(`checklist.runVerdictShort.${verdict}`)}</StateWord>
        <span className="truncate">{details.join(' · ')}</span>
      </p>
    </div>
  )
}
