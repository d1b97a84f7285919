import { Tooltip } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Icon } from '../components/icon'
import { keyOfScreen, screens, useUi } from '../stores/ui'
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
      {screens.map((name) => {
        const key = keyOfScreen(name)
        const word = t(`nav.${name}`)
        return (
          <Tooltip
            key={name}
            label={key === null ? word : `${word}  ${commandKey}+${key}`}
            position="right"
          >
            <button
              type="button"
              className={classes.entry}
              aria-current={screen === name ? 'page' : undefined}
              aria-keyshortcuts={key === null ? undefined : `Control+${key}`}
              onClick={() => show(name)}
            >
              <Icon name={name} size={18} />
              <span className={classes.word}>{word}</span>
              {key === null ? null : (
                <kbd className={classes.key} aria-hidden="true">
                  {commandKey} {key}
                </kbd>
              )}
            </button>
          </Tooltip>
        )
      })}
    </nav>
  )
}
