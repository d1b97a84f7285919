import { SegmentedControl, Skeleton } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Session } from '../../../shared/domain/session'
import { useCacheWriter, useCall, useGridPart } from '../../api/hooks'
import { ErrorNotice } from '../../components/error-notice'
import { Panel, ScreenFrame } from '../../components/panel'
import { IdentityCard } from './identity-card'
import { LoginForm } from './login-form'
import { TokenForm } from './token-form'
import classes from './session.module.css'

/** Sign in, and see who the services think you are. */
export function SessionScreen() {
  const { t } = useTranslation()
  const [method, setMethod] = useState<'password' | 'token'>('password')
  const session = useCall('session:get', [])
  const kind = useGridPart(({ profile }) => profile.kind)
  const write = useCacheWriter()
  const keep = (value: Session) => write('session:get', [], value)
  return (
    <ScreenFrame title={t('session.title')}>
      <div className={classes.columns}>
        <Panel
          title={
            <SegmentedControl
              aria-label={t('session.method')}
              value={method}
              onChange={(value) => setMethod(value === 'token' ? 'token' : 'password')}
              data={[
                { value: 'password', label: t('session.byPassword') },
                { value: 'token', label: t('session.byToken') },
              ]}
            />
          }
        >
          {method === 'password' ? (
            <LoginForm isEmbedded={kind === 'embedded'} onSession={keep} />
          ) : (
            <TokenForm onSession={keep} />
          )}
        </Panel>
        {session.isError ? (
          <ErrorNotice error={session.error} onRetry={() => void session.refetch()} />
        ) : session.data === undefined ? (
          <Skeleton height={320} radius={4} />
        ) : (
          <IdentityCard session={session.data} onSession={keep} />
        )}
      </div>
    </ScreenFrame>
  )
}
