import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { LogLevel } from '../../../shared/domain/logs'
import { useUi } from '../../stores/ui'
import type { TimeJump } from './use-time-jump'
import classes from './logs.module.css'

/** Which lines are shown: by level and by request; and where in time. */
export function FilterBar({ jump }: { jump: TimeJump }) {
  const { t } = useTranslation()
  const { atLeast } = useUi((ui) => ui.logChoices)
  const request = useUi((ui) => ui.logRequest)
  const chooseLogs = useUi((ui) => ui.chooseLogs)
  const filterLogs = useUi((ui) => ui.filterLogs)
  const [moment, setMoment] = useState('')
  const at = Date.parse(moment)
  return (
    <form
      className={classes.filters}
      onSubmit={(event) => {
        event.preventDefault()
        if (!Number.isNaN(at)) jump.to(at)
      }}
    >
      <NativeSelect
        aria-label={t('logs.levelFilter')}
        value={atLeast ?? 'all'}
        onChange={(event) => {
          const level = LogLevel.safeParse(event.currentTarget.value)
          chooseLogs({ atLeast: level.success ? level.data : null })
        }}
        data={[
          { value: 'all', label: t('logs.allLevels') },
          ...LogLevel.options.map((level) => ({
            value: level,
            label: t(`logs.atLeast.${level}`),
          })),
        ]}
      />
      <TextInput
        className={classes.request}
        aria-label={t('logs.request')}
        placeholder={t('logs.request')}
        value={request}
        onChange={(event) => filterLogs(event.currentTarget.value)}
      />
      {request === '' ? null : (
        <Button variant="subtle" onClick={() => filterLogs('')}>
          {t('logs.clearRequest')}
        </Button>
      )}
      <TextInput
        type="datetime-local"
        step={1}
        aria-label={t('logs.moment')}
        value={moment}
        onChange={(event) => setMoment(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" disabled={Number.isNaN(at)}>
        {t('logs.jump')}
      </Button>
    </form>
  )
}
