import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { fitToScreens, readWindowState, writeWindowState, type WindowState } from './window-state'

let folder: string
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'looma-window-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const smallest = { width: 1000, height: 700 }
const screen = { x: 0, y: 0, width: 1920, height: 1080 }
const state = (patch: Partial<WindowState> = {}): WindowState => ({
  x: 100,
  y: 80,
  width: 1280,
  height: 800,
  isMaximized: false,
  ...patch,
})

test('what was written is read back', () => {
  const file = path.join(folder, 'window.json')
  writeWindowState(file, state({ isMaximized: true }))
  expect(readWindowState(file)).toEqual(state({ isMaximized: true }))
})

test.each(['', '{', 'null', '{"x":1}', '{"x":1,"y":1,"width":-5,"height":5,"isMaximized":false}'])(
  'the file %j counts as none',
  (text) => {
    const file = path.join(folder, 'window.json')
    writeFileSync(file, text)
    expect(readWindowState(file)).toBeNull()
  },
)

test('a missing file counts as none', () => {
  expect(readWindowState(path.join(folder, 'none.json'))).toBeNull()
})

test('a place on a screen is kept, a size below the smallest is raised', () => {
  expect(fitToScreens(state({ width: 400, height: 300 }), [screen], smallest)).toEqual({
    x: 100,
    y: 80,
    width: 1000,
    height: 700,
  })
})

test('a second screen left of the first is a screen too', () => {
  const left = { x: -1920, y: 0, width: 1920, height: 1080 }
  expect(fitToScreens(state({ x: -1800 }), [screen, left], smallest)).toMatchObject({ x: -1800 })
  expect(fitToScreens(state({ x: -1800 }), [screen], smallest)).toBeNull()
})

test.each([
  ['right of all screens', { x: 1900 }],
  ['left of all screens', { x: -1200 }],
  ['title bar above', { y: -10 }],
  ['title bar below', { y: 1060 }],
])('%s is out of reach', (_what, patch) => {
  expect(fitToScreens(state(patch), [screen], smallest)).toBeNull()
})
