import { join } from 'node:path'
import { nodeLaunch } from '../process/node-launch'
import { runCli } from './run'
import { dataFolder } from './data-folder'

const interrupted = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => interrupted.abort())
}

// A reader that went away, as with `| head`, ends the command like Ctrl-C does.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', () => interrupted.abort())
}

process.exitCode = await runCli(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  env: process.env,
  signal: interrupted.signal,
  launch: nodeLaunch,
  serviceScript: join(import.meta.dirname, 'service.js'),
  dataFolder: dataFolder(process.env),
  version: __APP_VERSION__,
})
