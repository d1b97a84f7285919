import { SegmentedControl } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ItemAttempt, ItemResult } from '../../../shared/domain/checklist'
import { StateWord, Tag } from '../../components/tone'
import { verdictTones } from '../../components/verdict-tones'
import { useFormat } from '../../i18n/format'
import classes from './item-detail.module.css'
import text from './text.module.css'

/** Every try of an item, the last one first on screen and the first one never lost. */
export function ItemAttempts({
  result,
  children,
}: {
  result: ItemResult
  children: (attempt: ItemAttempt) => ReactNode
}) {
  const { t } = useTranslation()
  const format = useFormat()
  const [chosen, setChosen] = useState<number | null>(null)
  const all: ItemAttempt[] = [...result.earlier, result]
  const shown = all.find(({ attempt }) => attempt === chosen) ?? result
  return (
    <>
      {all.length === 1 ? null : (
        <section className={classes.attempts} aria-label={t('checklist.attempts.title')}>
          <SegmentedControl
            aria-label={t('checklist.attempts.title')}
            value={String(shown.attempt)}
            data={all.map(({ attempt, verdict }) => ({
              value: String(attempt),
              label: (
                <StateWord tone={verdictTones[verdict]}>
                  {t('checklist.attempts.one', {
                    number: attempt,
                    verdict: t(`checklist.verdict.${verdict}`),
                  })}
                </StateWord>
              ),
            }))}
            onChange={(value) => setChosen(Number(value))}
          />
          <p className="quiet">
            {[
              ...(shown.startedAt === null ? [] : [format.exact(shown.startedAt)]),
              `${t('checklist.took')} ${format.ms(shown.durationMs)}`,
              t('checklist.attempts.kept'),
            ].join(' · ')}
          </p>
        </section>
      )}
      {result.flaky ? (
        <p className={text.tags}>
          <Tag tone="warn">{t('checklist.flaky')}</Tag>
          <span>{t('checklist.flakyText')}</span>
        </p>
      ) : null}
      {children(shown)}
    </>
  )
}
