import { dialog, type BrowserWindow } from 'electron'
import { readChosenFile, type ChosenFile } from '../evidence/bundle-file'

/** Asks for an evidence bundle and reads it; null when the person chose none. */
export async function askForBundle(window: BrowserWindow | null): Promise<ChosenFile | null> {
  const options: Electron.OpenDialogOptions = {
    properties: ['openFile'],
    filters: [{ name: '证据包 / Evidence bundle', extensions: ['zip'] }],
  }
  const { canceled, filePaths } =
    window === null
      ? await dialog.showOpenDialog(options)
      : await dialog.showOpenDialog(window, options)
  const [path] = filePaths
  return canceled || path === undefined ? null : readChosenFile(path)
}
