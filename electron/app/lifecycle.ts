import { app } from 'electron'
import type { Log } from '../platform/log'

/** How long quitting may take before the rest is cut off. */
const quitLimitMs = 8_000

/** A signal this long after the first is a second request, not an echo. */
const repeatedAfterMs = 1_000

/** Exit code when the console itself failed, as on the command line. */
export const failedExitCode = 4

/** True for the first start; a further one wakes the first and must end. */
export function claimSingleInstance(onSecondStart: () => void): boolean {
  if (!app.requestSingleInstanceLock()) return false
  app.on('second-instance', onSecondStart)
  return true
}

export interface Lifecycle {
  /** Adds what must be ended on quitting; the last added ends first. */
  onQuit(dispose: () => Promise<void>): void
  /** Quits in order, with this exit code. */
  quit(exitCode: number): void
}

/** Quits in order: windows first, then what was added, within a deadline, then for certain. */
export function createLifecycle(log: Log): Lifecycle {
  const disposers: (() => Promise<void>)[] = []
  let exitCode = 0
  let isQuitting = false
  let askedAt: number | null = null

  const quit = (code: number) => {
    exitCode = Math.max(exitCode, code)
    app.quit()
  }

  app.on('window-all-closed', () => app.quit())
  app.on('will-quit', (event) => {
    event.preventDefault()
    if (isQuitting) return
    isQuitting = true
    void endAll(disposers, log).then(() => app.exit(exitCode))
  })

  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.on(signal, () => {
      // Whoever asks again after a while does not want to wait; a terminal and its shell may
      // both pass on the same Ctrl-C.
      askedAt ??= performance.now()
      if (isQuitting && performance.now() - askedAt > repeatedAfterMs) app.exit(exitCode)
      else quit(0)
    })
  }
  process.on('uncaughtException', (error: NodeJS.ErrnoException) => {
    // The terminal that started the console was closed; nothing else is wrong.
    if (error.code === 'EPIPE') return
    log.error('main', 'uncaught exception', error)
    quit(failedExitCode)
  })
  process.on('unhandledRejection', (error) => log.error('main', 'unhandled rejection', error))

  return { onQuit: (dispose) => void disposers.push(dispose), quit }
}

async function endAll(disposers: (() => Promise<void>)[], log: Log): Promise<void> {
  const all = (async () => {
    for (const dispose of disposers.toReversed()) {
      await dispose().catch((error: unknown) => log.error('main', 'not ended cleanly', error))
    }
  })()
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(() => {
      log.warn('main', 'quitting took too long', { limitMs: quitLimitMs })
      resolve()
    }, quitLimitMs)
  })
  await Promise.race([all, late])
  clearTimeout(timer)
}
