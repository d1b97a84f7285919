import { join } from 'node:path'
import { once } from 'node:events'
import { createLocalStack, llmFrom, portError } from '../localstack/stack'
import { createSecrets } from '../zervigo/secrets'
import type { CliIo } from './io'
import { exitCodes, type Command } from './usage'

type StackCommand = Extract<Command, { name: 'stack' }>

/** Runs the embedded stack in the foreground until Ctrl-C; prints its profile as JSON. */
export async function stack(command: StackCommand, io: CliIo): Promise<number> {
  const secrets = createSecrets()
  const folder = join(io.dataFolder, `stack-${command.talents}`)
  const local = createLocalStack({
    launch: io.launch,
    serviceScript: io.serviceScript,
    dataDir: join(folder, 'data'),
    logFolder: join(folder, 'logs'),
    talents: command.talents,
    ...llmFrom(io.env),
    mask: (line) => secrets.mask(line),
    now: Date.now,
    onChange(id) {
      const { state, pid, exit } = local.supervisor.snapshot(id)
      const how = exit?.unexpected === true ? ` (exit ${exit.code ?? exit.signal ?? '?'})` : ''
      io.err(`${id}: ${state}${pid === null ? '' : ` pid ${pid}`}${how}\n`)
    },
  })
  if (command.ports === 'default') {
    const conflicts = await local.conflicts()
    if (conflicts.length > 0) {
      io.err(`${portError(conflicts).message}\nuse --ports auto to run on free ports\n`)
      return exitCodes.usage
    }
  }
  try {
    const profile = await local.plan(command.ports)
    await local.start()
    // Under an id of its own: to the window, `embedded` is the stack that it runs itself.
    io.out(`${JSON.stringify({ ...profile, id: 'local-stack' }, null, 2)}\n`)
    if (!io.signal.aborted) await once(io.signal, 'abort')
    return exitCodes.pass
  } finally {
    await local.supervisor.dispose()
  }
}
