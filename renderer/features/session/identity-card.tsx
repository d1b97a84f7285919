import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Session } from '../../../shared/domain/session'
import { useCommand } from '../../api/hooks'
import { ActionButton } from '../../components/action-button'
import { ErrorNotice } from '../../components/error-notice'
import { EmptyState, Facts, Panel } from '../../components/panel'
import { Tag } from '../../components/tone'
import { useNow } from '../../components/use-now'
import { WarningNote } from '../../components/warning-note'
import { useFormat } from '../../i18n/format'
import classes from './session.module.css'

/** Clocks further apart than this make expiry times doubtful. */
const skewWarningMs = 30_000

/** Who the services think you are, and for how long. */
export function IdentityCard({
  session,
  onSession,
}: {
  session: Session
  onSession: (session: Session) => void
}) {
  const { t } = useTranslation()
  const renew = useCommand('session:renew', { onSuccess: onSession })
  const logout = useCommand('session:logout', { onSuccess: onSession })
  const error = renew.error ?? logout.error
  if (session.state === 'none') {
    return (
      <Panel title={t('session.whoAmI')}>
        <EmptyState title={t('session.nobody')} hint={t('session.nobodyHint')} />
      </Panel>
    )
  }
  return (
    <Panel
      title={t('session.whoAmI')}
      aside={
        <>
          <ActionButton
            variant="default"
            loading={renew.isPending}
            reason={session.renewable ? null : t('session.renewRefused')}
            onClick={() => renew.mutate(undefined)}
          >
            {t('session.renew')}
          </ActionButton>
          <Button
            variant="default"
            loading={logout.isPending}
            onClick={() => logout.mutate(undefined)}
          >
            {t('session.logout')}
          </Button>
        </>
      }
    >
      <div className={classes.card}>
        {session.state === 'expired' ? <WarningNote>{t('session.expired')}</WarningNote> : null}
        <SkewWarning skewMs={session.clockSkewMs} />
        {error === null ? null : <ErrorNotice compact error={error} />}
        <IdentityFacts session={session} />
      </div>
    </Panel>
  )
}

function IdentityFacts({ session }: { session: Session }) {
  const { t } = useTranslation()
  const format = useFormat()
  const now = useNow(1_000)
  const { expiresAt, issuedAt, source, renewable } = session
  const leftMs = expiresAt === null ? null : expiresAt - now
  return (
    <Facts
      rows={[
        [t('session.user'), <strong key="user">{session.username ?? t('common.unknown')}</strong>],
        [t('session.userId'), session.userId],
        [t('session.role'), session.role],
        [t('session.permissions'), <Permissions key="permissions" session={session} />],
        [t('session.issued'), issuedAt === null ? null : format.exact(issuedAt)],
        [t('session.expires'), expiresAt === null ? null : format.exact(expiresAt)],
        [
          t('session.left'),
          leftMs === null ? null : leftMs <= 0 ? (
            <Tag tone="bad">{t('session.leftNone')}</Tag>
          ) : (
            format.span(leftMs)
          ),
        ],
        [t('session.issuer'), session.issuer],
        [t('session.source'), source === null ? null : t(`session.sourceOf.${source}`)],
        [t('session.renewable'), t(renewable ? 'session.renewableYes' : 'session.renewableNo')],
      ]}
    />
  )
}

function Permissions({ session }: { session: Session }) {
  const { t } = useTranslation()
  if (session.permissions.length === 0 && !session.wildcard) {
    return <Tag tone="warn">{t('session.noPermissions')}</Tag>
  }
  return (
    <div>
      {session.wildcard ? (
        <p>
          <Tag tone="info">{t('session.wildcard')}</Tag>{' '}
          <span className="quiet">{t('session.wildcardHint')}</span>
        </p>
      ) : null}
      <ul className={classes.permissions}>
        {session.permissions.map((permission) => (
          <li key={permission} className={classes.permission}>
            {permission}
          </li>
        ))}
      </ul>
    </div>
  )
}

function SkewWarning({ skewMs }: { skewMs: number | null }) {
  const { t } = useTranslation()
  const format = useFormat()
  if (skewMs === null || Math.abs(skewMs) <= skewWarningMs) return null
  const span = format.span(Math.abs(skewMs))
  return (
    <WarningNote>
      {skewMs > 0 ? t('session.skew', { span }) : t('session.skewBehind', { span })}
    </WarningNote>
  )
}
