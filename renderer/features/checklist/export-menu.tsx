import { Button, Menu, Modal } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { type ReportFormat } from '../../../shared/domain/checklist'
import { useCommand } from '../../api/hooks'
import { CopyButton } from '../../components/copy-button'
import { ErrorNotice } from '../../components/error-notice'
import { Icon } from '../../components/icon'
import classes from './export-menu.module.css'

const order: readonly ReportFormat[] = ['md', 'html', 'pdf', 'json', 'junit', 'csv']

/** Writes the reports or the evidence bundle of a run and shows where they lie. */
export function ExportMenu({ runId, isBundle }: { runId: string; isBundle: boolean }) {
  const { t } = useTranslation()
  const write = useCommand('runs:export')
  const pack = useCommand('bundles:export')
  const reveal = useCommand('runs:reveal')
  const run = (formats: ReportFormat[]) => write.mutate({ id: runId, formats })
  const error = write.error ?? pack.error ?? reveal.error
  const written = write.data ?? (pack.data && { ...pack.data, files: [pack.data.file] })
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button
            variant="default"
            loading={write.isPending || pack.isPending}
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
          {isBundle ? null : (
            <>
              <Menu.Divider />
              <Menu.Item onClick={() => pack.mutate({ id: runId })}>
                {t('checklist.export.bundle')}
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      <Modal
        opened={written !== undefined || error !== null}
        onClose={() => {
          write.reset()
          pack.reset()
          reveal.reset()
        }}
        title={t('checklist.export.title')}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        {error === null ? null : <ErrorNotice error={error} />}
        {written === undefined ? null : (
          <div className={classes.exported}>
            <p>
              {t(pack.data === undefined ? 'checklist.export.done' : 'checklist.export.packed')}
            </p>
            <p className={classes.folder}>
              <code>{written.folder}</code>
              <CopyButton text={written.folder} />
            </p>
            <ul>
              {written.files.map((file) => (
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
