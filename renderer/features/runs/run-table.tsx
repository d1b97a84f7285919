import { Checkbox } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { RunSummary } from '../../../shared/domain/checklist'
import { RowList } from '../../components/row-list'
import { StateWord, Tag, ToneShape } from '../../components/tone'
import { runTones } from '../../components/verdict-tones'
import { useFormat } from '../../i18n/format'
import { useUi } from '../../stores/ui'
import { canToggle, toggled } from './choice'
import classes from './runs.module.css'

const figures = [
  { name: 'passed', tone: 'ok' },
  { name: 'failed', tone: 'worse' },
  { name: 'unproven', tone: 'held' },
] as const

/** The runs as rows: a click or Enter opens one, boxes choose two for the comparison. */
export function RunTable({ runs }: { runs: readonly RunSummary[] }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { chosenRuns, chooseRuns, openRun, show } = useUi()
  const open = (run: RunSummary) => {
    if (run.damaged) return
    openRun(run.id)
    show('checklist')
  }
  const choose = (run: RunSummary | undefined) => {
    if (run !== undefined && !run.damaged) chooseRuns(toggled(chosenRuns, run))
  }
  const isChosen = (run: RunSummary) => chosenRuns.some(({ id }) => id === run.id)
  return (
    <RowList
      label={t('runs.list')}
      rows={runs}
      rowPx={36}
      idOf={(run) => run.id}
      rowClass={classes.row ?? ''}
      isSelected={isChosen}
      onOpen={open}
      onSelect={({ index }) => choose(runs[index])}
      attributes={(run) => ({
        'data-run': run.id,
        'aria-disabled': run.damaged ? 'true' : undefined,
      })}
      head={[
        {
          id: 'choose',
          content: <span className="visually-hidden">{t('runs.column.choose')}</span>,
        },
        { id: 'verdict', content: t('runs.column.verdict') },
        { id: 'at', content: t('runs.column.at') },
        { id: 'profile', content: t('runs.column.profile') },
        { id: 'tester', content: t('runs.column.tester') },
        ...figures.map(({ name }) => ({ id: name, content: t(`checklist.${name}`) })),
        { id: 'marks', content: t('runs.column.marks') },
        { id: 'evidence', content: t('runs.column.evidence') },
      ]}
      cells={(run) => [
        <Checkbox
          key="choose"
          tabIndex={-1}
          aria-label={t('runs.choose', { at: format.exact(run.startedAt) })}
          checked={isChosen(run)}
          disabled={run.damaged || !canToggle(chosenRuns, run.id)}
          onChange={() => choose(run)}
          onClick={(event) => event.stopPropagation()}
        />,
        run.damaged ? (
          <StateWord key="verdict" tone="warn">
            {t('runs.damaged')}
          </StateWord>
        ) : (
          <StateWord key="verdict" tone={runTones[run.verdict]}>
            {t(`checklist.runVerdictShort.${run.verdict}`)}
          </StateWord>
        ),
        format.exact(run.startedAt),
        ...(run.damaged
          ? [
              <span key="damaged" className="quiet" title={t('runs.damagedText')}>
                {t('runs.damagedText')}
              </span>,
            ]
          : [
              run.profileName,
              run.tester === '' ? (
                <span key="tester" className="quiet">
                  {t('runs.noTester')}
                </span>
              ) : (
                run.tester
              ),
              ...figures.map(({ name, tone }) => (
                <span key={name} className={classes.figure} data-figure={name}>
                  <ToneShape tone={run.totals[name] === 0 ? 'idle' : tone} size={10} />
                  {run.totals[name]}
                </span>
              )),
              <RunMarks key="marks" run={run} />,
              <EvidenceLink key="evidence" run={run} />,
            ]),
      ]}
    />
  )
}

function RunMarks({ run }: { run: RunSummary }) {
  const { t } = useTranslation()
  return (
    <span className={classes.marks}>
      {run.signedBy === null ? null : (
        <span title={t('runs.signedBy', { name: run.signedBy })}>
          <Tag tone="info">{t('runs.signed')}</Tag>
        </span>
      )}
      {run.attempts < 2 ? null : (
        <Tag tone="info">{t('runs.attempts', { count: run.attempts })}</Tag>
      )}
      {run.flaky === 0 ? null : (
        <span title={t('runs.flaky', { count: run.flaky })}>
          <Tag tone="warn">{t('checklist.flaky')}</Tag>
        </span>
      )}
    </span>
  )
}

function EvidenceLink({ run }: { run: RunSummary }) {
  const { t } = useTranslation()
  const format = useFormat()
  const showRuns = useUi((ui) => ui.showRuns)
  return (
    <button
      type="button"
      className={classes.link}
      aria-label={t('runs.showEvidenceOf', { at: format.exact(run.startedAt) })}
      onClick={(event) => {
        event.stopPropagation()
        showRuns({ kind: 'evidence', id: run.id })
      }}
    >
      {t('runs.showEvidence')}
    </button>
  )
}
