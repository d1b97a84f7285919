import { cp, rm } from 'node:fs/promises'
import path from 'node:path'
import { buildStale } from './bundle.mjs'
import { root, run, say, toolScript } from './commands.mjs'
import { ensureElectron } from './electron.mjs'

const args = process.argv.slice(2)
const { executable, version, source } = await ensureElectron()
await buildStale()

const staged = path.join(root, '.cache', `package-${process.pid}`)
try {
  process.exitCode = await run(process.execPath, [
    toolScript('electron-builder/cli.js'),
    ...['--config', 'build/electron-builder.yml', '--publish', 'never'],
    ...(args.length > 0 ? args : ['--dir']),
    ...(await electronOptions()),
  ])
} finally {
  await rm(staged, { recursive: true, force: true })
}
if (process.exitCode === 0) say(`packaged into ${path.relative(root, path.join(root, 'release'))}/`)

/** The official build is fetched by the packager itself, for whichever system it packs. */
async function electronOptions() {
  if (source === 'official') return []
  // Without the link to this project, which the package must not contain.
  await cp(path.dirname(executable), staged, {
    recursive: true,
    filter: (file) => path.basename(file) !== 'resources',
  })
  return [`-c.electronDist=${staged}`, `-c.electronVersion=${version}`]
}
