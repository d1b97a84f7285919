import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { capture, isLinuxRoot, run, say, toolScript } from './commands.mjs'

/** Shared libraries that the binary needs and this machine lacks; empty where that cannot be told. */
export async function findMissingLibraries(executable) {
  if (process.platform !== 'linux') return []
  const { output } = await capture('ldd', [executable], { limitMs: 20_000 })
  return [...output.matchAll(/^\s*(\S+) => not found/gm)].map(([, name]) => name)
}

/** True when the machine can draw to a display that nobody sees. */
export function hasXvfb() {
  return isOnPath('Xvfb')
}

/** True when this session has a screen. */
export function hasDisplay() {
  if (process.platform !== 'linux') return true
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
}

function isOnPath(program) {
  const folders = (process.env.PATH ?? '').split(path.delimiter)
  return folders.some((folder) => folder !== '' && existsSync(path.join(folder, program)))
}

/** Command that a person runs to get what is missing. */
export const libraryCommand =
  'sudo npx playwright install-deps chromium && sudo apt-get install -y libgtk-3-0'

/**
 * Packages of what Electron needs beyond a headless browser; newer Debian and Ubuntu releases carry
 * the second name.
 */
const electronPackages = { 'libgtk-3.so.0': ['libgtk-3-0', 'libgtk-3-0t64'] }

const fontFolder = '/usr/share/fonts'

function hasChineseFont() {
  if (!existsSync(fontFolder)) return false
  return readdirSync(fontFolder, { recursive: true }).some((file) =>
    /CJK|wqy|uming|ukai/i.test(file),
  )
}

/**
 * Brings what a machine without a screen needs to run Electron: libraries, Xvfb, Chinese letters.
 * Without the right to install it says the exact command and answers false.
 */
export async function installLibraries(executable) {
  if (process.platform !== 'linux') return true
  const missing = await findMissingLibraries(executable)
  const lacksDisplay = !hasDisplay() && !hasXvfb()
  if (missing.length > 0 || lacksDisplay) {
    if (!isLinuxRoot) {
      const what = [...missing, ...(lacksDisplay ? ['Xvfb'] : [])].join(', ')
      say(`缺少系统组件 / missing on this machine: ${what}\n请运行 / run: ${libraryCommand}`)
      return false
    }
    say('Installing the system libraries of a headless browser …')
    const script = toolScript('playwright/cli.js')
    const env = { DEBIAN_FRONTEND: 'noninteractive' }
    const stdio = ['ignore', 2, 2]
    const limitMs = 8 * 60_000
    await run(process.execPath, [script, 'install-deps', 'chromium'], { limitMs, env, stdio })
    await installPackagesOf(await findMissingLibraries(executable))
    if ((await findMissingLibraries(executable)).length > 0 || (!hasDisplay() && !hasXvfb())) {
      say(`系统组件安装失败，请手动运行 / installation failed, run by hand: ${libraryCommand}`)
      return false
    }
  }
  if (isLinuxRoot && !hasChineseFont()) await installFont()
  return true
}

/** Installs the packages of libraries that are still missing; what fails is seen by the next look. */
async function installPackagesOf(libraries) {
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  const stdio = ['ignore', 2, 2]
  for (const library of libraries) {
    for (const name of electronPackages[library] ?? []) {
      const args = ['install', '-y', '-qq', '--no-install-recommends', name]
      if ((await run('apt-get', args, { limitMs: 5 * 60_000, env, stdio })) === 0) break
    }
  }
}

/** Without it Chinese screenshots show boxes; nothing else depends on it. */
async function installFont() {
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  const stdio = ['ignore', 2, 2]
  await run('apt-get', ['update', '-qq'], { limitMs: 3 * 60_000, env, stdio })
  await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'fonts-noto-cjk'], {
    limitMs: 5 * 60_000,
    env,
    stdio,
  })
}
