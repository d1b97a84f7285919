import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildStale, benchBundles } from './bundle.mjs'
import { root, say } from './commands.mjs'
import { withDisplay } from './display.mjs'
import { ensureElectron } from './electron.mjs'
import { installLibraries } from './libraries.mjs'
import { checkNode } from './setup.mjs'

checkNode()
await buildStale(benchBundles)

const script = path.join(root, 'dist/bench/bench.js')
process.argv[1] = script
const window = await windowEnvironment()
if (window === null) await import(pathToFileURL(script).href)
else {
  await withDisplay(async (display) => {
    Object.assign(process.env, display, window)
    await import(pathToFileURL(script).href)
  })
}

/** What the rows with a window need; null, said aloud, where there can be none. */
async function windowEnvironment() {
  if (process.argv.includes('--help')) return null
  try {
    const { executable, appArgs } = await ensureElectron()
    if (!(await installLibraries(executable))) return null
    return {
      LOOMA_BENCH_ELECTRON: executable,
      LOOMA_BENCH_APP_ARGS: JSON.stringify(appArgs),
    }
  } catch (error) {
    say(`no Electron for the rows with a window: ${error.message}`)
    return null
  }
}
