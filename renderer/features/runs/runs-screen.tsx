import { useState, type DragEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useUi } from '../../stores/ui'
import { ComparisonView } from './comparison-view'
import { EvidenceView } from './evidence-view'
import { HistoryView } from './history-view'
import { useBundleOpening } from './use-bundle-opening'
import classes from './runs.module.css'

/** Every kept run, two of them side by side, or what proves one; a bundle can be dropped anywhere. */
export function RunsScreen() {
  const { t } = useTranslation()
  const view = useUi((ui) => ui.runsView)
  const [isOver, setIsOver] = useState(false)
  const opening = useBundleOpening()
  const leave = ({ currentTarget, relatedTarget }: DragEvent) => {
    const isInside = relatedTarget instanceof Node && currentTarget.contains(relatedTarget)
    if (!isInside) setIsOver(false)
  }
  return (
    <div
      className={classes.screen}
      onDragOver={(event) => {
        event.preventDefault()
        setIsOver(true)
      }}
      onDragLeave={leave}
      onDrop={(event) => {
        event.preventDefault()
        setIsOver(false)
        opening.take([...event.dataTransfer.files])
      }}
    >
      {isOver ? (
        <div className={classes.over} role="status">
          {t('runs.bundles.dropHere')}
        </div>
      ) : null}
      {view.kind === 'comparison' ? (
        <ComparisonView before={view.before} after={view.after} opening={opening} />
      ) : view.kind === 'evidence' ? (
        <EvidenceView key={view.id} id={view.id} opening={opening} />
      ) : (
        <HistoryView opening={opening} />
      )}
    </div>
  )
}
