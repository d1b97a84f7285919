import { cleanup } from '@testing-library/react'
import { afterEach, beforeEach, expect, vi } from 'vitest'
import './test-matchers'
import { resetUi } from './stores/ui'

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
  offsetHeight: { configurable: true, get: () => 600 },
  offsetWidth: { configurable: true, get: () => 900 },
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
  resetUi()
  vi.restoreAllMocks()
  expect(complaints).toEqual([])
})
