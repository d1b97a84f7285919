import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ItemId } from '../../../shared/domain/checklist'
import { inLanguage } from '../../../shared/domain/text'
import { TextButton } from '../../components/text-button'
import { ToneShape } from '../../components/tone'
import { verdictTones } from '../../components/verdict-tones'
import { useLanguage } from '../../i18n/language'
import type { ItemView } from './item-views'
import classes from './text.module.css'

/** Items as chips that lead to them; beyond `most` they unfold. */
export function ItemJumps({
  label,
  items,
  onJump,
  most = items.length,
}: {
  label: string
  items: readonly ItemView[]
  onJump: (id: ItemId) => void
  most?: number
}) {
  const { t } = useTranslation()
  const language = useLanguage()
  const [isOpen, setIsOpen] = useState(false)
  const isFolded = items.length > most && !isOpen
  const shown = isFolded ? items.slice(0, most) : items
  return (
    <div className={classes.tags}>
      <span className="quiet">{label}</span>
      {shown.map((item) => {
        const title = inLanguage(item.title, language)
        const state =
          item.result === null
            ? t(`checklist.phase.${item.phase}`)
            : t(`checklist.verdict.${item.result.verdict}`)
        return (
          <button
            key={item.id}
            type="button"
            className={classes.chip}
            aria-label={t('checklist.jump', { title })}
            onClick={() => onJump(item.id)}
          >
            <ToneShape
              size={9}
              tone={item.result === null ? 'idle' : verdictTones[item.result.verdict]}
            />
            <span className="truncate">{title}</span>
            <span className="quiet">{state}</span>
          </button>
        )
      })}
      {isFolded ? (
        <TextButton onClick={() => setIsOpen(true)}>
          {t('checklist.rootCauses.moreItems', { count: items.length - most })}
        </TextButton>
      ) : null}
    </div>
  )
}
