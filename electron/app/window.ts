import path from 'node:path'
import { app, BrowserWindow, nativeTheme, screen } from 'electron'
import type { Log } from '../platform/log'
import { fitToScreens, readWindowState, writeWindowState } from '../platform/window-state'
import { pageOrigin } from './page-files'

const smallest = { width: 1000, height: 700 }
const usual = { width: 1280, height: 800 }

/** What the window shows before the first paint, so that a dark desk gets no white flash. */
const background = { light: '#ffffff', dark: '#1a1b1e' }
const backgroundNow = () => (nativeTheme.shouldUseDarkColors ? background.dark : background.light)

export interface WindowOptions {
  preload: string
  log: Log
}

/** Opens the one window of the console where it last stood, not shown yet. */
export function openWindow({ preload, log }: WindowOptions): BrowserWindow {
  const stateFile = path.join(app.getPath('userData'), 'window.json')
  const state = readWindowState(stateFile)
  const screens = screen.getAllDisplays().map(({ workArea }) => workArea)
  const place = state === null ? null : fitToScreens(state, screens, smallest)
  const window = new BrowserWindow({
    ...(place ?? usual),
    minWidth: smallest.width,
    minHeight: smallest.height,
    title: '联调控制台 · Looma Console',
    show: false,
    backgroundColor: backgroundNow(),
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      spellcheck: false,
      devTools: !app.isPackaged,
    },
  })
  if (state?.isMaximized === true) window.maximize()
  window.setMenuBarVisibility(false)
  window.on('close', () => remember(window, stateFile, log))
  reviveAfterCrash(window, log)
  return window
}

/** Shows the window once it has something to show, in the theme that was chosen. */
export function showOncePainted(window: BrowserWindow, themed: Promise<unknown>): void {
  const painted = new Promise<void>((resolve) => window.once('ready-to-show', () => resolve()))
  const show = () => {
    if (window.isDestroyed()) return
    window.setBackgroundColor(backgroundNow())
    window.show()
  }
  // A program that could not be made ends the console; there is nothing to show.
  Promise.all([painted, themed]).then(show, () => undefined)
}

/** Loads the page; call it once what the page asks is heard. */
export function loadPage(window: BrowserWindow): Promise<void> {
  return window.loadURL(`${pageOrigin}/index.html`)
}

/** Brings the window to the front, e.g. because the program was started again. */
export function showWindow(window: BrowserWindow): void {
  if (window.isDestroyed()) return
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}

function remember(window: BrowserWindow, file: string, log: Log): void {
  try {
    writeWindowState(file, { ...window.getNormalBounds(), isMaximized: window.isMaximized() })
  } catch (error) {
    log.error('window', 'place not remembered', error)
  }
}

/** A page that crashes at once after it was revived is left alone. */
const crashLoopMs = 10_000

function reviveAfterCrash(window: BrowserWindow, log: Log): void {
  let lastAt = -Infinity
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    log.warn('window', 'page process gone', { reason, exitCode })
    const at = performance.now()
    if (reason === 'clean-exit' || at - lastAt < crashLoopMs) return
    lastAt = at
    loadPage(window).catch((error: unknown) => log.error('window', 'page not revived', error))
  })
}
