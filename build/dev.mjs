import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer as createNetServer } from 'node:net'
import path from 'node:path'
import { build, createServer } from 'vite'
import { buildStale, cliBundles, forgetBundles, nodeConfig } from './bundle.mjs'
import { isLinuxRoot, root, say } from './commands.mjs'
import { ensureElectron } from './electron.mjs'

const { executable, appArgs } = await ensureElectron()

const port = await freePort()
const server = await createServer({
  configFile: path.join(root, 'renderer/vite.config.ts'),
  root: path.join(root, 'renderer'),
  base: '/',
  server: {
    host: 'localhost',
    port,
    strictPort: true,
    // The page lives at app://bundle, so the reload client must be told where its server is.
    ws: { protocol: 'ws', host: 'localhost', clientPort: port },
  },
})
await server.listen()
const devServer = `http://localhost:${port}`
say(`page: ${devServer} (hot reload)`)

// These builds carry the server's address; the next `npm start` must not run them.
await forgetBundles(['main', 'preload'])
await buildStale(cliBundles)

/** The running program; null before the first start and between two. */
let electron = null
let isRestarting = false
let isEnding = false

function startElectron() {
  const sandbox = isLinuxRoot ? ['--no-sandbox'] : []
  electron = spawn(executable, [...sandbox, ...appArgs, ...process.argv.slice(2)], {
    cwd: root,
    stdio: 'inherit',
  })
  electron.once('exit', (code) => {
    electron = null
    if (isEnding) return
    if (!isRestarting) {
      void end(code ?? 0)
      return
    }
    isRestarting = false
    startElectron()
  })
}

/** Waits for the old program's orderly end: the new one wants its ports and its lock. */
function restartElectron() {
  if (electron === null) {
    startElectron()
    return
  }
  if (isRestarting) return
  isRestarting = true
  say('main changed: restarting')
  electron.kill('SIGTERM')
}

const watchers = []
const names = ['main', 'preload']
const built = new Set()
for (const name of names) {
  const watcher = await build(nodeConfig(name, { devServer, watch: {} }))
  watchers.push(watcher)
  watcher.on('event', (event) => {
    if (event.code === 'ERROR') say(event.error.message)
    if (event.code !== 'BUNDLE_END') return
    void event.result?.close()
    built.add(name)
    if (built.size === names.length) restartElectron()
  })
}

/** A port nobody listens on. */
async function freePort() {
  const probe = createNetServer().listen(0, 'localhost')
  await once(probe, 'listening')
  const { port: free } = probe.address()
  probe.close()
  await once(probe, 'close')
  return free
}

async function end(code) {
  if (isEnding) return
  isEnding = true
  electron?.kill('SIGTERM')
  for (const watcher of watchers) await watcher.close()
  await server.close()
  process.exit(code)
}
process.on('SIGINT', () => void end(130))
process.on('SIGTERM', () => void end(143))
