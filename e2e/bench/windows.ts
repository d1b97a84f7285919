import { spawn, type ChildProcess } from 'node:child_process'
import { link, copyFile, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { openInspector, type Inspector } from './inspector'
import type { BenchContext } from './row'

/** A started window that shows what it should. */
export interface OpenWindow {
  pid: number
  /** From the start of the process until its page was painted. */
  launchMs: number
  page: Inspector
  /** Address under which the main process can be asked; null unless wanted. */
  mainUrl: string | null
  end(): Promise<void>
}

/** How one of the two windows is started. */
export interface WindowPlan {
  executable: string
  args: readonly string[]
  /** True, inside the page, once it shows what it should. */
  isShown: string
}

const openLimitMs = 60_000
const endLimitMs = 10_000

/** Starts a window on a fresh data folder and waits until it has painted. */
export async function openWindow(
  plan: WindowPlan,
  folder: string,
  { inspectMain = false } = {},
): Promise<OpenWindow> {
  const dataFolder = await mkdtemp(path.join(folder, 'data-'))
  const isLinuxRoot = process.platform === 'linux' && process.getuid?.() === 0
  const startedAt = Date.now()
  const child = spawn(
    plan.executable,
    [
      ...(isLinuxRoot ? ['--no-sandbox'] : []),
      // A virtual display has none, and looking for one takes a second at every launch.
      '--disable-gpu',
      '--remote-debugging-port=0',
      ...(inspectMain ? ['--inspect=0'] : []),
      `--user-data-dir=${dataFolder}`,
      ...plan.args,
    ],
    { stdio: ['ignore', 'ignore', 'pipe'], detached: true },
  )
  const end = async () => {
    await endProcess(child)
    await rm(dataFolder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
  const abort = new AbortController()
  const timer = setTimeout(
    () => abort.abort(new Error(`no window within ${openLimitMs} ms`)),
    openLimitMs,
  )
  child.once('exit', (code, signal) =>
    abort.abort(new Error(`the window's process ended with ${code ?? signal}`)),
  )
  try {
    const addresses = readAddresses(child)
    const page = await pageOf(await addresses.page(abort.signal), abort.signal)
    const paintedAt = z.number().parse(await painted(page, plan.isShown, abort.signal))
    const mainUrl = inspectMain ? await addresses.main(abort.signal) : null
    clearTimeout(timer)
    return { pid: child.pid ?? -1, launchMs: paintedAt - startedAt, page, mainUrl, end }
  } catch (error) {
    clearTimeout(timer)
    await end()
    throw error
  }
}

/** The console without a running service behind it. */
export function consolePlan(electron: Electron, profileFile: string, more: string[] = []) {
  return {
    executable: electron.executable,
    args: [...electron.appArgs, `--profile=${profileFile}`, ...more],
    isShown: `document.documentElement.dataset.appState === 'ready' &&
      document.querySelectorAll('article[data-service]').length >= 7`,
  }
}

type Electron = NonNullable<BenchContext['electron']>

/** The binary of this machine, or the reason why rows with a window cannot be measured. */
export function electronOf({ electron }: BenchContext): Electron {
  if (electron !== null) return electron
  throw new Error('no Electron binary that runs here')
}

const bareMain = `const { app, BrowserWindow } = require('electron')
app.on('window-all-closed', () => app.quit())
app.whenReady().then(() => {
  new BrowserWindow({ width: 1280, height: 800 }).loadFile('index.html')
})
`
const barePage = '<!doctype html><meta charset="utf-8"><title>bare</title>'

/** A window of the same binary that shows an empty page. */
export async function barePlan(electron: Electron, folder: string) {
  const isShown = `document.title === 'bare' && document.readyState === 'complete'`
  if (electron.appArgs.length > 0) {
    const app = path.join(folder, 'bare')
    await writeBareApp(app)
    const plan: WindowPlan = { executable: electron.executable, args: [app], isShown }
    return { plan, remove: () => Promise.resolve() }
  }
  // This copy takes no path: it runs what lies beside it, so the bare window gets its own links.
  const home = path.dirname(electron.executable)
  const twin = await mkdtemp(`${home}-bare-`)
  await linkFolder(home, twin)
  await writeBareApp(path.join(twin, 'resources/app'))
  const executable = path.join(twin, path.basename(electron.executable))
  const plan: WindowPlan = { executable, args: [], isShown }
  return { plan, remove: () => rm(twin, { recursive: true, force: true }) }
}

async function writeBareApp(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  await writeFile(path.join(folder, 'package.json'), '{"name":"bare","main":"main.js"}')
  await writeFile(path.join(folder, 'main.js'), bareMain)
  await writeFile(path.join(folder, 'index.html'), barePage)
}

async function linkFolder(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true })
  for (const name of await readdir(from)) {
    if (name === 'resources') continue
    const [source, target] = [path.join(from, name), path.join(to, name)]
    if ((await stat(source)).isDirectory()) await linkFolder(source, target)
    else await link(source, target).catch(() => copyFile(source, target))
  }
}

/** Both addresses stand on standard error, each on a line of its own. */
function readAddresses(child: ChildProcess) {
  let text = ''
  const lookers = new Set<() => void>()
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    text = (text + chunk).slice(-64 * 1024)
    for (const look of lookers) look()
  })
  const find = (pattern: RegExp, signal: AbortSignal) =>
    new Promise<string>((resolve, reject) => {
      const look = () => {
        const found = pattern.exec(text)?.[1]
        if (found === undefined) return
        lookers.delete(look)
        resolve(found)
      }
      lookers.add(look)
      signal.addEventListener('abort', () => reject(signal.reason), { once: true })
      if (signal.aborted) reject(signal.reason)
      look()
    })
  return {
    page: (signal: AbortSignal) => find(/DevTools listening on ws:\/\/([^/\s]+)\//, signal),
    main: (signal: AbortSignal) => find(/Debugger listening on (ws:\S+)/, signal),
  }
}

const Targets = z.array(z.looseObject({ type: z.string(), webSocketDebuggerUrl: z.string() }))
const lookEveryMs = 5

async function pageOf(host: string, signal: AbortSignal): Promise<Inspector> {
  for (;;) {
    signal.throwIfAborted()
    const targets = await fetch(`http://${host}/json/list`, { signal })
      .then((answer) => answer.json())
      .then((json) => Targets.parse(json))
      .catch(() => [])
    const page = targets.find(({ type }) => type === 'page')
    if (page !== undefined) return openInspector(page.webSocketDebuggerUrl)
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs))
  }
}

/** The wall clock, which both processes share, two frames after the page showed what it should. */
async function painted(page: Inspector, isShown: string, signal: AbortSignal): Promise<unknown> {
  const expression = `new Promise((resolve) => {
    const look = () => {
      if (!(${isShown})) return setTimeout(look, 4)
      requestAnimationFrame(() => requestAnimationFrame(() => resolve(Date.now())))
    }
    look()
  })`
  for (;;) {
    signal.throwIfAborted()
    try {
      return await page.evaluate(expression, openLimitMs)
    } catch {
      // The first, empty document was asked, and then replaced by the page.
      await new Promise((resolve) => setTimeout(resolve, lookEveryMs))
    }
  }
}

async function endProcess(child: ChildProcess): Promise<void> {
  if (child.pid === undefined) return
  const isGone = () => child.exitCode !== null || child.signalCode !== null
  const gone = isGone() ? Promise.resolve() : new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  let timer: NodeJS.Timeout | undefined
  const late = new Promise((resolve) => (timer = setTimeout(resolve, endLimitMs)))
  await Promise.race([gone, late])
  clearTimeout(timer)
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch {
    // Nobody is left in the group.
  }
  await gone
}
