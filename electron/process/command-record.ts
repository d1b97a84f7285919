import { OpsError } from '../../shared/errors'
import { proofOf } from './adoption'
import type { Run } from './command-run'
import type { CommandDeps, CommandSpec } from './command-spec'
import type { ProcessRow } from './process-table'
import { runRecordFile } from './run-record'

/**
 * Writes down which process stands for a run, before anybody is told that it runs. A program that
 * may still turn into another one, as a script into its shell, is not settled.
 */
export async function represent(
  run: Run,
  main: Pick<ProcessRow, 'pid' | 'ticks'> | null,
  spec: CommandSpec,
  { folder, table, output, consoleVersion }: CommandDeps,
  isSettled = true,
): Promise<void> {
  const record = runRecordFile(folder)
  run.pid = main?.pid ?? (run.childExit === null ? run.pid : null)
  run.ticks = main?.ticks ?? null
  const proof = run.pid === null ? null : await proofOf(run.pid, table)
  // What a manager such as docker has is proven by nothing here.
  if (proof === null || proof.bootId === null) return record.remove()
  const { tag, startedAt } = run
  const rest = { schema: 1 as const, service: spec.id, port: spec.ports[0] ?? null }
  const { file: log } = output
  try {
    await record.write({ ...rest, ...proof, tag, startedAt, log, consoleVersion, isSettled })
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    const text = `the record of ${spec.id} could not be written: ${why}`
    throw new OpsError('storage', text, { facts: { id: spec.id }, cause: error })
  }
}
