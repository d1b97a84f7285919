import { useCallback, useEffect, useRef, useState } from 'react'
import type { LogLine } from '../../../shared/domain/services'
import { type OpsError } from '../../../shared/errors'
import { open } from '../../api/client'
import { asOpsError } from '../../api/hooks'

/** Lines that stay in the view; older ones are in the log file. */
const viewLimit = 10_000

/** What the log view shows. */
export interface LogState {
  lines: readonly LogLine[]
  /** Lines that main could not send because the page was slower. */
  dropped: number
  /** Older lines that left the view. */
  trimmed: number
  /** Lines that came while paused. */
  held: number
  state: 'open' | 'ended' | 'failed'
  error: OpsError | null
}

const empty: LogState = {
  lines: [],
  dropped: 0,
  trimmed: 0,
  held: 0,
  state: 'open',
  error: null,
}

/** Longest time a hidden window may hold back the next batch; animation frames stop there. */
const hiddenFrameMs = 250

function nextFrame(): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      cancelAnimationFrame(frame)
      resolve()
    }
    const timer = setTimeout(done, hiddenFrameMs)
    const frame = requestAnimationFrame(done)
  })
}

function appended(state: LogState, items: readonly LogLine[]): LogState {
  const over = Math.max(0, state.lines.length + items.length - viewLimit)
  const lines = [...state.lines, ...items]
  return { ...state, lines: over > 0 ? lines.slice(over) : lines, trimmed: state.trimmed + over }
}

/** Follows the output of one service; a paused view holds what comes and shows it afterwards. */
export function useLog(service: string, isPaused: boolean): LogState & { retry: () => void } {
  const [state, setState] = useState(empty)
  const [attempt, setAttempt] = useState(0)
  const held = useRef<LogLine[]>([])
  const paused = useRef(isPaused)

  useEffect(() => {
    paused.current = isPaused
    if (isPaused || held.current.length === 0) return
    const waiting = held.current
    held.current = []
    setState((before) => ({ ...appended(before, waiting), held: 0 }))
  }, [isPaused])

  useEffect(() => {
    const stop = new AbortController()
    held.current = []
    setState(empty)
    const take = async (items: readonly LogLine[], dropped: number) => {
      if (paused.current) {
        const all = [...held.current, ...items]
        const over = Math.max(0, all.length - viewLimit)
        held.current = over > 0 ? all.slice(over) : all
        setState((before) => ({
          ...before,
          dropped: before.dropped + dropped,
          trimmed: before.trimmed + over,
          held: held.current.length,
        }))
      } else {
        setState((before) => appended({ ...before, dropped: before.dropped + dropped }, items))
      }
      await nextFrame()
    }
    open('services:log', { id: service }, take, stop.signal).then(
      () => !stop.signal.aborted && setState((before) => ({ ...before, state: 'ended' })),
      (error: unknown) =>
        !stop.signal.aborted &&
        setState((before) => ({ ...before, state: 'failed', error: asOpsError(error) })),
    )
    return () => stop.abort()
  }, [service, attempt])

  const retry = useCallback(() => setAttempt((count) => count + 1), [])
  return { ...state, retry }
}
