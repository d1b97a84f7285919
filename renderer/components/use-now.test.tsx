import { act, render, screen } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { useNow } from './use-now'

function Clock() {
  return <p role="timer">{useNow(1_000)}</p>
}

const shown = () => Number(screen.getByRole('timer').textContent)

function hide(isHidden: boolean) {
  vi.spyOn(document, 'hidden', 'get').mockReturnValue(isHidden)
  act(() => void document.dispatchEvent(new Event('visibilitychange')))
}

describe('the present', () => {
  afterEach(() => {
    vi.useRealTimers()
    vi.restoreAllMocks()
  })

  it('stands still while nobody can see it, and catches up at once', () => {
    vi.useFakeTimers({ now: 0 })
    render(<Clock />)
    act(() => void vi.advanceTimersByTime(2_000))
    expect(shown()).toBe(2_000)

    hide(true)
    act(() => void vi.advanceTimersByTime(60_000))
    expect(shown()).toBe(2_000)
    expect(vi.getTimerCount()).toBe(0)

    hide(false)
    expect(shown()).toBe(62_000)
    act(() => void vi.advanceTimersByTime(1_000))
    expect(shown()).toBe(63_000)
  })
})
