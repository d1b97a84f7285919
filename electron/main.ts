import { commandIn, runCommand } from './app/command'
import { runShell } from './app/shell'
import { createSecrets } from './zervigo/secrets'

const secrets = createSecrets()

const command = commandIn(process.argv)

if (command !== null) void runCommand(command)
else {
  void runShell({
    mask: (line) => secrets.mask(line),
    devServer: __DEV_SERVER__,
    wire: async (host) => (await import('./program')).createProgram(host, secrets),
  })
}
