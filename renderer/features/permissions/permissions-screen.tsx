import { Button, SegmentedControl, Skeleton } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PermissionPlan, PermissionRun } from '../../../shared/domain/permissions'
import { useCall, useCommand } from '../../api/hooks'
import { ErrorNotice } from '../../components/error-notice'
import { Icon } from '../../components/icon'
import { EmptyState, Panel, ScreenFrame } from '../../components/panel'
import { CellDrawer } from './cell-drawer'
import { Matrix, type CellPlace } from './matrix'
import { MatrixSetup } from './matrix-setup'
import { RunHeadline } from './run-headline'
import classes from './permissions.module.css'

type View = 'result' | 'setup'

/** Several accounts at every protected endpoint: who may do what, and who should. */
export function PermissionsScreen() {
  const { t } = useTranslation()
  const plan = useCall('permissions:plan', [], { fresh: true })
  const current = useCall('permissions:current', [])
  if (plan.data !== undefined && current.data !== undefined) {
    return <Permissions plan={plan.data} run={current.data} />
  }
  const failed = [plan, current].find(({ isError }) => isError)
  return (
    <ScreenFrame title={t('permissions.title')} summary={t('permissions.summary')}>
      {failed === undefined || failed.error === null ? (
        <Skeleton height={420} radius={4} aria-label={t('common.loading')} />
      ) : (
        <ErrorNotice
          error={failed.error}
          onRetry={() => {
            void plan.refetch()
            void current.refetch()
          }}
        />
      )}
    </ScreenFrame>
  )
}

function Permissions({ plan, run }: { plan: PermissionPlan; run: PermissionRun | null }) {
  const { t } = useTranslation()
  const [chosenView, setView] = useState<View | null>(null)
  const cancel = useCommand('permissions:cancel')
  const isRunning = run !== null && ['running', 'cancelling'].includes(run.state)
  const view = chosenView ?? 'result'
  return (
    <ScreenFrame
      title={t('permissions.title')}
      summary={t('permissions.summary')}
      tools={
        <>
          <SegmentedControl
            aria-label={t('permissions.view')}
            value={view}
            onChange={(value) => setView(value === 'setup' ? 'setup' : 'result')}
            data={[
              { value: 'result', label: t('permissions.viewResult') },
              { value: 'setup', label: t('permissions.viewSetup') },
            ]}
          />
          {isRunning ? (
            <Button
              variant="default"
              leftSection={<Icon name="stop" size={12} />}
              loading={cancel.isPending}
              disabled={run.state === 'cancelling'}
              onClick={() => cancel.mutate(undefined)}
            >
              {run.state === 'cancelling' ? t('permissions.cancelling') : t('permissions.cancel')}
            </Button>
          ) : null}
        </>
      }
    >
      <div className={classes.view}>
        {cancel.isError ? <ErrorNotice compact error={cancel.error} /> : null}
        {/* Hidden and not gone, so that a look at the result keeps what was filled in. */}
        <div hidden={view !== 'setup'}>
          <MatrixSetup plan={plan} isRunning={isRunning} onStarted={() => setView('result')} />
        </div>
        {view === 'setup' ? null : run === null ? (
          <Panel>
            <EmptyState title={t('permissions.never')} hint={t('permissions.neverHint')}>
              <Button onClick={() => setView('setup')}>{t('permissions.setup')}</Button>
            </EmptyState>
          </Panel>
        ) : (
          <Result plan={plan} run={run} isRunning={isRunning} />
        )}
      </div>
    </ScreenFrame>
  )
}

function Result({
  plan,
  run,
  isRunning,
}: {
  plan: PermissionPlan
  run: PermissionRun
  isRunning: boolean
}) {
  const [place, setPlace] = useState<CellPlace | null>(null)
  return (
    <>
      <RunHeadline run={run} />
      <Matrix
        endpoints={plan.endpoints}
        run={run}
        isRunning={isRunning}
        place={place}
        onOpen={setPlace}
      />
      <CellDrawer
        endpoints={plan.endpoints}
        run={run}
        isRunning={isRunning}
        place={place}
        onClose={() => setPlace(null)}
      />
    </>
  )
}
