import { Modal, Skeleton } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { mostAttachmentBytes, type Attachment } from '../../../shared/domain/records'
import { useCall } from '../../api/hooks'
import { StateWord } from '../../components/tone'
import { useFormat } from '../../i18n/format'
import type { RefusedFile } from './attachment-file'
import { PlaceTag } from './note-list'
import type { RunView } from './run-view'
import classes from './record.module.css'

/** Files that people put to a run; pictures as thumbnails. */
export function AttachmentList({
  view,
  attachments,
  isWholeRun,
}: {
  view: RunView
  attachments: readonly Attachment[]
  isWholeRun: boolean
}) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <>
      <h3>
        {t('checklist.record.attachments')} {attachments.length}
      </h3>
      {attachments.length === 0 ? (
        <p className="quiet">{t('checklist.record.noAttachments')}</p>
      ) : null}
      <ul className={classes.files} aria-label={t('checklist.record.attachments')}>
        {attachments.map((attachment) => (
          <li key={attachment.id}>
            {attachment.type.startsWith('image/') ? (
              <Thumbnail runId={view.id} attachment={attachment} />
            ) : (
              <span className={classes.thumbnail}>{attachment.type.split('/')[1]}</span>
            )}
            <div className={classes.fileWords}>
              <p className={classes.fileName}>{attachment.fileName}</p>
              <p className="quiet">
                {attachment.type} · {format.bytes(attachment.bytes)}
              </p>
              <p className="quiet">
                {attachment.name} · {format.exact(attachment.at)} · SHA-256{' '}
                <code>{attachment.sha256.slice(0, 12)}</code>
              </p>
              {isWholeRun ? <PlaceTag view={view} itemId={attachment.itemId} /> : null}
            </div>
          </li>
        ))}
      </ul>
    </>
  )
}

function Thumbnail({ runId, attachment }: { runId: string; attachment: Attachment }) {
  const { t } = useTranslation()
  const [isOpen, setIsOpen] = useState(false)
  const content = useCall('runs:attachment', [{ id: runId, attachmentId: attachment.id }])
  if (content.isError) {
    return <span className={classes.thumbnail}>{t('checklist.record.noPicture')}</span>
  }
  if (content.data === undefined) return <Skeleton width={96} height={64} radius={4} />
  const source = `data:${content.data.type};base64,${content.data.base64}`
  return (
    <>
      <button
        type="button"
        className={classes.thumbnail}
        aria-label={t('checklist.record.enlarge', { name: attachment.fileName })}
        onClick={() => setIsOpen(true)}
      >
        <img src={source} alt={attachment.fileName} />
      </button>
      <Modal
        opened={isOpen}
        size="80%"
        title={attachment.fileName}
        closeButtonProps={{ 'aria-label': t('common.close') }}
        onClose={() => setIsOpen(false)}
      >
        <img className={classes.picture} src={source} alt={attachment.fileName} />
      </Modal>
    </>
  )
}

/** Which files were not taken, each with what would be. */
export function RefusedFiles({ files }: { files: readonly RefusedFile[] }) {
  const { t } = useTranslation()
  const format = useFormat()
  if (files.length === 0) return null
  return (
    <ul role="alert" className={classes.refusal}>
      {files.map(({ fileName, refusal, bytes }, index) => (
        <li key={index}>
          <StateWord tone="bad">{fileName}</StateWord>{' '}
          {t(`checklist.record.refused.${refusal}`, {
            size: format.bytes(bytes),
            most: format.bytes(mostAttachmentBytes),
          })}
        </li>
      ))}
    </ul>
  )
}
