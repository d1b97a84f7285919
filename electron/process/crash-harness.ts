import { spawn, type ChildProcess } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { differenceFrom, proofOf } from './adoption'
import { answers, quickTimings } from './command-fixture'
import { commandEnvironment } from './command-launch'
import { createCommandSupervisor } from './command-supervisor'
import { isPortBusy, portOwner } from './ports'
import { systemTable } from './process-table'
import { RunRecord } from './run-record'
import { systemSignals } from './signals'
import { stopFamily } from './stop-procedure'
import { newTag, tagVariable } from './tag'

/** A console without a window, made to be killed by tests, and a place where numbers are reused. */
const [mode, folder = '', port = '0', program = '', mark = ''] = process.argv.slice(2)
const say = (value: unknown): void => void process.stdout.write(`${JSON.stringify(value)}\n`)
if (mode === 'console') void runConsole()
if (mode === 'reuse') void reuseNumbers(Number(folder))

async function runConsole(): Promise<void> {
  const env = { ...commandEnvironment(process.env), PIDS: mark }
  const start = [program, join(folder, 'service.py'), 'plain', port]
  const supervisor = createCommandSupervisor({
    specs: [
      {
        ...{ id: 'job', start, env, cwd: folder, ports: [Number(port)], stop: null, log: null },
        ...{ dependsOn: [], readyTimeoutMs: 20_000, restarts: true },
      },
    ],
    ...{ folder: join(folder, 'processes'), table: systemTable(), signals: systemSignals() },
    ...{ now: Date.now, random: Math.random, mask: (text: string) => text, newTag },
    ...{ isBusy: isPortBusy, holderOf: portOwner, consoleVersion: '1', timings: quickTimings },
    isReady: () => answers(Number(port)),
    onChange: () => undefined,
  })
  process.on('SIGTERM', () => void supervisor.dispose(3_000).then(() => process.exit(0)))
  say(await supervisor.opened)
  const started = supervisor.start('job')
  await started.catch((error: unknown) => say({ error: String(error) }))
  say({ pid: supervisor.snapshot('job').pid })
  setInterval(() => undefined, 1_000)
}

/** Gives the number of a dead process to a stranger, and counts who was deceived. */
async function reuseNumbers(rounds: number): Promise<void> {
  const table = systemTable()
  const result = { reused: 0, refused: 0, killed: 0, refusedByStart: 0 }
  for (let round = 0; round < rounds; round += 1) {
    const tag = newTag()
    const first = sleeper(tag)
    const { pid = -1 } = first
    await sleep(5)
    const proof = await proofOf(pid, table)
    await ended(first, 'SIGKILL')
    writeFileSync('/proc/sys/kernel/ns_last_pid', String(pid - 1))
    const stranger = sleeper(newTag())
    await sleep(5)
    if (stranger.pid === pid && proof !== null) {
      result.reused += 1
      const rest = { schema: 1, service: 'job', tag, port: null, log: '', startedAt: 1 }
      const record = RunRecord.parse({ ...rest, ...proof, consoleVersion: '1' })
      const difference = await differenceFrom(record, table)
      if (difference !== null) result.refused += 1
      if (difference === 'start') result.refusedByStart += 1
      await stopFamily(
        { tag, leader: { pid, ticks: proof.startTicks }, ports: [], hasExited: () => true },
        {
          ...{ table, signals: systemSignals(), timings: { ...quickTimings, stopMs: 40 } },
          ...{ isBusy: isPortBusy, holderOf: portOwner, stopCommand: null },
          ...{ note: () => undefined, hurry: new AbortController().signal },
        },
      )
      await sleep(1)
      if (stranger.exitCode !== null || stranger.signalCode !== null) result.killed += 1
    }
    await ended(stranger, 'SIGKILL')
  }
  say(result)
}

function sleeper(tag: string): ChildProcess {
  const env = { PATH: process.env['PATH'] ?? '', [tagVariable]: tag }
  return spawn('/bin/sleep', ['60'], { env, detached: true, stdio: 'ignore' })
}

function ended(child: ChildProcess, signal: 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    child.once('exit', () => resolve())
    child.kill(signal)
  })
}
