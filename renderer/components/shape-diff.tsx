import { useTranslation } from 'react-i18next'
import type { ShapeDiff } from '../../shared/domain/contracts'
import { Table } from './table'
import { StateWord } from './tone'

/** Fields that came, went or changed their type, one line each. */
export function ShapeDiffTable({ label, diff }: { label: string; diff: ShapeDiff }) {
  const { t } = useTranslation()
  const lines = [
    ...diff.removed.map(({ path, type }) => ({
      kind: 'removed' as const,
      path,
      before: type,
      after: null,
    })),
    ...diff.changed.map((line) => ({ kind: 'changed' as const, ...line })),
    ...diff.added.map(({ path, type }) => ({
      kind: 'added' as const,
      path,
      before: null,
      after: type,
    })),
  ]
  const tones = { removed: 'bad', changed: 'warn', added: 'info' } as const
  const typeOf = (type: string | null) =>
    type === null ? t('contracts.notThere') : <code>{type}</code>
  return (
    <Table
      label={label}
      head={[
        t('contracts.change'),
        t('contracts.path'),
        t('contracts.before'),
        t('contracts.after'),
      ]}
    >
      {lines.map(({ kind, path, before, after }) => (
        <tr key={`${kind} ${path}`} data-change={kind}>
          <td>
            <StateWord tone={tones[kind]}>{t(`contracts.${kind}`)}</StateWord>
          </td>
          <td>
            <code>{path}</code>
          </td>
          <td>{typeOf(before)}</td>
          <td>{typeOf(after)}</td>
        </tr>
      ))}
    </Table>
  )
}
