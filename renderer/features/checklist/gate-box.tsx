import { useTranslation } from 'react-i18next'
import { inLanguage } from '../../../shared/domain/text'
import { TextButton } from '../../components/text-button'
import { StateWord } from '../../components/tone'
import { useLanguage } from '../../i18n/language'
import type { RunView } from './run-view'
import classes from './summary.module.css'

/** Whether the run is good enough to release on, in one sentence. */
export function GateBox({ view, onOpen }: { view: RunView | null; onOpen: () => void }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const gate = view?.report.gate ?? null
  return (
    <section className={classes.box} aria-label={t('checklist.gate.title')}>
      <p className={classes.gateHead}>
        {gate === null ? (
          <span className="quiet">{t('checklist.gate.title')}</span>
        ) : (
          <GateState isOpen={gate.isOpen} />
        )}
        <TextButton onClick={onOpen}>{t('checklist.gate.show')}</TextButton>
      </p>
      {gate === null ? (
        <p className="quiet">
          {t(view === null ? 'checklist.gate.before' : 'checklist.gate.absent')}
        </p>
      ) : (
        <p>{inLanguage(gate.sentence, language)}</p>
      )}
    </section>
  )
}

export function GateState({ isOpen }: { isOpen: boolean }) {
  const { t } = useTranslation()
  return (
    <StateWord tone={isOpen ? 'ok' : 'worse'}>
      {t(isOpen ? 'checklist.gate.open' : 'checklist.gate.closed')}
    </StateWord>
  )
}
