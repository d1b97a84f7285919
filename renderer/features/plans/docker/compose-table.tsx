import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ComposeProject, Container, ContainerAction } from '../../../../shared/domain/docker'
import { useCacheWriter, useCommand, usePending } from '../../../api/hooks'
import { ErrorNotice } from '../../../components/error-notice'
import { EmptyState, Panel } from '../../../components/panel'
import { Table } from '../../../components/table'
import { StateWord } from '../../../components/tone'
import { ProjectActions, ServiceActions, StopDialog } from './compose-actions'
import { healthTones, isAlive, rowsOf, toneOf, type ServiceRow } from './docker-words'
import classes from './docker.module.css'

const columns = ['service', 'state', 'health', 'image', 'ports', 'exit', 'actions'] as const

/** One project: its services with their containers, and what can be done to them. */
export function ComposeTable({
  project,
  isUsable,
  onLog,
}: {
  project: ComposeProject
  isUsable: boolean
  onLog: (service: string) => void
}) {
  const { t } = useTranslation()
  const name = t('docker.project', { side: t(`docker.side.${project.side}`), name: project.name })
  const rows = rowsOf(project)
  const acting = useActing(project)
  const [stopping, setStopping] = useState<{ service: string | null } | null>(null)
  const running = rows.filter(({ container }) => container?.state === 'running').length
  return (
    <Panel
      flush
      title={name}
      aside={
        project.problem === null && isUsable ? (
          <>
            <span className={classes.age}>
              {t('docker.count', { running, total: rows.length })}
            </span>
            <ProjectActions
              rows={rows}
              name={name}
              isBusy={acting.isBusy}
              onStart={() => acting.act(null, 'start')}
              onStop={() => setStopping({ service: null })}
            />
          </>
        ) : (
          <StateWord tone="warn">{t('docker.notRead')}</StateWord>
        )
      }
    >
      <p className={classes.file}>
        <code>{project.file}</code>
        {project.override === null ? null : <code> + {project.override}</code>}
      </p>
      {acting.isBusy ? (
        <p className={classes.note} role="status">
          <StateWord tone="busy">{t('docker.working')}</StateWord>
        </p>
      ) : null}
      {acting.error === null ? null : (
        <div className={classes.note}>
          <ErrorNotice compact error={acting.error} />
        </div>
      )}
      {project.problem === null ? null : isUsable ? (
        <div className={classes.problem} role="alert">
          <p>{t('docker.problem')}</p>
          <code>{project.problem}</code>
        </div>
      ) : null}
      <Rows
        project={project}
        rows={rows}
        name={name}
        isBusy={acting.isBusy}
        onAct={(service, action) =>
          action === 'stop' ? setStopping({ service }) : acting.act(service, action)
        }
        onLog={onLog}
      />
      <StopDialog
        name={stopping === null ? null : (stopping.service ?? name)}
        isAll={stopping?.service === null}
        onClose={() => setStopping(null)}
        onStop={() => {
          if (stopping !== null) acting.act(stopping.service, 'stop')
          setStopping(null)
        }}
      />
    </Panel>
  )
}

/** What is being done to a project; its answer is the newest state of everything. */
function useActing({ side }: ComposeProject) {
  const write = useCacheWriter()
  const command = useCommand('docker:act', {
    key: side,
    onSuccess: (status) => write('docker:status', [], status),
  })
  // An action goes on when a person looks elsewhere meanwhile.
  const pending = usePending('docker:act', side)
  return {
    isBusy: pending !== null,
    error: command.error,
    act: (service: string | null, action: ContainerAction) =>
      command.mutate({ side, service, action }),
  }
}

function Rows({
  project,
  rows,
  name,
  isBusy,
  onAct,
  onLog,
}: {
  project: ComposeProject
  rows: readonly ServiceRow[]
  name: string
  isBusy: boolean
  onAct: (service: string, action: ContainerAction) => void
  onLog: (service: string) => void
}) {
  const { t } = useTranslation()
  // Without an answer nothing is known of a container, not even that there is none.
  if (project.problem !== null) return null
  if (rows.length === 0) return <EmptyState title={t('docker.noServices')} />
  return (
    <Table
      label={t('docker.list', { name })}
      head={columns.map((column) => t(`docker.column.${column}`))}
    >
      {rows.map(({ key, service, container }) => (
        <tr key={key} data-service={service} data-state={container?.state ?? 'none'}>
          <th scope="row">
            {service}
            {container === null || container.name === service ? null : (
              <span className={classes.name}>{container.name}</span>
            )}
          </th>
          <td>
            <span title={container?.status ?? t('docker.noneHint')}>
              <StateWord tone={toneOf(container)}>
                {t(`docker.container.${container?.state ?? 'none'}`)}
              </StateWord>
            </span>
          </td>
          <td>
            <Health container={container} />
          </td>
          <td>{container?.image || '—'}</td>
          <td className={classes.figures}>
            <Ports container={container} />
          </td>
          <td className={classes.figures}>{container?.exitCode ?? '—'}</td>
          <td>
            <ServiceActions
              service={service}
              container={container}
              isBusy={isBusy}
              onAct={(action) => onAct(service, action)}
              onLog={() => onLog(service)}
            />
          </td>
        </tr>
      ))}
    </Table>
  )
}

function Health({ container }: { container: Container | null }) {
  const { t } = useTranslation()
  if (!isAlive(container) || container === null) return <>—</>
  if (container.health === null) return <>{t('docker.health.none')}</>
  return (
    <StateWord tone={healthTones[container.health]}>
      {t(`docker.health.${container.health}`)}
    </StateWord>
  )
}

function Ports({ container }: { container: Container | null }) {
  const { t } = useTranslation()
  const ports = container?.ports ?? []
  if (ports.length === 0) return <>—</>
  return (
    <ul className={classes.ports}>
      {ports.map(({ host, container: inside }) => (
        <li key={`${host}-${inside}`}>{t('docker.port', { host, container: inside })}</li>
      ))}
    </ul>
  )
}
