import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PermissionPlan, PermissionRun } from '../../../shared/domain/permissions'
import { useGridPart, useSecretCommand } from '../../api/hooks'
import { ActionButton } from '../../components/action-button'
import { ConfirmDialog } from '../../components/confirm-dialog'
import { ErrorNotice } from '../../components/error-notice'
import { Icon } from '../../components/icon'
import { useProfileName } from '../../components/profile-name'
import { AccountEditor } from './account-editor'
import { ExpectationEditor } from './expectation-editor'
import { draftsOf, loginsOf, mostAccounts, problemOf, type SetupProblem } from './setup-draft'
import classes from './permissions.module.css'

/** Who is tested and what each role should be able to do; running needs an explicit yes. */
export function MatrixSetup({
  plan,
  isRunning,
  onStarted,
}: {
  plan: PermissionPlan
  isRunning: boolean
  onStarted: () => void
}) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [drafts, setDrafts] = useState(() => draftsOf(plan))
  const [expectations, setExpectations] = useState(plan.expectations)
  const [isAsking, setIsAsking] = useState(false)
  const start = useSecretCommand('permissions:start', (run: PermissionRun) => {
    // Events of this run may have come before the answer, and are newer.
    client.setQueryData<PermissionRun | null>(['permissions:current'], (known) =>
      known?.id === run.id ? known : run,
    )
    onStarted()
  })
  const reasonOf = useReason()
  const problem = problemOf(drafts)
  const run = () => {
    setIsAsking(false)
    start.send({ accounts: loginsOf(drafts), expectations })
    setDrafts(drafts.map((draft) => ({ ...draft, password: '' })))
  }
  return (
    <div className={classes.view}>
      <AccountEditor drafts={drafts} onChange={setDrafts} />
      <ExpectationEditor
        endpoints={plan.endpoints}
        expectations={expectations}
        onChange={setExpectations}
      />
      {start.error === null ? null : <ErrorNotice compact error={start.error} />}
      <div className={classes.line}>
        <ActionButton
          leftSection={<Icon name="play" size={14} />}
          loading={start.isPending}
          reason={isRunning ? t('permissions.state.running') : reasonOf(problem)}
          onClick={() => setIsAsking(true)}
        >
          {t('permissions.run')}
        </ActionButton>
        {problem === null ? null : <span className={classes.quiet}>{reasonOf(problem)}</span>}
      </div>
      <ConfirmRun
        isOpen={isAsking}
        plan={plan}
        accounts={loginsOf(drafts).length}
        onClose={() => setIsAsking(false)}
        onRun={run}
      />
    </div>
  )
}

function useReason(): (problem: SetupProblem) => string | null {
  const { t } = useTranslation()
  return (problem) => {
    if (problem === null) return null
    if (problem.kind === 'password') return t('permissions.reason.password', { name: problem.name })
    if (problem.kind === 'twice') return t('permissions.reason.twice', { name: problem.name })
    if (problem.kind === 'many') return t('permissions.reason.many', { most: mostAccounts })
    return t(`permissions.reason.${problem.kind}`)
  }
}

function ConfirmRun({
  isOpen,
  plan,
  accounts,
  onClose,
  onRun,
}: {
  isOpen: boolean
  plan: PermissionPlan
  accounts: number
  onClose: () => void
  onRun: () => void
}) {
  const { t } = useTranslation()
  const nameOf = useProfileName()
  const profile = useGridPart((grid) => grid.profile)
  const endpoints = plan.endpoints.length
  return (
    <ConfirmDialog
      isOpen={isOpen}
      title={t('permissions.confirmTitle')}
      action={t('permissions.runConfirmed')}
      startsAtCancel
      onClose={onClose}
      onConfirm={onRun}
    >
      <p>{t('permissions.confirmText')}</p>
      <ul className={classes.writes}>
        {plan.endpoints
          .filter(({ writes }) => writes)
          .map(({ id, method, path }) => (
            <li key={id}>
              {t(`permissions.endpoint.${id}`)}{' '}
              <code>
                {method} {path}
              </code>
            </li>
          ))}
      </ul>
      <p>{t('permissions.confirmSize', { accounts, endpoints, calls: accounts * endpoints })}</p>
      {profile === undefined ? null : (
        <p>{t('permissions.confirmProfile', { name: nameOf(profile) })}</p>
      )}
    </ConfirmDialog>
  )
}
