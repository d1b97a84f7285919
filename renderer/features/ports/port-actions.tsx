import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PortHolder, PortRow, PortTable } from '../../../shared/domain/ports'
import type { CallOutput } from '../../../shared/ipc'
import { useCacheWriter, useCommand } from '../../api/hooks'
import { ActionButton } from '../../components/action-button'
import { CopyButton } from '../../components/copy-button'
import { ErrorNotice } from '../../components/error-notice'
import { useServiceName } from '../../components/service-words'
import { StateWord } from '../../components/tone'
import classes from './ports.module.css'

type Stopped = CallOutput<'ports:stop'>

/** What a person can do about a held port: stop the holder, move away, or leave it as it is. */
export function PortActions({ row, profile }: { row: PortRow; profile: PortTable['profile'] }) {
  const { t } = useTranslation()
  if (row.use === 'elsewhere') return <p>{t('ports.actions.elsewhere')}</p>
  const isForeign = row.holders.some(({ isOurs }) => !isOurs)
  const isEmbedded = profile.kind === 'embedded'
  return (
    <section className={classes.actions}>
      <h3>{t('ports.actions.title')}</h3>
      <StopActions row={row} />
      {row.wants.length > 0 && (isForeign || row.conflict !== null) ? (
        <>
          <h4>{t('ports.actions.otherPort')}</h4>
          {isEmbedded ? <FreePorts /> : <ProfileLines row={row} />}
        </>
      ) : null}
      {isForeign ? (
        <>
          <h4>{t('ports.actions.external')}</h4>
          <p className="quiet">
            {isEmbedded ? t('ports.actions.externalEmbedded') : t('ports.actions.externalDefault')}
          </p>
        </>
      ) : null}
    </section>
  )
}

/** The outcome outlives the holder it speaks of. */
function StopActions({ row }: { row: PortRow }) {
  const { t } = useTranslation()
  const write = useCacheWriter()
  const [ended, setEnded] = useState<{ name: string; result: Stopped } | null>(null)
  const stop = useCommand('ports:stop', {
    onSuccess: (result) => write('ports:list', [], result.table),
  })
  const begin = (pid: number, name: string) => {
    setEnded(null)
    stop.mutate(
      { port: row.port, pid },
      { onSuccess: (result: Stopped) => setEnded({ name, result }) },
    )
  }
  return (
    <>
      {row.holders.map((holder) => {
        const key = `${holder.address}-${holder.pid}`
        if (!holder.isOurs) {
          return <StopForeign key={key} holder={holder} isAsking={stop.isPending} onStop={begin} />
        }
        return holder.service === null ? (
          <p key={key} className="quiet">
            {t('ports.actions.ownConsole')}
          </p>
        ) : (
          <StopOurs key={key} service={holder.service} />
        )
      })}
      {ended === null ? null : <Outcome {...ended} row={row} />}
      {stop.isError ? <ErrorNotice compact error={stop.error} /> : null}
    </>
  )
}

function StopForeign({
  holder: { pid, program },
  isAsking,
  onStop,
}: {
  holder: PortHolder
  isAsking: boolean
  onStop: (pid: number, name: string) => void
}) {
  const { t } = useTranslation()
  const name = program ?? t('common.unknown')
  return (
    <>
      <div>
        <ActionButton
          color="red"
          variant="outline"
          loading={isAsking}
          reason={pid === null ? t('ports.actions.noPid') : null}
          onClick={() => {
            if (pid !== null) onStop(pid, name)
          }}
        >
          {t('ports.actions.stopForeign', { name, pid: pid ?? '?' })}
        </ActionButton>
      </div>
      <p className="quiet">{t('ports.actions.stopForeignHint')}</p>
    </>
  )
}

function StopOurs({ service }: { service: string }) {
  const { t } = useTranslation()
  const nameOf = useServiceName()
  const stop = useCommand('services:stop', { key: service })
  return (
    <>
      <div>
        <Button
          variant="default"
          loading={stop.isPending}
          onClick={() => stop.mutate({ id: service })}
        >
          {t('ports.actions.stopOurs', { name: nameOf(service) })}
        </Button>
      </div>
      <p className="quiet">{t('ports.actions.stopOursHint')}</p>
      {stop.isError ? <ErrorNotice compact error={stop.error} /> : null}
    </>
  )
}

/** What became of a stop; that the process has ended does not mean that the port is free. */
function Outcome({
  result: { outcome, reason, table },
  name,
  row,
}: {
  result: Stopped
  name: string
  row: Pick<PortRow, 'id'>
}) {
  const { t } = useTranslation()
  const isHeld = table.rows.some(({ id, holders }) => id === row.id && holders.length > 0)
  const words = () => {
    if (outcome === 'refused') return t(`ports.refused.${reason ?? 'hidden'}`)
    if (outcome === 'stopped' && isHeld) return t('ports.outcome.stoppedHeld')
    return t(`ports.outcome.${outcome}`, { name })
  }
  const isGood = (outcome === 'stopped' && !isHeld) || outcome === 'gone'
  return (
    <p role="status" data-outcome={outcome}>
      <StateWord tone={isGood ? 'ok' : outcome === 'declined' ? 'idle' : 'warn'}>
        {words()}
      </StateWord>
    </p>
  )
}

function FreePorts() {
  const { t } = useTranslation()
  const start = useCommand('stack:start')
  return (
    <>
      <div>
        <Button
          variant="default"
          loading={start.isPending}
          onClick={() => start.mutate({ freePorts: true })}
        >
          {t('ports.actions.freePorts')}
        </Button>
      </div>
      <p className="quiet">{t('ports.actions.freePortsHint')}</p>
      {start.isError ? <ErrorNotice compact error={start.error} /> : null}
    </>
  )
}

function ProfileLines({ row }: { row: PortRow }) {
  const { t } = useTranslation()
  return (
    <>
      <p className="quiet">{t('ports.actions.profileLine')}</p>
      {row.wants.map(({ line, value }) => {
        const text = `${line}: ${/^\d+$/.test(value) ? value : `"${value}"`}`
        return (
          <div key={line} className={classes.line}>
            <code>{text}</code>
            <CopyButton text={text} name={t('ports.actions.copyLine')} />
          </div>
        )
      })}
    </>
  )
}
