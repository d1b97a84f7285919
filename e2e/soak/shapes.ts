import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import {
  createCommandBench,
  isRunning,
  python,
  shapeCommand,
  type CommandBench,
} from '../../electron/process/command-fixture'
import { isPortBusy } from '../../electron/process/ports'
import { systemSignals, type Signals } from '../../electron/process/signals'
import { quietPort } from '../../electron/process/test-ports'
import { carries, newRow, ownZombies, reachedBy, type SoakRow } from './row'

/** Starts and stops one launch shape so many times beside a stranger of the same program. */
export async function soakShape(shape: string, rounds: number): Promise<SoakRow> {
  const row = newRow(shape)
  const { bench, port } = await openBench(shape, row)
  const stranger = spawn(python, [join(bench.folder, 'service.py'), 'silent', '0'], {
    ...{ env: { PIDS: '/dev/null' }, stdio: 'ignore', detached: true },
  })
  try {
    for (; row.rounds < rounds; row.rounds += 1) await round(bench, port, row)
    row.zombies = ownZombies()
    if (!(await isRunning(stranger.pid ?? -1))) row.wrongSignals += 1
  } finally {
    stranger.kill('SIGKILL')
    await bench.dispose()
  }
  return row
}

async function round(bench: CommandBench, port: number, row: SoakRow): Promise<void> {
  const { supervisor } = bench
  const before = (await bench.pidsSeen()).length
  try {
    // Two at once are one.
    await Promise.all([supervisor.start('job'), supervisor.start('job')])
    row.doubleStarts += (await bench.pidsSeen()).length - before - 1
    if (supervisor.snapshot('job').state !== 'running') row.failures.push('it does not run')
    await supervisor.stop('job')
  } catch (error) {
    row.failures.push(String(error))
  }
  row.left += (await bench.marked()).length
  if (await isPortBusy(port)) row.failures.push(`port ${port} is still held`)
}

/** What cannot be found again: each one has to be told, and none may be signalled by guess. */
export async function soakLost(rounds: number): Promise<SoakRow> {
  const row = { ...newRow('drops the tag, leaves group and parent'), isUnsweepable: true }
  let told = 0
  for (; row.rounds < rounds; row.rounds += 1) {
    const { bench, port } = await openBench('lost', row)
    const { supervisor } = bench
    try {
      const isTold = await supervisor.start('job').then(
        () => false,
        () => true,
      )
      if (!isTold) row.failures.push('a start was called good that nothing can stop')
      while (!(await isPortBusy(port))) await pause(20)
      const said = await supervisor.start('job').then(
        () => '',
        (error: unknown) => String(error),
      )
      const [pid = 0] = await bench.marked()
      row.left += (await bench.marked()).length
      if (said.includes(`pid ${pid}`)) told += 1
      else row.failures.push(`the holder ${pid} was not named: ${said}`)
    } finally {
      await bench.dispose()
    }
  }
  row.zombies = ownZombies()
  row.note = `cannot be swept; port and pid told ${told} of ${rounds} times`
  return row
}

async function openBench(shape: string, row: SoakRow) {
  const port = await quietPort()
  let mark = ''
  const bench = createCommandBench({
    specs: ({ spec }) => [spec('job', { port, start: shapeCommand(shape) })],
    signals: watched(row, () => mark),
  })
  mark = `PIDS=${join(bench.folder, 'pids')}\0`
  return { bench, port }
}

/** Sends every signal, and looks right before whom it will reach. */
function watched(row: SoakRow, mark: () => string): Signals {
  const real = systemSignals()
  const look = (target: number, isGroup: boolean): void => {
    const strangers = reachedBy(target, isGroup).filter((pid) => !carries(pid, mark()))
    row.wrongSignals += strangers.length
  }
  return {
    group(pgid, signal) {
      look(pgid, true)
      real.group(pgid, signal)
    },
    one(pid, signal) {
      look(pid, false)
      real.one(pid, signal)
    },
  }
}
