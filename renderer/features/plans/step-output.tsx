import { useLayoutEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OutputLine, PlanStep } from '../../../shared/domain/plans'
import { plainText } from '../../components/ansi'
import { FoldButton } from './fold-button'
import classes from './steps.module.css'
import { useSaid } from './use-said'

/** The newest lines of a step; open by itself while it runs and once it failed. */
export function StepOutput({
  step: { state, output },
  title,
  isRunning,
}: {
  step: Pick<PlanStep, 'state' | 'output'>
  title: string
  isRunning: boolean
}) {
  const { t } = useTranslation()
  const [choice, setChoice] = useState<boolean | null>(null)
  if (output.length === 0 && !isRunning) return null
  const isOpen = choice ?? (isRunning || state === 'failed')
  return (
    <div>
      <FoldButton
        isOpen={isOpen}
        label={t('plans.outputOf', { title })}
        words={t('plans.outputLines', { count: output.length })}
        onToggle={() => setChoice(!isOpen)}
      />
      {isOpen ? <Lines output={output} title={title} isRunning={isRunning} /> : null}
    </div>
  )
}

/** Of one height from the first moment, so that nothing below moves while lines come. */
function Lines({
  output,
  title,
  isRunning,
}: {
  output: readonly OutputLine[]
  title: string
  isRunning: boolean
}) {
  const { t } = useTranslation()
  const said = useSaid()
  const box = useRef<HTMLDivElement>(null)
  const isAtEnd = useRef(true)
  useLayoutEffect(() => {
    const element = box.current
    // Whoever has scrolled back is reading.
    if (element !== null && isAtEnd.current) element.scrollTop = element.scrollHeight
  }, [output])
  return (
    <div
      ref={box}
      className={classes.output}
      data-running={isRunning || undefined}
      role="group"
      aria-label={t('plans.outputOf', { title })}
      tabIndex={0}
      onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
        isAtEnd.current = scrollHeight - scrollTop - clientHeight < 8
      }}
    >
      {output.length === 0 ? (
        <p className="quiet">{t('plans.noOutput')}</p>
      ) : (
        <pre>
          {output
            .map((line) => (typeof line === 'string' ? plainText(line) : said(line)))
            .join('\n')}
        </pre>
      )}
    </div>
  )
}
