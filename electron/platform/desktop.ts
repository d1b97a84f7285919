import path from 'node:path'
import { app, clipboard, nativeTheme, shell } from 'electron'
import { OpsError } from '../../shared/errors'
import type { AppInfo, Settings } from '../../shared/domain/settings'

/** Versions and places of the running program. */
export function describeApp(): Omit<AppInfo, 'notices'> {
  return {
    version: app.getVersion(),
    electron: process.versions.electron,
    chromium: process.versions.chrome,
    node: process.versions.node,
    platform: `${process.platform}-${process.arch}`,
    dataFolder: app.getPath('userData'),
  }
}

/** Puts text on the clipboard. */
export function copyText(text: string): void {
  clipboard.writeText(text)
}

/** Shows a file in the system's file browser, provided it lies inside the folder. */
export function revealFile(folder: string, file: string): void {
  const resolved = path.resolve(folder, file)
  const relative = path.relative(path.resolve(folder), resolved)
  const isInside = relative !== '..' && !relative.startsWith(`..${path.sep}`)
  if (!isInside || path.isAbsolute(relative) || resolved.includes('\0')) {
    throw new OpsError('rejected', 'file is outside its folder')
  }
  shell.showItemInFolder(resolved)
}

/** Makes the page's colour scheme follow the setting. */
export function applyTheme(theme: Settings['theme']): void {
  nativeTheme.themeSource = theme
}
