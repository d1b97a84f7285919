import { useTranslation } from 'react-i18next'
import type { Fingerprint } from '../../../shared/domain/evidence'
import { Facts, Panel } from '../../components/panel'
import { useServiceName } from '../../components/service-words'
import { Table } from '../../components/table'
import { useFormat } from '../../i18n/format'
import classes from './evidence.module.css'

/** What exactly the run ran on. */
export function FingerprintPanel({ fingerprint }: { fingerprint: Fingerprint }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { takenAt, platform, osRelease, consoleVersion, profileSha256, files } = fingerprint
  return (
    <Panel
      flush
      title={t('runs.evidence.fingerprint')}
      aside={
        <span className={classes.quiet}>
          {t('runs.evidence.taken', { at: format.exact(takenAt) })}
        </span>
      }
    >
      <div className={classes.facts}>
        <Facts
          rows={[
            [t('runs.evidence.platform'), `${platform} ${osRelease}`],
            [t('runs.evidence.console'), consoleVersion],
            [t('runs.evidence.profileDigest'), <code key="digest">{profileSha256}</code>],
          ]}
        />
      </div>
      <h3 className={classes.heading}>{t('runs.evidence.services')}</h3>
      <ServiceTable services={fingerprint.services} />
      <h3 className={classes.heading}>{t('runs.evidence.files')}</h3>
      {files.length === 0 ? (
        <p className={classes.note}>{t('runs.evidence.noFiles')}</p>
      ) : (
        <Table
          label={t('runs.evidence.files')}
          head={[t('runs.evidence.file'), t('runs.evidence.digest')]}
        >
          {files.map(({ name, sha256 }) => (
            <tr key={name}>
              <td>{name}</td>
              <td>{sha256 === null ? t('runs.evidence.unreadable') : <code>{sha256}</code>}</td>
            </tr>
          ))}
        </Table>
      )}
    </Panel>
  )
}

function ServiceTable({ services }: Pick<Fingerprint, 'services'>) {
  const { t } = useTranslation()
  const format = useFormat()
  const nameOf = useServiceName()
  const startOf = (at: number | null) => (at === null ? '—' : format.exact(at))
  return (
    <Table
      label={t('runs.evidence.services')}
      head={[
        t('runs.evidence.service'),
        t('runs.evidence.port'),
        t('runs.evidence.reported'),
        t('runs.evidence.owner'),
        t('runs.evidence.started'),
      ]}
    >
      {services.map(({ id, url, port, reportedName, version, owner }) => (
        <tr key={id} data-service={id}>
          <th scope="row">
            {nameOf(id)}
            <br />
            <code className={classes.quiet}>{url}</code>
          </th>
          <td className="nowrap">{port ?? '—'}</td>
          <td>
            {reportedName ?? '—'}
            <br />
            <span className={classes.quiet}>{version ?? '—'}</span>
          </td>
          <td>
            {owner === null ? (
              <span className={classes.quiet}>{t('runs.evidence.ownerUnknown')}</span>
            ) : (
              <>
                {[t('runs.evidence.pid', { pid: owner.pid }), owner.user]
                  .filter((part) => part !== null)
                  .join(' · ')}
                <br />
                <code className={classes.quiet}>{owner.command ?? '—'}</code>
              </>
            )}
          </td>
          <td className="nowrap">{startOf(owner?.startedAt ?? null)}</td>
        </tr>
      ))}
    </Table>
  )
}
