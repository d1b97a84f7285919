import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { app } from 'electron'
import { commandNames, exitCodes } from '../cli/usage'
import { launchUtility } from '../platform/utility-launch'

/** The command line behind the program's name and its switches; null when the window is wanted. */
export function commandIn(argv: readonly string[]): string[] | null {
  const words = argv.slice(1)
  const first = words.findIndex((word) => !word.startsWith('-') && !/[./\\]/.test(word))
  return first >= 0 && commandNames.includes(words[first] ?? '') ? words.slice(first) : null
}

/** Runs one command without a window or a display, then ends the program with its exit code. */
export async function runCommand(argv: readonly string[]): Promise<void> {
  if (needsHeadless()) app.exit(runHeadless())
  app.disableHardwareAcceleration()
  const interrupted = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => interrupted.abort())
  }
  await app.whenReady()
  const { runCli } = await import('../cli/run')
  const exitCode = await runCli(argv, {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    env: process.env,
    signal: interrupted.signal,
    launch: launchUtility,
    serviceScript: join(import.meta.dirname, 'service.js'),
    dataFolder: app.getPath('userData'),
    version: app.getVersion(),
  })
  app.exit(exitCode)
}

const headlessSwitch = 'ozone-platform'

function needsHeadless(): boolean {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env
  const hasDisplay = Boolean(DISPLAY) || Boolean(WAYLAND_DISPLAY)
  return process.platform === 'linux' && !hasDisplay && !app.commandLine.hasSwitch(headlessSwitch)
}

/** Chromium chooses its platform before any script runs, so only a second start can be headless. */
function runHeadless(): number {
  const args = [`--${headlessSwitch}=headless`, ...process.argv.slice(1)]
  // Ctrl-C reaches both; only the second start has something to end.
  process.on('SIGINT', () => undefined)
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' })
  return status ?? exitCodes.internal
}
