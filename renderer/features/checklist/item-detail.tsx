import { useTranslation } from 'react-i18next'
import type { ItemId } from '../../../shared/domain/checklist'
import { inLanguage } from '../../../shared/domain/text'
import { Tag } from '../../components/tone'
import { useLanguage } from '../../i18n/language'
import { CauseBox } from './cause-box'
import { ItemAttempts } from './item-attempts'
import { Assertions, Evidence } from './item-evidence'
import { ItemJumps } from './item-jumps'
import { ItemState } from './item-list'
import type { ItemView } from './item-views'
import { ManualSection } from './manual-result'
import { RecordSection } from './record-section'
import type { RunView } from './run-view'
import classes from './item-detail.module.css'
import text from './text.module.css'

/** One item in full: verdict, cause, assertions, the calls that prove them, and what people say. */
export function ItemDetail({
  item,
  items,
  view,
  onJump,
}: {
  item: ItemView
  items: readonly ItemView[]
  /** The finished run that the item stands in; null before its end. */
  view: RunView | null
  onJump: (id: ItemId) => void
}) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { result } = item
  const dependencies = items.filter(({ id }) => item.dependsOn.includes(id))
  const blockers =
    result?.verdict === 'blocked'
      ? dependencies.filter((other) => other.result?.verdict !== 'pass')
      : []
  return (
    <div className={classes.detail}>
      <header>
        <h2>{inLanguage(item.title, language)}</h2>
        <ItemState item={item} />
      </header>
      <p>
        <span className="quiet">{t('checklist.proves')} </span>
        {inLanguage(item.proves, language)}
      </p>
      <p className={text.tags}>
        <code>{item.id}</code>
        {item.writes ? <Tag>{t('checklist.writes')}</Tag> : null}
      </p>
      {blockers.length === 0 ? (
        dependencies.length === 0 ? null : (
          <ItemJumps label={t('checklist.dependsOn')} items={dependencies} onJump={onJump} />
        )
      ) : (
        <ItemJumps label={t('checklist.blockedBy')} items={blockers} onJump={onJump} />
      )}
      {result === null ? null : (
        <>
          <ItemAttempts result={result}>
            {(shown) => (
              <>
                {shown.cause === null ? null : (
                  <CauseBox
                    cause={shown.cause}
                    isFailure={shown.verdict === 'fail'}
                    elsewhere={view?.elsewhere ?? null}
                  />
                )}
                {view === null ? null : <ManualSection view={view} result={result} />}
                <Assertions assertions={shown.assertions} />
                <Evidence calls={shown.calls} />
              </>
            )}
          </ItemAttempts>
          {view === null ? null : <RecordSection view={view} itemId={item.id} />}
        </>
      )}
    </div>
  )
}
