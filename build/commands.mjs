import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import path from 'node:path'

/** The project folder. */
export const root = path.resolve(import.meta.dirname, '..')

/** True where Chromium refuses to start with its sandbox. */
export const isLinuxRoot = process.platform === 'linux' && process.getuid?.() === 0

/** Says what happens, away from standard output, which belongs to results. */
export function say(text) {
  process.stderr.write(`${text}\n`)
}

/** Turns how a child ended into an exit code, as a shell does. */
function exitCode(code, signal) {
  return code ?? 128 + (constants.signals[signal] ?? 0)
}

/**
 * Runs a program to its end, its output going where `stdio` says, and answers its exit code.
 * After `limitMs` it is ended and the code is 124; a program that cannot be started is 127.
 */
export function run(command, args, { limitMs = 0, stdio = 'inherit', env, cwd = root } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, stdio, env: { ...process.env, ...env } })
    let isLate = false
    const end = () => {
      isLate = true
      child.kill('SIGKILL')
    }
    const timer = limitMs > 0 ? setTimeout(end, limitMs) : null
    const forward = (signal) => child.kill(signal)
    // A terminal sends Ctrl-C to the child as well; this process only has to outlive it.
    const ignore = () => undefined
    process.on('SIGINT', ignore)
    process.on('SIGTERM', forward)
    const settle = (code) => {
      if (timer !== null) clearTimeout(timer)
      process.off('SIGINT', ignore)
      process.off('SIGTERM', forward)
      resolve(code)
    }
    child.once('error', () => settle(127))
    child.once('exit', (code, signal) => settle(isLate ? 124 : exitCode(code, signal)))
  })
}

/** Runs a program quietly and answers its exit code and all it printed. */
export function capture(command, args, { limitMs = 60_000, cwd = root, env } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    })
    let output = ''
    const take = (chunk) => (output += chunk)
    child.stdout.setEncoding('utf8').on('data', take)
    child.stderr.setEncoding('utf8').on('data', take)
    const timer = setTimeout(() => child.kill('SIGKILL'), limitMs)
    const settle = (code) => {
      clearTimeout(timer)
      resolve({ code, output })
    }
    child.once('error', (error) => {
      output += String(error.message)
      settle(127)
    })
    child.once('close', (code, signal) => settle(exitCode(code, signal)))
  })
}

/** Command and leading arguments that start the npm in use, without a shell on any system. */
export function npm(...args) {
  const script = process.env.npm_execpath
  if (script && /npm-cli\.c?js$/.test(script)) return [process.execPath, [script, ...args]]
  if (process.platform !== 'win32') return ['npm', args]
  const bundled = path.join(path.dirname(process.execPath), 'node_modules/npm/bin/npm-cli.js')
  return [process.execPath, [bundled, ...args]]
}

/** Path of the script behind a tool of node_modules, to be run with Node. */
export function toolScript(...parts) {
  return path.join(root, 'node_modules', ...parts)
}
