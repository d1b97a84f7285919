import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ItemId, RootCause } from '../../../shared/domain/checklist'
import { inLanguage } from '../../../shared/domain/text'
import { TextButton } from '../../components/text-button'
import { ToneShape } from '../../components/tone'
import { useLanguage } from '../../i18n/language'
import { CauseActionView } from './cause-action'
import { CauseCodes } from './cause-box'
import { ItemJumps } from './item-jumps'
import type { ItemView } from './item-views'
import type { Refusal, RunView } from './run-view'
import classes from './summary.module.css'
import text from './text.module.css'

/** What stands behind everything that is not passed: the cause that explains most first. */
export function RootCauses({
  view,
  items,
  onJump,
}: {
  view: RunView | null
  items: readonly ItemView[]
  onJump: (id: ItemId) => void
}) {
  const { t } = useTranslation()
  const [isOpen, setIsOpen] = useState(false)
  const causes = view?.report.rootCauses ?? []
  const [first, ...rest] = causes
  return (
    <section
      className={classes.box}
      data-open={isOpen || undefined}
      aria-label={t('checklist.rootCauses.title')}
    >
      {view === null || first === undefined ? (
        <p className="quiet">
          {t('checklist.rootCauses.title')} · {t(`checklist.rootCauses.${emptyWord(view)}`)}
        </p>
      ) : (
        <ul className={classes.causes}>
          {(isOpen ? causes : [first]).map((root, index) => (
            <RootCauseLine
              key={index}
              root={root}
              items={items}
              elsewhere={view.elsewhere}
              onJump={onJump}
            >
              {index > 0 || rest.length === 0 ? null : (
                <TextButton aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
                  {isOpen
                    ? t('checklist.rootCauses.fold')
                    : t('checklist.rootCauses.unfold', { count: rest.length })}
                </TextButton>
              )}
            </RootCauseLine>
          ))}
        </ul>
      )}
    </section>
  )
}

function emptyWord(view: RunView | null): 'before' | 'none' | 'unfolded' {
  if (view === null) return 'before'
  return view.report.verdict === 'pass' ? 'none' : 'unfolded'
}

function RootCauseLine({
  root,
  items,
  elsewhere,
  children,
  onJump,
}: {
  root: RootCause
  items: readonly ItemView[]
  elsewhere: Refusal | null
  /** Stands under the action. */
  children: ReactNode
  onJump: (id: ItemId) => void
}) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { cause, explains } = root
  return (
    <li className={classes.rootCause} data-cause={cause.code}>
      <div className={classes.rootWords}>
        <p className={classes.rootHead}>
          <ToneShape tone="worse" />
          <strong>{inLanguage(cause.message, language)}</strong>
        </p>
        <p className={text.tags}>
          <CauseCodes cause={cause} />
        </p>
        <ItemJumps
          label={t('checklist.rootCauses.explains', { count: explains.length })}
          items={items.filter(({ id }) => explains.includes(id))}
          most={4}
          onJump={onJump}
        />
      </div>
      <div className={classes.rootAction}>
        <CauseActionView action={cause.action} elsewhere={elsewhere} />
        {children}
      </div>
    </li>
  )
}
