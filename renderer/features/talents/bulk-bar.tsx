import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SyncJob } from '../../../shared/domain/talents'
import { useCacheWriter, useCall, useCommand } from '../../api/hooks'
import { ActionButton } from '../../components/action-button'
import { ErrorNotice } from '../../components/error-notice'
import { useUi } from '../../stores/ui'
import { BulkProgress } from './bulk-progress'
import classes from './talents.module.css'

/** True while a bulk sync holds the line. */
function isUnderWay(job: SyncJob | null | undefined): boolean {
  return job?.state === 'running' || job?.state === 'cancelling'
}

/** Selection, bulk sync, its progress and what failed. */
export function BulkBar() {
  const { t } = useTranslation()
  const [dismissed, setDismissed] = useState<string | null>(null)
  const selected = useUi((ui) => ui.selectedTalents)
  const selectTalents = useUi((ui) => ui.selectTalents)
  const job = useCall('sync:get', []).data
  const write = useCacheWriter()
  const keep = (value: SyncJob | null) => write('sync:get', [], value)
  const start = useCommand('sync:start', { onSuccess: keep })
  const retry = useCommand('sync:retry', { onSuccess: keep })
  const cancel = useCommand('sync:cancel', { onSuccess: keep })
  const isRunning = isUnderWay(job) || start.isPending || retry.isPending
  const busy = isRunning ? t('talents.reasonRunning') : null
  const error = start.error ?? retry.error ?? cancel.error
  return (
    <div className={classes.bulk}>
      <div className={classes.bulkLine}>
        <ActionButton
          variant="default"
          reason={busy ?? (selected.size === 0 ? t('talents.reasonNone') : null)}
          onClick={() => start.mutate({ ids: [...selected] })}
        >
          {t('talents.syncSelected')}
        </ActionButton>
        <ActionButton variant="default" reason={busy} onClick={() => start.mutate({ ids: null })}>
          {t('talents.syncAll')}
        </ActionButton>
        <span className={classes.gap} />
        {selected.size === 0 ? null : (
          <>
            <span role="status">{t('talents.selected', { count: selected.size })}</span>
            <Button variant="subtle" onClick={() => selectTalents(new Set())}>
              {t('talents.clearSelection')}
            </Button>
          </>
        )}
      </div>
      {error === null ? null : <ErrorNotice compact error={error} />}
      {job === null || job === undefined || job.id === dismissed ? null : (
        <BulkProgress
          job={job}
          isRetrying={retry.isPending}
          onCancel={() => cancel.mutate(undefined)}
          onRetry={() => retry.mutate(undefined)}
          onDismiss={() => setDismissed(job.id)}
        />
      )}
    </div>
  )
}
