import { useEffect, useRef, useState } from 'react'
import type { LogSearch } from '../../components/log-search'
import { useUi } from '../../stores/ui'
import { rowAt, type ShownRow } from './shown-rows'

/** A jump to a moment: asked for here or on another screen. */
export interface TimeJump {
  to(at: number): void
  /** The moment is older than every line that is held. */
  isTooEarly: boolean
}

/** Waits for the line of the moment that was asked for, and shows it once. */
export function useTimeJump(rows: readonly ShownRow[], { show }: LogSearch): TimeJump {
  const wanted = useUi((ui) => ui.logTime)
  const jumpLogs = useUi((ui) => ui.jumpLogs)
  const [isTooEarly, setIsTooEarly] = useState(false)
  const go = useRef(show)
  go.current = show
  useEffect(() => {
    const [first] = rows
    if (wanted === null || first === undefined) return
    const index = rowAt(rows, wanted)
    if (index === null) return
    setIsTooEarly(wanted < first.line.at)
    go.current(index)
    jumpLogs(null)
  }, [wanted, rows, jumpLogs])
  return { isTooEarly, to: jumpLogs }
}
