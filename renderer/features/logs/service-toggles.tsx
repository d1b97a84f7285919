import { useTranslation } from 'react-i18next'
import type { LogSource } from '../../../shared/domain/logs'
import { useCall } from '../../api/hooks'
import { useServiceName } from '../../components/service-words'
import { useUi } from '../../stores/ui'
import classes from './logs.module.css'

/** The colour of a service in the log; its short name always stands beside it. */
export function hueOf(service: string, order: readonly string[]): number {
  return order.indexOf(service) % 7
}

/** Chooses whose lines are followed. */
export function ServiceToggles({
  services,
  sources,
}: {
  services: readonly string[]
  sources: readonly LogSource[]
}) {
  const { t } = useTranslation()
  const nameOf = useServiceName()
  const grid = useCall('services:grid', [])
  const hidden = useUi((ui) => ui.logChoices.hidden)
  const chooseLogs = useUi((ui) => ui.chooseLogs)
  return (
    <div className={classes.toggles} role="group" aria-label={t('logs.services')}>
      {services.map((id) => {
        const isShown = !hidden.includes(id)
        const files = sources.filter(({ service }) => service === id).map(({ file }) => file)
        return (
          <button
            key={id}
            type="button"
            className={classes.toggle}
            aria-pressed={isShown}
            title={files.join('\n')}
            onClick={() =>
              chooseLogs({
                hidden: isShown ? [...hidden, id] : hidden.filter((other) => other !== id),
              })
            }
          >
            <span className={classes.swatch} data-hue={hueOf(id, services)} aria-hidden="true" />
            {nameOf(id, grid.data?.services)}
            <code>{id}</code>
          </button>
        )
      })}
    </div>
  )
}
