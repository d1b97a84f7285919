import { useTranslation } from 'react-i18next'
import type { PortRow } from '../../../shared/domain/ports'
import { RowList } from '../../components/row-list'
import { StateWord } from '../../components/tone'
import { toneOf, usePortWords } from './port-words'
import classes from './ports.module.css'

const columns = ['port', 'service', 'use', 'holder', 'plans'] as const
const rowPx = 34

/** The ports as rows; Enter or a click opens one. */
export function PortTable({
  rows,
  openId,
  onOpen,
}: {
  rows: readonly PortRow[]
  openId: string | null
  onOpen: (id: string) => void
}) {
  const { t } = useTranslation()
  const words = usePortWords()
  return (
    <RowList
      label={t('ports.list')}
      rows={rows}
      rowPx={rowPx}
      idOf={(row) => row.id}
      rowClass={classes.row ?? ''}
      selectedId={openId}
      onOpen={(row) => onOpen(row.id)}
      attributes={(row) => ({
        'data-port': String(row.port),
        'data-use': row.use,
        'data-conflict': row.conflict === null ? undefined : 'true',
      })}
      head={columns.map((column) => ({ id: column, content: t(`ports.column.${column}`) }))}
      cells={(row) => [
        <code key="port">{row.use === 'elsewhere' ? `${row.host}:${row.port}` : row.port}</code>,
        words.wantsOf(row) || '—',
        <UseWord key="use" row={row} />,
        <HolderCell key="holder" row={row} />,
        <PlansCell key="plans" row={row} />,
      ]}
    />
  )
}

/** How a port is used, in shape and words. */
export function UseWord({ row }: { row: PortRow }) {
  const { t } = useTranslation()
  return (
    <span title={t(`ports.useHint.${row.use}`)}>
      <StateWord tone={toneOf(row)}>{t(`ports.use.${row.use}`)}</StateWord>
    </span>
  )
}

function HolderCell({ row: { holders } }: { row: PortRow }) {
  const { t } = useTranslation()
  if (holders.length === 0) return <>—</>
  const text = holders
    .map(
      ({ pid, command, program }) => `${pid ?? '?'} ${command ?? program ?? t('common.unknown')}`,
    )
    .join(' | ')
  return <code title={text}>{text}</code>
}

function PlansCell({ row: { claims } }: { row: PortRow }) {
  const { t } = useTranslation()
  const { said, planOf } = usePortWords()
  if (claims.length === 0) return <span title={t('ports.noPlan')}>—</span>
  const text = claims.map(({ plan, service }) => `${planOf(plan)}: ${said(service)}`).join(' · ')
  return <span title={text}>{text}</span>
}
