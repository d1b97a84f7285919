import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ConfirmDialog } from '../../components/confirm-dialog'
import { useProfileName } from '../../components/profile-name'
import type { Grid, StackStatus } from '../../../shared/domain/services'
import { useCommand } from '../../api/hooks'
import { ErrorNotice } from '../../components/error-notice'
import { StateWord, type Tone } from '../../components/tone'
import { useFormat } from '../../i18n/format'
import tile from './service-tile.module.css'
import classes from './stack-card.module.css'

/** The tone of the embedded stack as a whole. */
export const stackTones: Record<StackStatus['state'], Tone> = {
  off: 'idle',
  starting: 'busy',
  running: 'ok',
  stopping: 'busy',
  blocked: 'worse',
  failed: 'worse',
}

/** The eighth field of the grid: the environment as a whole. */
export function StackCard({ grid }: { grid: Grid }) {
  const { t } = useTranslation()
  const format = useFormat()
  const nameOf = useProfileName()
  const { stack, profile, services } = grid
  const processes = services.filter(({ process }) => process.controllable)
  const running = processes.filter(({ process }) => process.state === 'running').length
  const rows: [string, string][] = [
    [t('stack.kind'), t(`stack.kindOf.${profile.kind}`)],
    [t('stack.interval'), format.ms(grid.pollIntervalMs)],
  ]
  if (stack !== null) {
    rows.push([t('stack.ports'), t(stack.freePorts ? 'stack.freePorts' : 'stack.planPorts')])
  }
  return (
    <section className={tile.tile} aria-label={nameOf(profile)}>
      <header className={tile.head}>
        <h2 className="truncate">{nameOf(profile)}</h2>
        {stack === null ? null : (
          <StateWord tone={stackTones[stack.state]}>{t(`stack.${stack.state}`)}</StateWord>
        )}
      </header>
      <p className={classes.processes}>
        {processes.length === 0
          ? grid.profile.id
          : t('stack.running_of', { running, total: processes.length })}
      </p>
      <dl className={classes.rows}>
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className={classes.graph}>{t('stack.dependencies')}</p>
      {stack === null ? null : <StackButtons stack={stack} />}
    </section>
  )
}

function StackButtons({ stack }: { stack: StackStatus }) {
  const { t } = useTranslation()
  const [isAsking, setIsAsking] = useState(false)
  const start = useCommand('stack:start')
  const stop = useCommand('stack:stop')
  const isUp = stack.state === 'running' || stack.state === 'starting'
  const error = start.error ?? stop.error
  return (
    <>
      {error === null ? null : <ErrorNotice compact error={error} />}
      <div className={classes.buttons}>
        {isUp ? (
          <Button variant="default" loading={stop.isPending} onClick={() => setIsAsking(true)}>
            {t('stack.stopAll')}
          </Button>
        ) : (
          <Button
            variant="default"
            loading={start.isPending}
            disabled={stack.state === 'stopping'}
            onClick={() => start.mutate({ freePorts: stack.freePorts })}
          >
            {t('stack.startAll')}
          </Button>
        )}
      </div>
      <ConfirmDialog
        isOpen={isAsking}
        title={t('stack.confirmStopAll')}
        action={t('stack.stopAll')}
        onClose={() => setIsAsking(false)}
        onConfirm={() => {
          setIsAsking(false)
          stop.mutate(undefined)
        }}
      >
        <p>{t('stack.confirmStopAllText')}</p>
      </ConfirmDialog>
    </>
  )
}
