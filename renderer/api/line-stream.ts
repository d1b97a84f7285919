import { useCallback, useEffect, useRef, useState } from 'react'
import type { OpsError } from '../../shared/errors'
import type { StreamInput, StreamItem, StreamName } from '../../shared/ipc'
import { open } from './client'
import { asOpsError } from './hooks'

/** Lines that stay in the view; older ones are in the log file. */
const viewLimit = 10_000

/** What a view of lines shows. */
export interface LineState<T> {
  lines: readonly T[]
  /** Lines that came, whether or not they are still in the view. */
  received: number
  /** Lines that main could not send because the page was slower. */
  dropped: number
  /** Older lines that left the view. */
  trimmed: number
  /** Lines that came while paused. */
  held: number
  state: 'open' | 'ended' | 'failed'
  error: OpsError | null
}

const empty = {
  lines: [],
  ...{ received: 0, dropped: 0, trimmed: 0, held: 0 },
  state: 'open',
  error: null,
} as const

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

function newest<T extends { at: number }>(lines: readonly T[], more: readonly T[]) {
  const all = [...lines, ...more]
  // A log file tells late what it knew early: its lines take their place by time.
  const last = lines.at(-1)?.at ?? 0
  const isLate = more.some((line, index) => line.at < (more[index - 1]?.at ?? last))
  if (isLate) all.sort((one, other) => one.at - other.at)
  const over = Math.max(0, all.length - viewLimit)
  return { lines: over > 0 ? all.slice(over) : all, over }
}

function appended<T extends { at: number }>(
  state: LineState<T>,
  items: readonly T[],
): LineState<T> {
  const { lines, over } = newest(state.lines, items)
  return { ...state, lines, trimmed: state.trimmed + over }
}

/** Follows a stream of lines; a paused view holds what comes and shows it afterwards. */
export function useLineStream<S extends StreamName>(
  name: S,
  input: StreamInput<S>,
  isPaused: boolean,
): LineState<StreamItem<S>> & { retry: () => void } {
  const [state, setState] = useState<LineState<StreamItem<S>>>(empty)
  const [attempt, setAttempt] = useState(0)
  const held = useRef<readonly StreamItem<S>[]>([])
  const paused = useRef(isPaused)
  // An input is told apart by what it says, not by being another object.
  const key = JSON.stringify(input)
  const wanted = useRef(input)
  wanted.current = input

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
    const take = async (items: readonly StreamItem<S>[], dropped: number) => {
      const come = (before: LineState<StreamItem<S>>) => ({
        ...before,
        received: before.received + items.length,
        dropped: before.dropped + dropped,
      })
      if (paused.current) {
        const { lines, over } = newest(held.current, items)
        held.current = lines
        setState((before) => ({
          ...come(before),
          trimmed: before.trimmed + over,
          held: lines.length,
        }))
      } else setState((before) => appended(come(before), items))
      await nextFrame()
    }
    open(name, wanted.current, take, stop.signal).then(
      () => !stop.signal.aborted && setState((before) => ({ ...before, state: 'ended' })),
      (error: unknown) =>
        !stop.signal.aborted &&
        setState((before) => ({ ...before, state: 'failed', error: asOpsError(error) })),
    )
    return () => stop.abort()
  }, [name, key, attempt])

  const retry = useCallback(() => setAttempt((count) => count + 1), [])
  return { ...state, retry }
}
