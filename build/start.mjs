import path from 'node:path'
import { isLinuxRoot, root, run, say } from './commands.mjs'
import { checkNode, installDependencies } from './setup.mjs'

checkNode()
await installDependencies()

// Everything below may use what was just installed.
const { buildStale, cliBundles } = await import('./bundle.mjs')
const { ensureElectron } = await import('./electron.mjs')
const { findMissingLibraries, hasDisplay, libraryCommand } = await import('./libraries.mjs')

process.exitCode = hasDisplay() ? await openConsole() : await checkInTerminal()

async function openConsole() {
  const { executable, appArgs } = await ensureElectron()
  const missing = await findMissingLibraries(executable)
  if (missing.length > 0) {
    say(`缺少系统库 / missing libraries: ${missing.join(', ')}\n请运行 / run: ${libraryCommand}`)
    return 2
  }
  await buildStale()
  const sandbox = isLinuxRoot ? ['--no-sandbox'] : []
  return run(executable, [...sandbox, ...appArgs, ...process.argv.slice(2)])
}

async function checkInTerminal() {
  say(
    '没有图形界面：改为在终端中对内置环境运行联调检查。\n' +
      'No display here: running the checklist on the embedded stack in the terminal instead.',
  )
  await buildStale(cliBundles)
  const reports = path.join(root, 'reports')
  const command = ['check', '--out', reports, ...process.argv.slice(2)]
  return run(process.execPath, [path.join(root, 'dist/electron/cli.js'), ...command])
}
