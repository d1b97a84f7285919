import { OpsError } from '../../shared/errors'
import { check } from './check'
import { health } from './health'
import type { CliIo } from './io'
import { stack } from './stack'
import { token } from './token'
import { exitCodes, readCommand, usage, UsageError, type Command } from './usage'

/** Runs one command line and answers its exit code; never throws. */
export async function runCli(argv: readonly string[], io: CliIo): Promise<number> {
  try {
    return await dispatch(readCommand(argv), io)
  } catch (error) {
    if (error instanceof UsageError) {
      io.err(`${error.message}\n\n${usage}`)
      return exitCodes.usage
    }
    if (error instanceof OpsError && (error.code === 'profile' || error.code === 'port')) {
      io.err(`${error.message}\n`)
      return exitCodes.usage
    }
    io.err(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
    return exitCodes.internal
  }
}

function dispatch(command: Command, io: CliIo): Promise<number> {
  switch (command.name) {
    case 'check':
      return check(command, io)
    case 'health':
      return health(command, io)
    case 'token':
      return token(command, io)
    case 'stack':
      return stack(command, io)
    case 'help':
      io.out(usage)
      return Promise.resolve(exitCodes.pass)
  }
}
