import { join } from 'node:path'
import { app } from 'electron'
import { commandIn, runCommand } from './app/command'
import { runShell } from './app/shell'
import { createConsole } from './console/console'
import { readProfileFile } from './profile/library'
import { createSecrets } from './zervigo/secrets'

const secrets = createSecrets()

const command = commandIn(process.argv)

if (command !== null) void runCommand(command)
else openConsole()

function openConsole(): void {
  void runShell({
    mask: (line) => secrets.mask(line),
    devServer: __DEV_SERVER__,
    async wire(host) {
      const profileFile = app.commandLine.getSwitchValue('profile')
      return createConsole({
        launch: host.launch,
        serviceScript: join(host.scriptFolder, 'service.js'),
        info: host.info,
        secrets,
        stackPorts: app.commandLine.getSwitchValue('stack-ports') === 'auto' ? 'auto' : 'default',
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
    },
  })
}
