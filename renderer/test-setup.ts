import { notifications } from '@mantine/notifications'
import { cleanup, configure } from '@testing-library/react'
import { afterEach, beforeEach, expect, vi } from 'vitest'
import './test-matchers'
import { resetUi } from './stores/ui'

// A screen that is loaded when first shown takes its time on a busy machine.
configure({ asyncUtilTimeout: 10_000 })

// What jsdom lacks and the page's libraries look for.
Object.assign(window, {
  matchMedia: (media: string) => ({
    media,
    matches: false,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }),
  ResizeObserver: class {
    observe() {}
    unobserve() {}
    disconnect() {}
  },
})
Object.defineProperties(HTMLElement.prototype, {
  // A virtual list without a size shows nothing.
  clientHeight: { configurable: true, get: () => 600 },
  clientWidth: { configurable: true, get: () => 900 },
  offsetHeight: { configurable: true, get: () => 600 },
  offsetWidth: { configurable: true, get: () => 900 },
  // A menu hides when what it hangs on has no place on the screen.
  getBoundingClientRect: { configurable: true, value: () => new DOMRect(10, 10, 100, 30) },
  scrollTo: { configurable: true, value: () => undefined },
  scrollIntoView: { configurable: true, value: () => undefined },
})
Object.defineProperty(document, 'fonts', {
  configurable: true,
  value: { addEventListener: () => undefined, removeEventListener: () => undefined },
})

const complaints: unknown[][] = []

beforeEach(() => {
  complaints.length = 0
  vi.spyOn(console, 'error').mockImplementation((...parts: unknown[]) => complaints.push(parts))
  vi.spyOn(console, 'warn').mockImplementation((...parts: unknown[]) => complaints.push(parts))
})

afterEach(() => {
  cleanup()
  notifications.clean()
  resetUi()
  vi.restoreAllMocks()
  expect(complaints).toEqual([])
})
