import { useTranslation } from 'react-i18next'
import { useDesk } from './desk'
import { Icon } from './icon'
import classes from './call-link.module.css'

/** Opens the exchange that proves what stands beside it. */
export function CallLink({ id }: { id: string | null | undefined }) {
  const { t } = useTranslation()
  const desk = useDesk()
  if (id === null || id === undefined || id === '') return null
  return (
    <button type="button" className={classes.link} onClick={() => desk.openCall(id)}>
      <Icon name="link" size={13} />
      {t('common.viewCall')}
    </button>
  )
}
