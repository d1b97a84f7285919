import { ActionIcon, Menu, Tooltip } from '@mantine/core'
import { spotlight } from '@mantine/spotlight'
import { useTranslation } from 'react-i18next'
import type { Grid } from '../../shared/domain/services'
import type { Settings } from '../../shared/domain/settings'
import { useCacheWriter, useCall, useCommand, useGridPart } from '../api/hooks'
import { Icon, type IconName } from '../components/icon'
import { hasProblem } from '../components/service-words'
import { StateWord, type Tone } from '../components/tone'
import { useLanguage } from '../i18n/language'
import { useUi } from '../stores/ui'
import { ProfilePicker } from './profile-picker'
import { SessionChip } from './session-chip'
import classes from './top-bar.module.css'

const themes: readonly Settings['theme'][] = ['system', 'light', 'dark']
const themeIcons: Record<Settings['theme'], IconName> = {
  system: 'display',
  light: 'sun',
  dark: 'moon',
}

/** Where am I, is it well, who am I; and the switches that concern every screen. */
export function TopBar() {
  const { t } = useTranslation()
  const openHelp = useUi((ui) => ui.openHelp)
  return (
    <section className={classes.bar} aria-label={t('bar.label')}>
      <a className={classes.skip} href="#main">
        {t('bar.skip')}
      </a>
      <span className={classes.product}>{t('common.product')}</span>
      <ProfilePicker />
      <OverallHealth />
      <span className={classes.gap} />
      <SessionChip />
      <ThemeMenu />
      <LanguageSwitch />
      <Tooltip label={t('bar.palette')}>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t('bar.palette')}
          onClick={() => spotlight.open()}
        >
          <Icon name="search" />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={`${t('bar.help')}  ?`}>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t('bar.help')}
          onClick={() => openHelp(true)}
        >
          <Icon name="help" />
        </ActionIcon>
      </Tooltip>
    </section>
  )
}

function OverallHealth() {
  const { t } = useTranslation()
  const show = useUi((ui) => ui.show)
  const overall = useGridPart(overallOf)
  if (overall === undefined || overall.total === 0) return null
  const { tone, ...figures } = overall
  return (
    <button
      type="button"
      className={classes.overall}
      aria-label={t('bar.overallLabel', figures)}
      onClick={() => show('services')}
    >
      <StateWord tone={tone}>{t('bar.overall', figures)}</StateWord>
    </button>
  )
}

function overallOf({ services: all }: Grid): { healthy: number; total: number; tone: Tone } {
  const services = all.filter(({ kind }) => kind === 'service')
  const total = services.length
  const healthy = services.filter((service) => !hasProblem(service)).length
  const isBad = services.some(({ health }) => ['unreachable', 'failing'].includes(health.state))
  const areAllUnknown = services.every(({ health }) => health.state === 'unknown')
  const tone = healthy === total ? 'ok' : areAllUnknown ? 'idle' : isBad ? 'bad' : 'warn'
  return { healthy, total, tone }
}

/** Changes settings and shows the change at once. */
export function useSettingsCommand() {
  const write = useCacheWriter()
  return useCommand('settings:update', {
    onSuccess: (settings) => write('settings:get', [], settings),
  })
}

function ThemeMenu() {
  const { t } = useTranslation()
  const settings = useCall('settings:get', [])
  const update = useSettingsCommand()
  const current = settings.data?.theme ?? 'system'
  const label = t('bar.theme', { theme: t(`theme.${current}`) })
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={label} title={label}>
          <Icon name={themeIcons[current]} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {themes.map((theme) => (
          <Menu.Item
            key={theme}
            leftSection={<Icon name={themeIcons[theme]} />}
            rightSection={theme === current ? <Icon name="check" /> : null}
            onClick={() => update.mutate({ theme })}
          >
            {t(`theme.${theme}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

function LanguageSwitch() {
  const { t } = useTranslation()
  const update = useSettingsCommand()
  const other = useLanguage() === 'en' ? 'zh-CN' : 'en'
  return (
    <Tooltip label={t('bar.language')}>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t('bar.language')}
        onClick={() => update.mutate({ language: other })}
      >
        <Icon name="language" />
      </ActionIcon>
    </Tooltip>
  )
}
