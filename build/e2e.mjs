import { pathToFileURL } from 'node:url'
import { buildStale } from './bundle.mjs'
import { run, toolScript } from './commands.mjs'
import { withDisplay } from './display.mjs'
import { ensureElectron } from './electron.mjs'
import { installLibraries } from './libraries.mjs'
import { pathWithPython } from './python.mjs'

/** Builds what is stale and drives the real application; answers the runner's exit code. */
export async function runE2e(args) {
  const { executable, appArgs } = await ensureElectron()
  if (!(await installLibraries(executable))) return 2
  await buildStale()
  return withDisplay((display) =>
    run(
      process.execPath,
      [
        toolScript('@playwright/test/cli.js'),
        'test',
        '--config',
        'e2e/playwright.config.ts',
        ...args,
      ],
      {
        limitMs: 40 * 60_000,
        env: {
          ...display,
          PATH: pathWithPython(),
          LOOMA_E2E_ELECTRON: executable,
          LOOMA_E2E_APP_ARGS: JSON.stringify(appArgs),
        },
      },
    ),
  )
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  process.exitCode = await runE2e(process.argv.slice(2))
}
