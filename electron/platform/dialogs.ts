import { dialog, type BrowserWindow } from 'electron'
import type { ProjectSide } from '../../shared/domain/projects'
import { readChosenFile, type ChosenFile } from '../evidence/bundle-file'

/** Asks for an evidence bundle and reads it; null when the person chose none. */
export async function askForBundle(window: BrowserWindow): Promise<ChosenFile | null> {
  const options: Electron.OpenDialogOptions = {
    properties: ['openFile'],
    filters: [{ name: '证据包 / Evidence bundle', extensions: ['zip'] }],
  }
  const path = await askForPath(window, options)
  return path === null ? null : readChosenFile(path)
}

/** Asks for the folder of one of the two projects; null when the person chose none. */
export function askForFolder(window: BrowserWindow, side: ProjectSide): Promise<string | null> {
  const name = side === 'looma' ? 'Looma CRM' : 'Zervigo'
  const title = `选择 ${name} 的项目文件夹 / Choose the ${name} project folder`
  return askForPath(window, { title, message: title, properties: ['openDirectory'] })
}

async function askForPath(
  window: BrowserWindow,
  options: Electron.OpenDialogOptions,
): Promise<string | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, options)
  const [path] = filePaths
  return canceled || path === undefined ? null : path
}
