import { useTranslation } from 'react-i18next'
import type { PlanKind } from '../../../shared/domain/plans'
import { ActionButton } from '../../components/action-button'
import type { PlanCommands } from './use-plan-commands'

/** Lists the steps of one kind of plan. */
export function PrepareButton({
  kind,
  commands,
  isMain = false,
  label,
}: {
  kind: PlanKind
  commands: PlanCommands
  isMain?: boolean
  label?: string
}) {
  const { t } = useTranslation()
  const { pending } = commands
  return (
    <ActionButton
      variant={isMain ? 'filled' : 'default'}
      reason={pending === null ? null : t('plans.why.busy')}
      onClick={() => commands.prepare(kind)}
    >
      {label ?? t(`plans.prepare.${kind}`)}
    </ActionButton>
  )
}
