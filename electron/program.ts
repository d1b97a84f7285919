import { join } from 'node:path'
import type { ShellHost, Wiring } from './app/shell'
import { createConsole } from './console/console'
import { readProfileFile } from './profile/library'
import type { Secrets } from './zervigo/secrets'

/**
 * Makes the program behind the window. It stands apart from `main.ts` because reading it in takes
 * as long as the page's own process needs to begin, and the two can go on side by side.
 */
export async function createProgram(host: ShellHost, secrets: Secrets): Promise<Wiring> {
  const profileFile = host.switchValue('profile')
  return createConsole({
    launch: host.launch,
    serviceScript: join(host.scriptFolder, 'service.js'),
    info: host.info,
    secrets,
    stackPorts: host.switchValue('stack-ports') === 'auto' ? 'auto' : 'default',
    profile: profileFile === '' ? null : await readProfileFile(profileFile),
    env: process.env,
    now: Date.now,
    emit: host.emit,
    copyText: host.copyText,
    revealFile: host.revealFile,
    printPdf: host.printPdf,
    applyTheme: host.applyTheme,
    askForFile: host.askForFile,
    askForFolder: host.askForFolder,
    confirmByName: host.confirmByName,
    onBug: (message, error) => host.log.error('console', message, error),
  })
}
