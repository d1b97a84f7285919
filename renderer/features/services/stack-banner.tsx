import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { StackStatus } from '../../../shared/domain/services'
import { useCommand } from '../../api/hooks'
import { ErrorNotice } from '../../components/error-notice'
import { useServiceName } from '../../components/service-words'
import { StateWord } from '../../components/tone'
import { stackTones } from './stack-card'
import classes from './stack-banner.module.css'

/** Says what the embedded stack is doing when it is not simply running. */
export function StackBanner({ stack }: { stack: StackStatus }) {
  const { t } = useTranslation()
  const start = useCommand('stack:start')
  if (stack.state === 'running') return null
  const canStart = ['blocked', 'failed', 'off'].includes(stack.state)
  return (
    <section
      className={classes.banner}
      data-state={stack.state}
      role="status"
      aria-label={t('stack.title')}
    >
      <div className={classes.line}>
        <StateWord tone={stackTones[stack.state]}>
          {t('stack.title')} · {t(`stack.${stack.state}`)}
        </StateWord>
        <p className={classes.text}>{t(`stack.${stack.state}Text`)}</p>
        {canStart ? (
          <div className={classes.actions}>
            {stack.state === 'blocked' ? (
              <>
                <Button
                  loading={start.isPending && start.variables.freePorts}
                  onClick={() => start.mutate({ freePorts: true })}
                >
                  {t('stack.useFreePorts')}
                </Button>
                <Button
                  variant="default"
                  loading={start.isPending && !start.variables.freePorts}
                  onClick={() => start.mutate({ freePorts: false })}
                >
                  {t('stack.retry')}
                </Button>
              </>
            ) : (
              <Button
                loading={start.isPending}
                onClick={() => start.mutate({ freePorts: stack.freePorts })}
              >
                {stack.state === 'off' ? t('stack.startAll') : t('stack.retry')}
              </Button>
            )}
          </div>
        ) : null}
      </div>
      {stack.conflicts.length === 0 ? null : <Conflicts stack={stack} />}
      {start.isError ? <ErrorNotice compact error={start.error} /> : null}
    </section>
  )
}

function Conflicts({ stack }: { stack: StackStatus }) {
  const { t } = useTranslation()
  const nameOf = useServiceName()
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">{t('stack.port')}</th>
          <th scope="col">{t('stack.wantedBy')}</th>
          <th scope="col">{t('stack.pid')}</th>
          <th scope="col">{t('stack.command')}</th>
          <th scope="col">{t('stack.user')}</th>
        </tr>
      </thead>
      <tbody>
        {stack.conflicts.map((owner) => (
          <tr key={`${owner.port}-${owner.service}`}>
            <td>{owner.port}</td>
            <td>{nameOf(owner.service)}</td>
            <td>{owner.pid ?? t('common.unknown')}</td>
            <td className={classes.command} title={owner.command ?? undefined}>
              <code>{owner.command ?? t('common.unknown')}</code>
            </td>
            <td>{owner.user ?? t('common.unknown')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
