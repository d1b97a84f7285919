import { Checkbox } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { TalentSummary } from '../../../shared/domain/talents'
import { RowList, type RowGesture } from '../../components/row-list'
import { Tag } from '../../components/tone'
import { useUi } from '../../stores/ui'
import { afterGesture } from './selection'
import classes from './talents.module.css'

/** The list; boxes select for the bulk sync, a row opens its talent. */
export function TalentTable({ talents }: { talents: readonly TalentSummary[] }) {
  const { t } = useTranslation()
  const { selectedTalents, selectTalents, openTalent, talentId } = useUi()
  const chosen = talents.filter(({ id }) => selectedTalents.has(id)).length
  const select = (gesture: RowGesture) =>
    selectTalents(afterGesture(selectedTalents, talents, gesture))
  const toggleAll = () =>
    selectTalents(chosen === talents.length ? new Set() : new Set(talents.map(({ id }) => id)))
  return (
    <RowList
      label={t('talents.list')}
      rows={talents}
      rowPx={44}
      idOf={(talent) => talent.id}
      rowClass={classes.row ?? ''}
      selectedId={talentId}
      isSelected={(talent) => selectedTalents.has(talent.id)}
      onOpen={(talent) => openTalent(talent.id)}
      onSelect={select}
      attributes={(talent) => ({ 'data-talent': talent.id })}
      head={[
        {
          id: 'select',
          content: (
            <Checkbox
              aria-label={t('talents.selectAll')}
              checked={chosen === talents.length}
              indeterminate={chosen > 0 && chosen < talents.length}
              onChange={toggleAll}
            />
          ),
        },
        { id: 'name', content: t('talents.name') },
        { id: 'position', content: t('talents.position') },
        { id: 'city', content: t('talents.city') },
      ]}
      cells={(talent, index) => [
        <Checkbox
          key="select"
          tabIndex={-1}
          aria-label={t('talents.select', { name: talent.name })}
          checked={selectedTalents.has(talent.id)}
          onChange={() => undefined}
          onClick={(event) => {
            event.stopPropagation()
            select({ index, anchor: index, isRange: false })
          }}
        />,
        <span key="name" className={classes.two}>
          <span className="truncate">
            <b>{talent.name}</b>{' '}
            {talent.placeholder ? <Tag tone="warn">{t('talents.placeholder')}</Tag> : null}
          </span>
          <code className="truncate">{talent.id}</code>
        </span>,
        <span key="position" className={classes.two}>
          <span className="truncate">{talent.title ?? '—'}</span>
          <span className="quiet truncate">{talent.skills.join(' · ')}</span>
        </span>,
        <span key="city" className={classes.two}>
          <span className="truncate">{talent.city ?? '—'}</span>
          <span className="quiet">
            {talent.years === null ? '' : t('talents.yearsOf', { years: talent.years })}
          </span>
        </span>,
      ]}
    />
  )
}
