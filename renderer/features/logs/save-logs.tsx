import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useCommand } from '../../api/hooks'
import { ErrorNotice } from '../../components/error-notice'
import { Icon } from '../../components/icon'
import { useFormat } from '../../i18n/format'
import classes from './logs.module.css'

/** Writes everything on disk of the chosen services to one file, and says where it is. */
export function SaveLogs({ services }: { services: readonly string[] }) {
  const { t } = useTranslation()
  const format = useFormat()
  const save = useCommand('logs:save')
  const reveal = useCommand('logs:reveal')
  const saved = save.data
  return (
    <>
      {save.isError ? <ErrorNotice compact error={save.error} /> : null}
      {saved === undefined ? null : (
        <span className={classes.saved} role="status">
          <span title={[`${saved.folder}/${saved.file}`, ...saved.leftOut].join('\n')}>
            {t('logs.saved', {
              lines: format.count(saved.lines),
              size: format.bytes(saved.bytes),
              file: saved.file,
            })}
            {saved.leftOut.length > 0
              ? ` ${t('logs.leftOut', { count: saved.leftOut.length })}`
              : null}
          </span>
          <Button
            variant="subtle"
            leftSection={<Icon name="folder" size={14} />}
            onClick={() => reveal.mutate({ file: saved.file })}
          >
            {t('logs.reveal')}
          </Button>
        </span>
      )}
      <Button
        variant="default"
        loading={save.isPending}
        onClick={() => save.mutate({ services: [...services] })}
      >
        {t('logs.save')}
      </Button>
    </>
  )
}
