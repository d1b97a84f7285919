import { expect } from 'vitest'

declare module 'vitest' {
  interface Matchers<T> {
    /** Every text stands somewhere in the element. */
    toHaveTextContentAll(...texts: string[]): T
  }
}

expect.extend({
  toHaveTextContentAll(element: HTMLElement, ...texts: string[]) {
    const content = element.textContent
    const missing = texts.filter((text) => !content.includes(text))
    return {
      pass: missing.length === 0,
      message: () => `missing ${JSON.stringify(missing)} in ${JSON.stringify(content)}`,
    }
  },
})
