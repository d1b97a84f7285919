import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import classes from './row-list.module.css'

/** What a key or a click asked for besides opening a row. */
export interface RowGesture {
  index: number
  /** The row where a shift selection began. */
  anchor: number
  isRange: boolean
}

/** Rows of any number with one tab stop: arrows move, Enter opens, Space selects. */
export function RowList<T>({
  label,
  rows,
  rowPx,
  idOf,
  rowClass,
  head,
  cells,
  onOpen,
  onSelect,
  selectedId = null,
  isSelected,
  attributes,
}: {
  label: string
  rows: readonly T[]
  rowPx: number
  idOf: (row: T) => string
  /** Sets the columns, for head and rows alike. */
  rowClass: string
  head: readonly { id: string; content: ReactNode }[]
  cells: (row: T, index: number) => readonly ReactNode[]
  onOpen: (row: T) => void
  onSelect?: (gesture: RowGesture) => void
  /** The row that is open beside the list. */
  selectedId?: string | null
  isSelected?: (row: T) => boolean
  attributes?: (row: T) => Record<`data-${string}` | `aria-${string}`, string | undefined>
}) {
  const box = useRef<HTMLDivElement>(null)
  const [active, setActive] = useState(0)
  const anchor = useRef(0)
  const wantsFocus = useRef(false)
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowPx,
    overscan: 10,
  })
  const last = rows.length - 1
  const current = Math.min(active, Math.max(0, last))

  useEffect(() => {
    if (!wantsFocus.current) return
    wantsFocus.current = false
    box.current?.querySelector<HTMLElement>(`[data-row="${current}"]`)?.focus()
  })

  const move = (to: number) => {
    const next = Math.max(0, Math.min(last, to))
    wantsFocus.current = true
    setActive(next)
    list.scrollToIndex(next)
    return next
  }

  const press = (event: KeyboardEvent, index: number) => {
    const row = rows[index]
    const page = Math.max(1, Math.floor((box.current?.clientHeight ?? rowPx) / rowPx) - 1)
    const steps: Record<string, number> = {
      ArrowDown: index + 1,
      ArrowUp: index - 1,
      PageDown: index + page,
      PageUp: index - page,
      Home: 0,
      End: last,
    }
    const step = steps[event.key]
    if (step !== undefined) {
      event.preventDefault()
      const next = move(step)
      if (event.shiftKey) onSelect?.({ index: next, anchor: anchor.current, isRange: true })
      else anchor.current = next
    } else if (event.target !== event.currentTarget) {
      return
    } else if (event.key === 'Enter' && row !== undefined) {
      event.preventDefault()
      onOpen(row)
    } else if (event.key === ' ' && onSelect !== undefined) {
      event.preventDefault()
      onSelect({ index, anchor: anchor.current, isRange: event.shiftKey })
      anchor.current = index
    }
  }

  return (
    <div className={classes.frame} role="grid" aria-label={label} aria-rowcount={rows.length + 1}>
      <div role="rowgroup">
        <div role="row" aria-rowindex={1} className={`${classes.head} ${rowClass}`}>
          {head.map(({ id, content }) => (
            <span key={id} role="columnheader">
              {content}
            </span>
          ))}
        </div>
      </div>
      <div ref={box} className={classes.box} role="presentation">
        <div role="rowgroup" style={{ height: list.getTotalSize(), position: 'relative' }}>
          {list.getVirtualItems().map(({ index, start }) => {
            const row = rows[index]
            if (row === undefined) return null
            const id = idOf(row)
            return (
              <div
                key={id}
                role="row"
                aria-rowindex={index + 2}
                aria-selected={isSelected === undefined ? undefined : isSelected(row)}
                aria-current={selectedId === id || undefined}
                data-row={index}
                {...attributes?.(row)}
                tabIndex={index === current ? 0 : -1}
                className={`${classes.row} ${rowClass}`}
                style={{ height: rowPx, transform: `translateY(${start}px)` }}
                onKeyDown={(event) => press(event, index)}
                onClick={(event) => {
                  setActive(index)
                  if (event.shiftKey && onSelect !== undefined) {
                    onSelect({ index, anchor: anchor.current, isRange: true })
                    return
                  }
                  anchor.current = index
                  onOpen(row)
                }}
              >
                {cells(row, index).map((cell, column) => (
                  <span key={column} role="gridcell" className="truncate">
                    {cell}
                  </span>
                ))}
              </div>
            )
          })}
        </div>
      </div>
    </div>
  )
}
