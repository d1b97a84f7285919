import { useTranslation } from 'react-i18next'
import type { ShapeDiff } from '../../../shared/domain/contracts'
import { StateWord, type Tone } from '../../components/tone'
import text from './text.module.css'

type Kind = keyof ShapeDiff

const tones: Record<Kind, Tone> = { removed: 'worse', changed: 'warn', added: 'info' }

interface Row {
  kind: Kind
  path: string
  before: string
  after: string
}

/** One line a path: what breaks readers first, what is merely new last. */
function rowsOf({ added, removed, changed }: ShapeDiff): Row[] {
  return [
    ...removed.map(({ path, type }) => ({
      kind: 'removed' as const,
      path,
      before: type,
      after: '—',
    })),
    ...changed.map((one) => ({ kind: 'changed' as const, ...one })),
    ...added.map(({ path, type }) => ({ kind: 'added' as const, path, before: '—', after: type })),
  ]
}

/** How an answer's fields differ from what they are held against. */
export function DiffTable({ diff }: { diff: ShapeDiff }) {
  const { t } = useTranslation()
  return (
    <table className={text.table} aria-label={t('checklist.diff.title')}>
      <thead>
        <tr>
          <th scope="col">{t('checklist.diff.kind')}</th>
          <th scope="col">{t('checklist.diff.path')}</th>
          <th scope="col">{t('checklist.diff.before')}</th>
          <th scope="col">{t('checklist.diff.after')}</th>
        </tr>
      </thead>
      <tbody>
        {rowsOf(diff).map(({ kind, path, before, after }, index) => (
          <tr key={index}>
            <td>
              <StateWord tone={tones[kind]}>{t(`checklist.diff.${kind}`)}</StateWord>
            </td>
            <td>
              <span className="mono">{path}</span>
            </td>
            <td>
              <span className="mono">{before}</span>
            </td>
            <td>
              <span className="mono">{after}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
