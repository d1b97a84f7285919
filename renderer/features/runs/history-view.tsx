import { Button, NativeSelect, Skeleton } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useTranslation } from 'react-i18next'
import { RunVerdict, type RunSummary } from '../../../shared/domain/checklist'
import { useCall } from '../../api/hooks'
import { ActionButton } from '../../components/action-button'
import { ErrorNotice } from '../../components/error-notice'
import { Icon } from '../../components/icon'
import { EmptyState, Panel, ScreenFrame } from '../../components/panel'
import { SearchField } from '../../components/search-field'
import { useUi } from '../../stores/ui'
import { BundlePanel } from './bundle-panel'
import { OpeningNotice } from './bundle-problem'
import { pairOf } from './choice'
import { RunTable } from './run-table'
import type { BundleOpening } from './use-bundle-opening'
import classes from './runs.module.css'

const searchDelayMs = 200
/** The most rows that one list call may ask for. */
const listLimit = 1_000

/** Every run that was kept, and above them the bundles opened from elsewhere. */
export function HistoryView({ opening }: { opening: BundleOpening }) {
  const { t } = useTranslation()
  const query = useUi((ui) => ui.runQuery)
  const verdict = useUi((ui) => ui.runVerdict)
  const [settled] = useDebouncedValue(query.trim(), searchDelayMs)
  const runs = useCall(
    'runs:list',
    [
      {
        limit: listLimit,
        ...(settled === '' ? {} : { query: settled }),
        ...(verdict === null ? {} : { verdict }),
      },
    ],
    { fresh: true, keepPrevious: true },
  )
  const count = runs.data?.length ?? 0
  return (
    <ScreenFrame
      fixed
      title={t('runs.title')}
      {...(runs.data === undefined
        ? {}
        : { summary: t(count === listLimit ? 'runs.countLimited' : 'runs.count', { count }) })}
      tools={<HistoryTools opening={opening} />}
    >
      <div className={classes.top}>
        <OpeningNotice opening={opening} />
        <BundlePanel />
        <ChoiceBar />
      </div>
      {runs.isError ? (
        <ErrorNotice error={runs.error} onRetry={() => void runs.refetch()} />
      ) : runs.data === undefined ? (
        <Skeleton height={400} radius={4} aria-label={t('common.loading')} />
      ) : (
        <RunRows runs={runs.data} isFiltered={settled !== '' || verdict !== null} />
      )}
    </ScreenFrame>
  )
}

function HistoryTools({ opening }: { opening: BundleOpening }) {
  const { t } = useTranslation()
  const { runQuery, searchRuns, runVerdict, filterRuns } = useUi()
  return (
    <>
      <SearchField
        className={classes.search}
        label={t('runs.search')}
        maxLength={200}
        value={runQuery}
        onSearch={searchRuns}
      />
      <NativeSelect
        aria-label={t('runs.filterVerdict')}
        value={runVerdict ?? 'all'}
        onChange={(event) => {
          const chosen = RunVerdict.safeParse(event.currentTarget.value)
          filterRuns(chosen.success ? chosen.data : null)
        }}
        data={[
          { value: 'all', label: t('runs.allVerdicts') },
          ...RunVerdict.options.map((value) => ({
            value,
            label: t(`checklist.runVerdictShort.${value}`),
          })),
        ]}
      />
      <Button
        variant="default"
        leftSection={<Icon name="folder" size={14} />}
        loading={opening.isOpening}
        onClick={() => opening.choose()}
      >
        {t('runs.bundles.open')}
      </Button>
      <CompareButton />
    </>
  )
}

function CompareButton() {
  const { t } = useTranslation()
  const chosen = useUi((ui) => ui.chosenRuns)
  const showRuns = useUi((ui) => ui.showRuns)
  const pair = pairOf(chosen)
  return (
    <ActionButton
      reason={pair === null ? t('runs.compareReason') : null}
      onClick={() => {
        if (pair !== null) showRuns({ kind: 'comparison', ...pair })
      }}
    >
      {t('runs.compare')}
    </ActionButton>
  )
}

function ChoiceBar() {
  const { t } = useTranslation()
  const chosen = useUi((ui) => ui.chosenRuns)
  const chooseRuns = useUi((ui) => ui.chooseRuns)
  if (chosen.length === 0) return null
  return (
    <div className={classes.choice}>
      <span role="status">{t('runs.chosen', { count: chosen.length })}</span>
      {chosen.length < 2 ? null : <span className="quiet">{t('runs.compareFull')}</span>}
      <Button variant="subtle" onClick={() => chooseRuns([])}>
        {t('runs.clearChoice')}
      </Button>
    </div>
  )
}

function RunRows({ runs, isFiltered }: { runs: readonly RunSummary[]; isFiltered: boolean }) {
  const { t } = useTranslation()
  const { searchRuns, filterRuns } = useUi()
  if (runs.length > 0) return <RunTable runs={runs} />
  return (
    <Panel>
      {isFiltered ? (
        <EmptyState title={t('runs.emptyFilter')} hint={t('runs.emptyFilterHint')}>
          <Button
            variant="default"
            onClick={() => {
              searchRuns('')
              filterRuns(null)
            }}
          >
            {t('runs.clearFilter')}
          </Button>
        </EmptyState>
      ) : (
        <EmptyState title={t('runs.empty')} hint={t('runs.emptyHint')} />
      )}
    </Panel>
  )
}
