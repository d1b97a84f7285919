import { Drawer } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { PortHolder, PortRow, PortTable } from '../../../shared/domain/ports'
import { Facts } from '../../components/panel'
import { Table } from '../../components/table'
import { useFormat } from '../../i18n/format'
import { PortActions } from './port-actions'
import { UseWord } from './port-table'
import { usePortWords } from './port-words'
import classes from './ports.module.css'

/** One port in full: conflict, holders with parents and container, plans, actions. */
export function PortDrawer({
  row,
  profile,
  onClose,
}: {
  row: PortRow | null
  profile: PortTable['profile'] | null
  onClose: () => void
}) {
  const { t } = useTranslation()
  const title = row === null ? null : row.use === 'elsewhere' ? `${row.host}:${row.port}` : row.port
  return (
    <Drawer
      opened={row !== null}
      onClose={onClose}
      position="right"
      size={680}
      title={title === null ? null : t('ports.detail', { port: title })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {row === null || profile === null ? null : (
        <PortDetail key={row.id} row={row} profile={profile} />
      )}
    </Drawer>
  )
}

function PortDetail({ row, profile }: { row: PortRow; profile: PortTable['profile'] }) {
  const { t } = useTranslation()
  const words = usePortWords()
  const { conflict, holders, claims } = row
  return (
    <div className={classes.detail}>
      {conflict === null ? null : (
        <section className={classes.conflict} aria-label={t('ports.conflict')}>
          {words.said(conflict)}
        </section>
      )}
      <Facts
        rows={[
          [t('ports.column.service'), words.wantsOf(row) || null],
          [t('ports.column.use'), <UseWord key="use" row={row} />],
        ]}
      />
      <p className="quiet">{t(`ports.useHint.${row.use}`)}</p>
      {holders.map((holder) => (
        <HolderSection
          key={`${holder.address}-${holder.pid}`}
          holder={holder}
          isOnly={holders.length === 1}
        />
      ))}
      <PortActions row={row} profile={profile} />
      <section>
        <h3>{t('ports.claims')}</h3>
        {claims.length === 0 ? (
          <p className="quiet">{t('ports.noPlan')}</p>
        ) : (
          <Table label={t('ports.claims')} head={[t('ports.plan'), t('ports.claim')]}>
            {claims.map(({ plan, service }) => (
              <tr key={`${plan}-${service.en}`}>
                <td>
                  {words.planOf(plan)} <code>{plan}</code>
                </td>
                <td>{words.said(service)}</td>
              </tr>
            ))}
          </Table>
        )}
      </section>
    </div>
  )
}

function HolderSection({ holder, isOnly }: { holder: PortHolder; isOnly: boolean }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { address, pid, program, command, user, startedAt, reportedName, parents } = holder
  return (
    <section>
      <h3>{isOnly ? t('ports.holderTitle') : t('ports.holderOf', { address })}</h3>
      <Facts
        rows={[
          [t('ports.address'), <code key="address">{address}</code>],
          [t('ports.program'), program === null ? null : <code key="program">{program}</code>],
          [t('ports.pid'), pid ?? t('ports.pidHidden')],
          [t('ports.command'), command === null ? null : <code key="command">{command}</code>],
          [t('ports.user'), user],
          [t('ports.since'), startedAt === null ? null : format.exact(startedAt)],
          [t('ports.reportedName'), reportedName ?? t('ports.noName')],
          [t('ports.parents'), <Parents key="parents" parents={parents} />],
          [t('ports.container'), <Container key="container" container={holder.container} />],
        ]}
      />
    </section>
  )
}

function Parents({ parents }: { parents: PortHolder['parents'] }) {
  const { t } = useTranslation()
  if (parents.length === 0) return <>{t('ports.noParents')}</>
  return (
    <ol className={classes.parents}>
      {parents.map(({ pid, command }) => (
        <li key={pid}>
          {pid} <code title={command}>{command}</code>
        </li>
      ))}
    </ol>
  )
}

function Container({ container }: { container: PortHolder['container'] }) {
  const { t } = useTranslation()
  if (container === null) return <>{t('ports.noContainer')}</>
  const { id, name, image, project, service } = container
  const label = name ?? id?.slice(0, 12) ?? t('common.unknown')
  return (
    <>
      {image === null ? label : t('ports.containerOf', { name: label, image })}
      {project === null ? null : (
        <div>{t('ports.compose', { project, service: service ?? t('common.unknown') })}</div>
      )}
    </>
  )
}
