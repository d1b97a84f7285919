import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { npm, root, run, say } from './commands.mjs'

const oldest = [20, 19]

/** Ends with a sentence when this Node is too old to build the console. */
export function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return
  say(
    `需要 Node ${oldest.join('.')} 或更新版本，当前为 ${process.versions.node}。\n` +
      `Node ${oldest.join('.')} or newer is needed; this is ${process.versions.node}.`,
  )
  process.exit(2)
}

/** Installs from the lock file, unless exactly that is already installed. */
export async function installDependencies() {
  if (areDependenciesInstalled(root)) return
  say('正在按锁文件安装依赖 / installing dependencies from the lock file …')
  const [command, args] = npm('ci', '--include=dev', '--no-audit', '--no-fund')
  const code = await run(command, args, { limitMs: 15 * 60_000, stdio: ['ignore', 2, 2] })
  if (code !== 0) {
    say(`npm ci 失败 / failed (${code})`)
    process.exit(code)
  }
}

/** Compares what the lock file asks for with what npm says it installed. */
export function areDependenciesInstalled(folder) {
  const installedFile = path.join(folder, 'node_modules/.package-lock.json')
  if (!existsSync(installedFile)) return false
  const wanted = readPackages(path.join(folder, 'package-lock.json'))
  const installed = readPackages(installedFile)
  return Object.entries(wanted).every(([name, { version, optional }]) => {
    if (name === '') return true
    const found = installed[name]
    return found === undefined ? optional === true : found.version === version
  })
}

function readPackages(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages
}
