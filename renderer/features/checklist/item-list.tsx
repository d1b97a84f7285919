import { useRef, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { ItemGroup, type ItemId } from '../../../shared/domain/checklist'
import { inLanguage } from '../../../shared/domain/text'
import { StateWord, Tag } from '../../components/tone'
import { verdictTones } from '../../components/verdict-tones'
import { useFormat } from '../../i18n/format'
import { useLanguage } from '../../i18n/language'
import type { ItemView } from './item-views'
import { manualTones } from './manual-result'
import classes from './item-list.module.css'

/** The items in four groups, one tab stop, arrows between them. */
export function ItemList({
  items,
  selectedId,
  onSelect,
}: {
  items: readonly ItemView[]
  selectedId: ItemId | null
  onSelect: (id: ItemId) => void
}) {
  const { t } = useTranslation()
  const box = useRef<HTMLDivElement>(null)
  const press = (event: KeyboardEvent, id: ItemId) => {
    const index = items.findIndex((item) => item.id === id)
    const steps: Record<string, number> = {
      ArrowDown: index + 1,
      ArrowUp: index - 1,
      Home: 0,
      End: items.length - 1,
    }
    const next = items[steps[event.key] ?? -1]
    if (next === undefined) return
    event.preventDefault()
    onSelect(next.id)
    box.current?.querySelector<HTMLElement>(`[data-item="${next.id}"]`)?.focus()
  }
  return (
    <div ref={box} className={classes.items} role="group" aria-label={t('checklist.items')}>
      {ItemGroup.options.map((group) => (
        <section key={group} aria-label={t(`checklist.group.${group}`)}>
          <h2 className={classes.group}>{t(`checklist.group.${group}`)}</h2>
          {items
            .filter((item) => item.group === group)
            .map((item) => (
              <ItemRow
                key={item.id}
                item={item}
                isSelected={item.id === selectedId}
                onSelect={onSelect}
                onKeyDown={(event) => press(event, item.id)}
              />
            ))}
        </section>
      ))}
    </div>
  )
}

function ItemRow({
  item,
  isSelected,
  onSelect,
  onKeyDown,
}: {
  item: ItemView
  isSelected: boolean
  onSelect: (id: ItemId) => void
  onKeyDown: (event: KeyboardEvent) => void
}) {
  const { t } = useTranslation()
  const language = useLanguage()
  const format = useFormat()
  const { result, phase } = item
  return (
    <button
      type="button"
      className={classes.item}
      data-item={item.id}
      data-verdict={result?.verdict}
      data-phase={phase}
      aria-current={isSelected || undefined}
      tabIndex={isSelected ? 0 : -1}
      onClick={() => onSelect(item.id)}
      onKeyDown={onKeyDown}
    >
      <span className="truncate">{inLanguage(item.title, language)}</span>
      <span className={classes.marks}>
        {result === null || result.manual === null ? null : (
          <Tag tone={manualTones[result.manual.verdict]}>
            {t(`checklist.manual.${result.manual.verdict}`)}
          </Tag>
        )}
        {result?.flaky === true ? <Tag tone="warn">{t('checklist.flaky')}</Tag> : null}
        {item.writes && result === null ? <Tag>{t('checklist.writes')}</Tag> : null}
      </span>
      <span className={classes.duration}>
        {result === null || result.durationMs === 0 ? '' : format.ms(result.durationMs)}
      </span>
      <ItemState item={item} />
    </button>
  )
}

/** The verdict, or the phase while there is none. */
export function ItemState({ item }: { item: ItemView }) {
  const { t } = useTranslation()
  if (item.result !== null) {
    const { verdict } = item.result
    return <StateWord tone={verdictTones[verdict]}>{t(`checklist.verdict.${verdict}`)}</StateWord>
  }
  const tone = item.phase === 'running' ? 'busy' : 'idle'
  return <StateWord tone={tone}>{t(`checklist.phase.${item.phase}`)}</StateWord>
}
