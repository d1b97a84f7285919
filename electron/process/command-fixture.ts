import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { readFile, readdir } from 'node:fs/promises'
import { createConnection } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { commandEnvironment } from './command-launch'
import type { CommandSpec, CommandTimings } from './command-spec'
import {
  createCommandSupervisor,
  type CommandSupervisor,
  type CommandSupervisorOptions,
} from './command-supervisor'
import { isPortBusy, portOwner } from './ports'
import { systemTable } from './process-table'
import { systemSignals } from './signals'
import { newTag, tagVariable } from './tag'

/** A service in Python, so that it starts fast and shares nothing with the console. */
const service = `
import os, signal, socket, sys, time
mode, port = sys.argv[1], int(sys.argv[2])
with open(os.environ['PIDS'], 'a') as pids: pids.write('%d\\n' % os.getpid())
if 'stubborn' in mode: signal.signal(signal.SIGTERM, signal.SIG_IGN)
if 'crash' in mode: sys.exit(int(mode.split('-')[1]))
if 'junk' in mode:
    sys.stdout.buffer.write(b'\\xff\\xfe ok \\xe4\\xb8\\xad\\xe6\\x96\\x87 \\xc3(\\n'); sys.stdout.flush()
if 'flood' in mode:
    for block in range(50): sys.stdout.write(('x' * 99 + '\\n') * 1000)
    sys.stdout.write('the end\\n'); sys.stdout.flush()
if 'silent' not in mode and port:
    server = socket.socket(); server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind(('127.0.0.1', port)); server.listen(16)
print('up', os.getcwd(), flush=True)
if 'dies' in mode:
    time.sleep(0.3); os._exit(7)
while True: time.sleep(3600)
`

/** The program itself: a version manager's wrapper would be one more process. */
export const python = execFileSync('python3', ['-c', 'import sys; print(sys.executable)'], {
  encoding: 'utf8',
}).trim()

/** Runs its arguments in a process group of their own. */
const regroup = `
import os, sys
os.setpgid(0, 0)
os.execv(sys.executable, [sys.executable] + sys.argv[1:])
`

/** Runs its arguments as the leader of a session with a terminal. */
const terminal = `
import os, pty, sys
pid, master = pty.fork()
if pid == 0: os.execv(sys.executable, [sys.executable] + sys.argv[1:])
while True:
    try: data = os.read(master, 4096)
    except OSError: break
    if not data: break
    os.write(1, data)
os.waitpid(pid, 0)
`

/** The launch shapes of SECURITY 3.1, each ending in the same service. */
const shapes: Record<string, string> = {
  plain: 'exec "$PYTHON" "$SERVICE" plain "$PORT"',
  'sh-wrapper': '"$PYTHON" "$SERVICE" plain "$PORT"; echo wrapped',
  'background-and-wait': '"$PYTHON" "$SERVICE" plain "$PORT" & sleep 3600 & wait',
  'middle-exits': 'sh -c \'"$PYTHON" "$SERVICE" plain "$PORT" & exit 0\'; sleep 3600',
  'ignores-term': 'trap "" TERM; "$PYTHON" "$SERVICE" stubborn "$PORT"; sleep 3600',
  'setsid-daemon': 'setsid "$PYTHON" "$SERVICE" plain "$PORT" & wait',
  'double-fork': 'sh -c \'setsid sh -c "$PYTHON \\"$SERVICE\\" stubborn $PORT &" &\'; exit 0',
  'nohup-disown': `exec bash -c 'nohup "$PYTHON" "$SERVICE" plain "$PORT" & disown; sleep 3600'`,
  'two-sessions': `setsid sh -c 'setsid "$PYTHON" "$SERVICE" stubborn "$PORT" & exit 0' & exit 0`,
  'own-group': `"$PYTHON" -c "$REGROUP" "$SERVICE" plain "$PORT" & wait`,
  'no-tag-in-group': `env -i PIDS="$PIDS" "$PYTHON" "$SERVICE" plain "$PORT" & wait`,
  'pseudo-terminal': `exec "$PYTHON" -c "$TERMINAL" "$SERVICE" plain "$PORT"`,
}
/** Drops the tag and leaves group and parent: nothing shows that it is ours. */
const lostShape = `(env -i PIDS="$PIDS" setsid "$PYTHON" "$SERVICE" plain "$PORT" &); exit 0`
export const shapeNames = Object.keys(shapes)

export const quickTimings: CommandTimings = {
  ...{ stopCommandMs: 2_000, stopMs: 400, killMs: 4_000, verifyMs: 2_000, pollMs: 40 },
  ...{ readyPollMs: 40, watchMs: 60, outputMs: 30, leftAloneMs: 60_000 },
}

/** A command supervisor over real processes in a temp folder. */
export interface CommandBench {
  folder: string
  supervisor: CommandSupervisor
  changes: string[]
  pidsSeen(): Promise<number[]>
  /** Living processes with a tag that this bench gave. */
  tagged(): Promise<number[]>
  /** All that came from this bench and are not yet reaped, whether they kept the tag or not. */
  marked(): Promise<number[]>
  /** A spec with at most one port. */
  spec(id: string, more?: SpecParts): CommandSpec
  until(isDone: () => boolean): Promise<void>
  dispose(): Promise<void>
}

/** What a test says of a service; the rest is usual. */
export type SpecParts = Partial<Omit<CommandSpec, 'ports'>> & { port?: number }

export type CommandBenchOptions = Partial<Omit<CommandSupervisorOptions, 'specs'>> & {
  specs(bench: Pick<CommandBench, 'spec' | 'folder'>): CommandSpec[]
  /** A folder that another bench has used. */
  reuse?: string
}

/** The environment value that every process of a folder's benches carries. */
const markOf = (folder: string): string => join(folder, 'pids')

/** Makes a bench; a test disposes it. */
export function createCommandBench({
  specs,
  reuse,
  ...options
}: CommandBenchOptions): CommandBench {
  const folder = reuse ?? mkdtempSync(join(tmpdir(), 'command-'))
  const script = join(folder, 'service.py')
  writeFileSync(script, service)
  const changes: string[] = []
  const waiters: (() => void)[] = []
  const spec: CommandBench['spec'] = (id, more = {}) => {
    const { port, ...parts } = more
    const env = {
      ...commandEnvironment(process.env),
      ...{ PYTHON: python, SERVICE: script, PORT: String(port ?? 0), PIDS: markOf(folder) },
      ...{ REGROUP: regroup, TERMINAL: terminal },
    }
    const start = [python, script, 'plain', String(port ?? 0)]
    const rest = { cwd: folder, log: null, stop: null, dependsOn: [], readyTimeoutMs: 15_000 }
    const ports = port === undefined ? [] : [port]
    return { id, start, env, ports, restarts: true, ...rest, ...parts }
  }
  const supervisor = createCommandSupervisor({
    ...{ folder: join(folder, 'processes'), table: systemTable(), signals: systemSignals() },
    ...{ now: Date.now, random: Math.random, newTag, consoleVersion: '1.2.3' },
    ...{ isBusy: isPortBusy, holderOf: portOwner, timings: quickTimings },
    mask: (text) => text.replaceAll('hunter2', '***'),
    isReady: (id) => answers(specList.find((one) => one.id === id)?.ports[0] ?? 0),
    onChange(id) {
      changes.push(`${id} ${supervisor.snapshot(id).state}`)
      for (const wake of waiters.splice(0)) wake()
    },
    ...options,
    specs: specs({ spec, folder }),
  })
  const specList = specs({ spec, folder })
  return {
    ...{ folder, supervisor, changes, spec },
    async pidsSeen() {
      const text = await readFile(markOf(folder), 'utf8').catch(() => '')
      return text.split('\n').filter(Boolean).map(Number)
    },
    tagged: () => taggedIn(folder),
    marked: () => markedIn(folder),
    async until(isDone) {
      while (!isDone()) await new Promise<void>((resolve) => waiters.push(resolve))
    },
    async dispose() {
      await supervisor.dispose(5_000).catch(() => undefined)
      for (const pid of await markedIn(folder)) process.kill(pid, 'SIGKILL')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The start command of a launch shape. */
export const shapeCommand = (shape: string): string[] => [
  ...['/bin/sh', '-c', shape === 'lost' ? lostShape : (shapes[shape] ?? '')],
]

const taggedIn = (folder: string) => livingWith(markOf(folder), `${tagVariable}=`)
const markedIn = (folder: string) => livingWith(markOf(folder), '')

/** Read from `/proc` by the test's own hand, apart from what is tested. */
async function livingWith(mark: string, text: string): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const found = await Promise.all(
    pids.map(async (pid) => {
      const environ = await readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '')
      return environ.includes(`PIDS=${mark}\0`) && environ.includes(text) ? [Number(pid)] : []
    }),
  )
  return found.flat()
}

/** A zombie that a container's first process never asks for has ended all the same. */
export async function isRunning(pid: number | null): Promise<boolean> {
  const row = pid === null ? null : await systemTable().row(pid)
  return row !== null && !row.isZombie
}

/** True once somebody accepts a connection there. */
export function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ port, host: '127.0.0.1' })
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}
