import { Tooltip } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Icon } from '../components/icon'
import { screens, useUi } from '../stores/ui'
import { screenKey } from './screen-key'
import classes from './rail.module.css'

/** The word for the platform's command key. */
export const commandKey = navigator.platform.startsWith('Mac') ? '⌘' : 'Ctrl'

/** The way between screens. */
export function Rail() {
  const { t } = useTranslation()
  const screen = useUi((ui) => ui.screen)
  const show = useUi((ui) => ui.show)
  return (
    <nav className={classes.rail} aria-label={t('nav.label')}>
      {screens.map((name) => (
        <Tooltip
          key={name}
          label={`${t(`nav.${name}`)}  ${commandKey}+${screenKey(name)}`}
          position="right"
        >
          <button
            type="button"
            className={classes.entry}
            aria-current={screen === name ? 'page' : undefined}
            aria-keyshortcuts={`Control+${screenKey(name)}`}
            onClick={() => show(name)}
          >
            <Icon name={name} size={18} />
            <span className={classes.word}>{t(`nav.${name}`)}</span>
            <kbd className={classes.key} aria-hidden="true">
              {commandKey} {screenKey(name)}
            </kbd>
          </button>
        </Tooltip>
      ))}
    </nav>
  )
}
