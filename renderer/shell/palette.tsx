import { Kbd } from '@mantine/core'
import { Spotlight, type SpotlightActionGroupData } from '@mantine/spotlight'
import { notifications } from '@mantine/notifications'
import { useTranslation } from 'react-i18next'
import { PlanKind } from '../../shared/domain/plans'
import { OpsError } from '../../shared/errors'
import { call } from '../api/client'
import { useCacheWriter, useGridPart } from '../api/hooks'
import { Icon } from '../components/icon'
import { useServiceName } from '../components/service-words'
import { screens, useUi } from '../stores/ui'
import { commandKey } from './rail'
import { screenKey } from './screen-key'
import { useSettingsCommand } from './top-bar'

/** Every command, found by typing. */
export function Palette() {
  const { t } = useTranslation()
  const nameOf = useServiceName()
  const { show, showPlansTab, openLog } = useUi.getState()
  const write = useCacheWriter()
  const services = useGridPart((grid) =>
    grid.services.flatMap(({ id, kind, process: { controllable, state } }) =>
      kind === 'service' ? [{ id, controllable, isUp: state === 'running' }] : [],
    ),
  )
  const settings = useSettingsCommand()
  const attempt = (work: Promise<unknown>) => {
    work.catch((error: unknown) => {
      const code = error instanceof OpsError ? error.code : 'internal'
      notifications.show({ color: 'red', message: t(`errors.${code}.cause`) })
    })
  }
  const prepare = async (kind: PlanKind) => {
    show('plans')
    showPlansTab('plan')
    write('plans:current', [], await call('plans:prepare', { kind }))
  }
  const control = (services ?? []).flatMap(({ id, controllable, isUp }) => {
    const name = nameOf(id)
    const command = (verb: 'start' | 'stop' | 'restart', label: string) => ({
      id: `${verb}-${id}`,
      label,
      onClick: () => attempt(call(`services:${verb}`, { id })),
    })
    const log = {
      id: `log-${id}`,
      label: t('palette.logOf', { name }),
      onClick: () => openLog(id),
    }
    if (!controllable) return [log]
    return isUp
      ? [
          command('stop', t('palette.stopOf', { name })),
          command('restart', t('palette.restartOf', { name })),
          log,
        ]
      : [command('start', t('palette.startOf', { name })), log]
  })
  const groups: SpotlightActionGroupData[] = [
    {
      group: t('palette.navigate'),
      actions: screens.map((name) => ({
        id: `go-${name}`,
        label: t(`nav.${name}`),
        leftSection: <Icon name={name} />,
        rightSection: (
          <Kbd aria-hidden="true">
            {commandKey} {screenKey(name)}
          </Kbd>
        ),
        onClick: () => show(name),
      })),
    },
    {
      group: t('palette.actions'),
      actions: [
        ...PlanKind.options.map((kind) => ({
          id: `plan-${kind}`,
          label: t(`plans.prepare.${kind}`),
          leftSection: <Icon name="plans" />,
          onClick: () => attempt(prepare(kind)),
        })),
        {
          id: 'run-checklist',
          label: t('palette.runChecklist'),
          onClick: () => {
            show('checklist')
            attempt(call('checklist:start', {}))
          },
        },
        {
          id: 'probe',
          label: t('palette.probe'),
          onClick: () => attempt(call('services:probe')),
        },
        ...(['system', 'light', 'dark'] as const).map((theme) => ({
          id: `theme-${theme}`,
          label: t('palette.themeTo', { theme: t(`theme.${theme}`) }),
          onClick: () => settings.mutate({ theme }),
        })),
        ...(['zh-CN', 'en'] as const).map((language) => ({
          id: `language-${language}`,
          label: t('palette.languageTo', { language: t(`language.${language}`) }),
          onClick: () => settings.mutate({ language }),
        })),
        {
          id: 'logout',
          label: t('palette.logout'),
          onClick: () => attempt(call('session:logout')),
        },
      ],
    },
    { group: t('palette.control'), actions: control },
  ]
  return (
    <Spotlight
      actions={groups}
      lockScroll={false}
      overlayProps={{ blur: 0, backgroundOpacity: 0.35 }}
      shortcut="mod + K"
      nothingFound={t('palette.nothing')}
      maxHeight={420}
      scrollable
      scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}
      highlightQuery
      title={t('bar.palette')}
      searchProps={{
        leftSection: <Icon name="search" />,
        placeholder: t('palette.search'),
        'aria-label': t('palette.search'),
      }}
    />
  )
}
