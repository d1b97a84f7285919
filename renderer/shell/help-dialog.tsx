import { Kbd, Modal } from '@mantine/core'
import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'
import { screens, useUi } from '../stores/ui'
import { commandKey } from './rail'
import { screenKey } from './screen-key'
import classes from './help-dialog.module.css'

type Shortcut = readonly [readonly string[], string]

/** Every shortcut on one page. */
export function HelpDialog() {
  const { t } = useTranslation()
  const isOpen = useUi((ui) => ui.isHelpOpen)
  const openHelp = useUi((ui) => ui.openHelp)
  const go = screens.map((name): Shortcut => [
    [commandKey, screenKey(name)],
    t('help.go', { screen: t(`nav.${name}`) }),
  ])
  const groups: { title: string; keys: Shortcut[] }[] = [
    {
      title: t('help.general'),
      keys: [
        ...go,
        [[commandKey, 'K'], t('help.palette')],
        [['/'], t('help.search')],
        [['?'], t('help.help')],
        [['Esc'], t('help.close')],
      ],
    },
    {
      title: t('help.lists'),
      keys: [
        [['Enter'], t('help.open')],
        [['Space'], t('help.select')],
        [['Shift', '↑ ↓'], t('help.extend')],
      ],
    },
    {
      title: t('help.chat'),
      keys: [
        [['Enter'], t('help.send')],
        [['Shift', 'Enter'], t('help.newline')],
      ],
    },
  ]
  return (
    <Modal
      opened={isOpen}
      onClose={() => openHelp(false)}
      title={t('help.title')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {groups.map(({ title, keys }) => (
        <section key={title} className={classes.group}>
          <h3>{title}</h3>
          <dl>
            {keys.map(([combination, meaning]) => (
              <div key={meaning} className={classes.row}>
                <dt>{meaning}</dt>
                <dd>
                  {combination.map((key, index) => (
                    <Fragment key={key}>
                      {index > 0 ? ' + ' : null}
                      <Kbd>{key}</Kbd>
                    </Fragment>
                  ))}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Modal>
  )
}
