import path from 'node:path'
import { app, dialog, Menu, type BrowserWindow } from 'electron'
import type { AppInfo, Settings } from '../../shared/domain/settings'
import type { EventName, EventPayload, Handlers, Sources } from '../../shared/ipc'
import { emit, registerIpc } from '../ipc/handle'
import type { ProjectSide } from '../../shared/domain/projects'
import type { ChosenFile } from '../evidence/bundle-file'
import { confirmByName } from '../platform/confirm-by-name'
import { applyTheme, copyText, describeApp, revealFile } from '../platform/desktop'
import { askForBundle, askForFolder } from '../platform/dialogs'
import { createLog, type Log } from '../platform/log'
import { launchUtility } from '../platform/utility-launch'
import type { LaunchScript } from '../process/launch'
import type { ConfirmByName } from '../process/stop-holder'
import type { PrintPdf } from '../reports/write'
import { claimSingleInstance, createLifecycle, failedExitCode, type Lifecycle } from './lifecycle'
import { printPdf } from './print-pdf'
import { declarePageScheme, servePage } from './protocol'
import { isTrustedSender, lockPages, refuseDebugSwitches } from './security'
import { loadPage, openWindow, showOncePainted, showWindow } from './window'

/** What the program behind the window may use of the desktop. */
export interface ShellHost {
  readonly info: Omit<AppInfo, 'notices'>
  readonly log: Log
  /** Folder of the built scripts, e.g. `service.js`. */
  readonly scriptFolder: string
  /** The value of a switch of the command line, e.g. `--profile=…`; empty without it. */
  switchValue(name: string): string
  readonly launch: LaunchScript
  emit<E extends EventName>(name: E, payload: EventPayload<E>): void
  copyText(text: string): void
  revealFile(folder: string, file: string): void
  printPdf: PrintPdf
  applyTheme(theme: Settings['theme']): void
  /** Asks a person for an evidence bundle; null when nobody chose one. */
  askForFile(): Promise<ChosenFile | null>
  askForFolder(side: ProjectSide): Promise<string | null>
  /** Asks a person to type a program's name before it is ended. */
  confirmByName: ConfirmByName
}

/** The program behind the window, made by the composition root. */
export interface Wiring {
  handlers: Handlers
  sources: Sources
  /** Theme to open with. */
  theme: Settings['theme']
  /** Called once, when the window exists and every handler answers. */
  begin(): void
  /** Nobody can see the window, or somebody can again. */
  setHidden(isHidden: boolean): void
  dispose(): Promise<void>
}

export interface ShellOptions {
  /** Replaces every secret in a line of the log. */
  mask: (line: string) => string
  wire: (host: ShellHost) => Promise<Wiring>
  /** Address of the development server, or null for the built page. */
  devServer: string | null
}

/** Runs the console: one instance, a locked-down page, the wired program, an orderly end. */
export async function runShell(options: ShellOptions): Promise<void> {
  refuseDebugSwitches()
  let window: BrowserWindow | null = null
  if (!claimSingleInstance(() => window !== null && showWindow(window))) {
    app.exit(0)
    return
  }
  // Root on Linux has to switch the sandbox off; insisting would stop every helper process.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
  declarePageScheme()
  const log = createLog({
    folder: path.join(app.getPath('userData'), 'logs'),
    mask: options.mask,
  })
  const lifecycle = createLifecycle(log)
  await app.whenReady()
  try {
    await open(options, log, lifecycle, (opened) => {
      window = opened
    })
  } catch (error) {
    reportFailedStart(error, log)
    lifecycle.quit(failedExitCode)
  }
}

/** The page's own process begins while the program behind it is still being made. */
async function open(
  { wire, devServer }: ShellOptions,
  log: Log,
  lifecycle: Lifecycle,
  onWindow: (window: BrowserWindow) => void,
): Promise<void> {
  const scriptFolder = import.meta.dirname
  lockPages(log, devServer !== null)
  servePage(path.join(scriptFolder, '../renderer'), devServer)
  setMenu()
  const window = openWindow({ preload: path.join(scriptFolder, '../preload/preload.cjs'), log })
  onWindow(window)
  const program = wire(hostOf(window, scriptFolder, log))
  registerIpc({ program, isTrusted: isTrustedSender, log })
  lifecycle.onQuit(async () => (await program).dispose())
  showOncePainted(
    window,
    program.then(({ theme }) => applyTheme(theme)),
  )
  await Promise.all([loadPage(window), program.then((wiring) => begin(wiring, window))])
  log.info('main', 'page loaded')
}

function begin({ begin, setHidden }: Wiring, window: BrowserWindow): void {
  window.on('hide', () => setHidden(true))
  window.on('minimize', () => setHidden(true))
  window.on('show', () => setHidden(false))
  window.on('restore', () => setHidden(false))
  begin()
}

function hostOf(window: BrowserWindow, scriptFolder: string, log: Log): ShellHost {
  return {
    info: describeApp(),
    log,
    scriptFolder,
    switchValue: (name) => app.commandLine.getSwitchValue(name),
    launch: launchUtility,
    emit: (name, payload) => emit(window, name, payload),
    copyText,
    revealFile,
    printPdf,
    applyTheme,
    askForFile: () => askForBundle(window),
    askForFolder: (side) => askForFolder(window, side),
    confirmByName: (question, signal) => confirmByName(window, question, signal),
  }
}

/** Keeps the keys for editing and zooming; the bar itself stays hidden. */
function setMenu(): void {
  const appMenu = process.platform === 'darwin' ? [{ role: 'appMenu' as const }] : []
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...appMenu,
      { role: 'editMenu' },
      {
        role: 'window',
        submenu: [
          { role: 'minimize' },
          { role: 'close' },
          // Ctrl+0 belongs to the page.
          { role: 'resetZoom', accelerator: 'CmdOrCtrl+Shift+0' },
          { role: 'zoomIn' },
          { role: 'zoomOut' },
          { role: 'togglefullscreen' },
        ],
      },
    ]),
  )
}

function reportFailedStart(error: unknown, log: Log): void {
  log.error('main', 'start failed', error)
  const folder = path.join(app.getPath('userData'), 'logs')
  const text = `控制台无法启动，原因见日志：${folder}\nThe console could not start; its log says why: ${folder}`
  process.stderr.write(`${text}\n`)
  // A packaged program has no terminal to read; elsewhere a dialog would only block.
  if (app.isPackaged) dialog.showErrorBox('Looma Console', text)
}
