import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useLayoutEffect, useRef, type ReactNode, type RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './log.module.css'

const rowPx = 18

/** A row to bring into view; a new object asks again. */
export interface LogTarget {
  index: number
}

/** Rows of any number that follow the newest until a person scrolls up. */
export function LogList<T>({
  rows,
  keyOf,
  render,
  isFollowing,
  onFollow,
  isWrapped,
  target,
  empty,
  box,
}: {
  rows: readonly T[]
  keyOf: (row: T) => number
  render: (row: T, index: number) => ReactNode
  isFollowing: boolean
  onFollow: (isFollowing: boolean) => void
  isWrapped: boolean
  target: LogTarget | null
  /** Shown when there are no rows; null shows nothing. */
  empty: ReactNode
  box: RefObject<HTMLDivElement | null>
}) {
  const { t } = useTranslation()
  const place = useRef({ top: 0, height: 0 })
  const before = useRef(rows)
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowPx,
    getItemKey: (index) => {
      const row = rows[index]
      return row === undefined ? index : keyOf(row)
    },
    overscan: 20,
  })

  useEffect(() => {
    if (isFollowing && rows.length > 0) list.scrollToIndex(rows.length - 1, { align: 'end' })
  }, [isFollowing, rows, list])

  useEffect(() => {
    if (target !== null) list.scrollToIndex(target.index, { align: 'center' })
  }, [target, list])

  // Old rows that leave must not move what a person is reading.
  useLayoutEffect(() => {
    const old = before.current
    before.current = rows
    const [first] = rows
    if (isFollowing || first === undefined || box.current === null) return
    const gone = old.findIndex((row) => keyOf(row) === keyOf(first))
    if (gone > 0) box.current.scrollTop -= gone * rowPx
  }, [rows, isFollowing, keyOf, box])

  return (
    <div
      ref={box}
      className={classes.box}
      role="log"
      aria-live="off"
      aria-label={t('log.region')}
      tabIndex={0}
      onWheel={(event) => {
        if (event.deltaY < 0) onFollow(false)
      }}
      onScroll={(event) => {
        const { scrollHeight, scrollTop, clientHeight } = event.currentTarget
        const { top, height } = place.current
        place.current = { top: scrollTop, height: scrollHeight }
        // The list itself only ever scrolls down, or up when it became shorter.
        const isUp = scrollTop < top && scrollHeight >= height
        if (isUp && scrollHeight - scrollTop - clientHeight > rowPx * 3) onFollow(false)
      }}
      onKeyDown={(event) => {
        if (['ArrowUp', 'PageUp', 'Home'].includes(event.key)) onFollow(false)
        if (event.key === 'End') onFollow(true)
      }}
    >
      {rows.length === 0 ? (
        empty
      ) : (
        <div className={classes.lines} style={{ height: list.getTotalSize() }}>
          {list.getVirtualItems().map((item) => {
            const row = rows[item.index]
            if (row === undefined) return null
            return (
              <div
                key={item.key}
                ref={list.measureElement}
                data-index={item.index}
                className={classes.row}
                data-wrap={isWrapped || undefined}
                style={{ transform: `translateY(${item.start}px)` }}
              >
                {render(row, item.index)}
              </div>
            )
          })}
        </div>
      )}
    </div>
  )
}
