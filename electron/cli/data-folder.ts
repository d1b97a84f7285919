import { homedir } from 'node:os'
import { join } from 'node:path'

/** The folder that the window's program uses too, so that both know the same profiles. */
export function dataFolder(
  env: Readonly<Record<string, string | undefined>>,
  platform: string = process.platform,
): string {
  const name = 'Looma Console'
  if (env.LOOMA_CONSOLE_DATA) return env.LOOMA_CONSOLE_DATA
  if (platform === 'win32') return join(env.APPDATA ?? join(homedir(), 'AppData/Roaming'), name)
  if (platform === 'darwin') return join(homedir(), 'Library/Application Support', name)
  return join(env.XDG_CONFIG_HOME ?? join(homedir(), '.config'), name)
}
