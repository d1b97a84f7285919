import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { RunOptions, RunProgress } from '../../../shared/domain/checklist'
import type { Command } from '../../api/hooks'
import { ActionButton } from '../../components/action-button'
import { Icon } from '../../components/icon'
import { ExportMenu } from './export-menu'
import { isRunning, rerunRefusal, type RunView } from './run-view'

/** Export, try again, and run or cancel. */
export function RunTools({
  view,
  current,
  options,
  start,
  rerun,
  cancel,
  onStart,
}: {
  view: RunView | null
  current: RunProgress | null
  /** What a run would be started with; null while a mandatory reason is missing. */
  options: RunOptions | null
  start: Command<'checklist:start'>
  rerun: Command<'checklist:rerun'>
  cancel: Command<'checklist:cancel'>
  onStart: (options: RunOptions) => void
}) {
  const { t } = useTranslation()
  const isBusy = isRunning(current) || start.isPending
  const refusal = rerunRefusal(view, isBusy)
  return (
    <>
      {view === null ? null : <ExportMenu key={view.id} runId={view.id} isBundle={view.isBundle} />}
      <ActionButton
        variant="default"
        leftSection={<Icon name="refresh" size={14} />}
        loading={rerun.isPending}
        reason={refusal === null ? null : t(`checklist.why.${refusal}`)}
        onClick={() => {
          if (view !== null) rerun.mutate({ id: view.report.run.id })
        }}
      >
        {t('checklist.rerun')}
      </ActionButton>
      {isRunning(current) ? (
        <Button
          variant="default"
          leftSection={<Icon name="stop" size={12} />}
          loading={cancel.isPending}
          disabled={current?.state === 'cancelling'}
          onClick={() => cancel.mutate(undefined)}
        >
          {current?.state === 'cancelling' ? t('checklist.cancelling') : t('checklist.cancel')}
        </Button>
      ) : (
        <ActionButton
          leftSection={<Icon name="play" size={14} />}
          loading={start.isPending}
          reason={options === null ? t('checklist.options.reasonRequired') : null}
          onClick={() => {
            if (options !== null) onStart(options)
          }}
        >
          {t('checklist.run')}
        </ActionButton>
      )}
    </>
  )
}
