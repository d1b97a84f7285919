import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useCommand, useLastOutcome } from '../../api/hooks'
import { CallLink } from '../../components/call-link'
import { ErrorNotice } from '../../components/error-notice'
import { Facts } from '../../components/panel'
import { StateWord } from '../../components/tone'
import classes from './talents.module.css'

const actionWords = { created: 'talents.sync.created', updated: 'talents.sync.updated' } as const

/** Writes one talent to the resume service and shows what came back. */
export function SyncTab({ talentId, resumeId }: { talentId: string; resumeId: string | null }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const sync = useCommand('talents:sync', {
    key: talentId,
    onSuccess: () => void client.invalidateQueries({ queryKey: ['talents:get', { id: talentId }] }),
  })
  // The pane may have been left and opened again since.
  const outcome = useLastOutcome('talents:sync', talentId)
  const known = Object.entries(actionWords).find(([action]) => action === outcome?.action)
  return (
    <div className={classes.stack}>
      <p className="quiet">{t('talents.sync.text')}</p>
      <div>
        <Button loading={sync.isPending} onClick={() => sync.mutate({ id: talentId })}>
          {t('talents.sync.run')}
        </Button>
      </div>
      {sync.isError ? <ErrorNotice error={sync.error} /> : null}
      {outcome === undefined ? (
        <Facts rows={[[t('talents.field.resume'), resumeId ?? t('talents.neverSynced')]]} />
      ) : (
        <>
          <p role="status">
            <StateWord tone="ok">{t('talents.sync.done')}</StateWord>
          </p>
          <Facts
            rows={[
              [t('talents.field.resume'), <code key="resume">{outcome.resumeId}</code>],
              [t('talents.sync.action'), known === undefined ? outcome.action : t(known[1])],
            ]}
          />
          <CallLink id={outcome.callId} />
        </>
      )}
    </div>
  )
}
