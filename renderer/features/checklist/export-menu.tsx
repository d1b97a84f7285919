import { Button, Menu, Modal } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { type ReportFormat } from '../../../shared/domain/checklist'
import { useCommand } from '../../api/hooks'
import { CopyButton } from '../../components/copy-button'
import { ErrorNotice } from '../../components/error-notice'
import { Icon } from '../../components/icon'
import classes from './checklist.module.css'

const order: readonly ReportFormat[] = ['md', 'html', 'pdf', 'json', 'junit', 'csv']

/** Writes the report of a run and shows where it lies. */
export function ExportMenu({ runId }: { runId: string }) {
  const { t } = useTranslation()
  const write = useCommand('runs:export')
  const reveal = useCommand('runs:reveal')
  const run = (formats: ReportFormat[]) => write.mutate({ id: runId, formats })
  const error = write.error ?? reveal.error
  const isOpen = write.data !== undefined || error !== null
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button
            variant="default"
            loading={write.isPending}
            rightSection={<Icon name="down" size={14} />}
          >
            {t('checklist.export.title')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {order.map((format) => (
            <Menu.Item key={format} onClick={() => run([format])}>
              {t(`checklist.export.${format}`)}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item onClick={() => run([...order])}>{t('checklist.export.all')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Modal
        opened={isOpen}
        onClose={() => {
          write.reset()
          reveal.reset()
        }}
        title={t('checklist.export.title')}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        {error === null ? null : <ErrorNotice error={error} />}
        {write.data === undefined ? null : (
          <div className={classes.exported}>
            <p>{t('checklist.export.done')}</p>
            <p className={classes.folder}>
              <code>{write.data.folder}</code>
              <CopyButton text={write.data.folder} />
            </p>
            <ul>
              {write.data.files.map((file) => (
                <li key={file}>
                  <code>{file}</code>
                </li>
              ))}
            </ul>
            <div>
              <Button
                leftSection={<Icon name="folder" size={14} />}
                loading={reveal.isPending}
                onClick={() => reveal.mutate({ id: runId })}
              >
                {t('checklist.export.reveal')}
              </Button>
            </div>
          </div>
        )}
      </Modal>
    </>
  )
}
