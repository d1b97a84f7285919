import { finished } from 'node:stream/promises'
import type { Readable } from 'node:stream'
import { z } from 'zod'
import type { ProcessState, ServiceProcess } from '../../shared/domain/services'
import { OpsError } from '../../shared/errors'
import { settlesWithin } from './deadline'
import type { StopHow } from './fleet'
import type { Child, ChildExit, LaunchScript } from './launch'
import type { Output, ServiceLog } from './output'
import { isPortBusy, portOwner } from './ports'
import { nextState, type ProcessEvent } from './state'
import type { ProcessSpec, SupervisorTimings } from './supervisor'

const tailLines = 20
const verifyPollMs = 50

const Listening = z.object({ type: z.literal('listening') })

/** One service process with its whole life. */
export interface ManagedProcess {
  readonly log: ServiceLog
  replan(spec: ProcessSpec): void
  dependsOn(): readonly string[]
  start(): Promise<void>
  stop(): Promise<StopHow | null>
  restart(): Promise<void>
  snapshot(): ServiceProcess
  noteForeign(isPresent: boolean): void
  post(message: unknown): void
  killNow(): void
  dispose(): void
}

export interface ServiceProcessDeps {
  launch: LaunchScript
  now: () => number
  mask: (text: string) => string
  timings: SupervisorTimings
  output: Output
  onChange: () => void
  onMessage: (message: unknown) => void
}

interface Running {
  child: Child
  pid: number | null
  /** Settles after the exit is booked and the last output has been read. */
  gone: Promise<ChildExit>
}

const nobody: Promise<ChildExit> = Promise.resolve({ code: null, signal: null })

/** Makes the keeper of one service process. */
export function createServiceProcess(
  first: ProcessSpec,
  { launch, now, mask, timings, output, onChange, onMessage }: ServiceProcessDeps,
): ManagedProcess {
  let spec = first
  let state: ProcessState = 'stopped'
  let running: Running | null = null
  let startedAt: number | null = null
  let exit: ServiceProcess['exit'] = null
  let tail: string[] = []
  let starts = 0
  let starting: Promise<void> | null = null
  let stopping: Promise<StopHow | null> | null = null
  let isCancelled = false

  const apply = (event: ProcessEvent): void => {
    const next = nextState(state, event)
    if (next === state) return
    state = next
    onChange()
  }
  const failure = (message: string, reason: string | number): OpsError =>
    new OpsError('process', message, {
      facts: { id: spec.id, code: reason, tail: output.tail(tailLines).join('\n') },
    })
  const fail = (error: OpsError): OpsError => {
    output.note(error.message)
    tail = output.tail(tailLines)
    apply('give-up')
    return error
  }

  const book = (child: Child, how: ChildExit): void => {
    if (running?.child !== child) return
    const unexpected = state !== 'stopping'
    exit = { at: now(), code: how.code, signal: how.signal, unexpected }
    tail = unexpected ? output.tail(tailLines) : []
    running = null
    startedAt = null
    apply('exit')
  }
  /** The death is shown at once; what the child still had to say follows when its pipes end. */
  const follow = async (child: Child): Promise<ChildExit> => {
    const drained = Promise.all([drain(child.stdout), drain(child.stderr)])
    const how = await child.exited
    book(child, how)
    await settlesWithin(drained, timings.drainMs)
    output.flush()
    if (running === null) {
      output.note(`exited with ${how.signal ?? `code ${how.code ?? 'unknown'}`}`)
      if (exit?.unexpected === true) tail = output.tail(tailLines)
      onChange()
    }
    return how
  }

  const attach = (child: Child): Promise<void> => {
    child.stdout?.on('data', (chunk: Buffer) => output.write('stdout', chunk))
    child.stderr?.on('data', (chunk: Buffer) => output.write('stderr', chunk))
    return new Promise((resolve) => {
      child.onMessage((message) => {
        if (running?.child !== child) return
        if (Listening.safeParse(message).success) resolve()
        else onMessage(message)
      })
    })
  }

  const refuseBusyPort = async (): Promise<void> => {
    if (spec.port === null || !(await isPortBusy(spec.port))) return
    throw fail(await busyPort(spec.id, spec.port, mask))
  }

  const launchAndWait = async (): Promise<void> => {
    isCancelled = false
    apply('start')
    await refuseBusyPort()
    if (isCancelled) throw cancelled(spec.id, apply)
    starts += 1
    exit = null
    tail = []
    const { own, listening } = await spawnChild()
    startedAt = now()
    onChange()
    await becomeReady(own, listening)
  }

  const spawnChild = async (): Promise<{ own: Running; listening: Promise<void> }> => {
    try {
      const child = launch(spec)
      const listening = attach(child)
      const own: Running = { child, pid: null, gone: nobody }
      running = own
      own.gone = follow(child)
      own.pid = await child.spawned
      return { own, listening }
    } catch (error) {
      running = null
      throw fail(failure(`${spec.id} could not be launched: ${textOf(error)}`, 'spawn'))
    }
  }

  const becomeReady = async (own: Running, listening: Promise<void>): Promise<void> => {
    const race = Promise.race([
      listening.then(() => 'listening' as const),
      own.gone.then((how) => how),
    ])
    if (!(await settlesWithin(race, timings.readyMs))) {
      const late = failure(`${spec.id} was not ready after ${timings.readyMs} ms`, 'timeout')
      output.note(late.message)
      await end(own)
      throw late
    }
    const outcome = await race
    if (outcome === 'listening' && running === own && state === 'starting')
      return apply('listening')
    const how = await own.gone
    if (exit?.unexpected !== true) throw cancelled(spec.id, apply)
    throw failure(`${spec.id} ended while starting`, how.code ?? how.signal ?? 'unknown')
  }

  const end = async (own: Running): Promise<StopHow> => {
    let how: StopHow = 'term'
    own.child.kill('SIGTERM')
    if (!(await settlesWithin(own.gone, timings.stopMs))) {
      output.note(`does not end after ${timings.stopMs} ms: killed`)
      own.child.kill('SIGKILL')
      how = 'kill'
      if (!(await settlesWithin(own.gone, timings.killMs))) {
        throw fail(failure(`${spec.id} (pid ${own.pid ?? '?'}) cannot be stopped`, 'stuck'))
      }
    }
    await becomesFree(spec.port, timings.verifyMs)
    return how
  }

  const start = (): Promise<void> => {
    if (starting !== null) return starting
    if (stopping !== null) return stopping.then(start)
    if (running !== null) {
      if (state === 'running') return Promise.resolve()
      return Promise.reject(failure(`${spec.id} is still there`, 'stuck'))
    }
    starting = launchAndWait().finally(() => {
      starting = null
    })
    return starting
  }
  const stop = (): Promise<StopHow | null> => {
    if (stopping !== null) return stopping
    isCancelled = true
    const own = running
    if (own !== null) apply('stop')
    const ended = own === null ? Promise.resolve(null) : end(own)
    const begun = starting
    // A start that is being stopped has to unwind first, or the next start would join it.
    stopping = ended
      .then(async (how) => {
        await begun?.catch(() => undefined)
        return how
      })
      .finally(() => {
        stopping = null
      })
    return stopping
  }

  return {
    log: output,
    replan(next) {
      if (running !== null || starting !== null) {
        throw new OpsError('busy', `${spec.id} is running`, { facts: { id: spec.id } })
      }
      spec = next
    },
    dependsOn: () => spec.dependsOn,
    start,
    stop,
    restart: () => stop().then(start),
    snapshot: () => ({
      state,
      pid: running?.pid ?? null,
      startedAt,
      exit,
      tail,
      restarts: Math.max(0, starts - 1),
      controllable: true,
      adopted: false,
      nextStartAt: null,
      crashLoop: false,
      partOf: null,
    }),
    noteForeign: (isPresent) => apply(isPresent ? 'found' : 'lost'),
    post: (message) => running?.child.post(message),
    killNow: () => running?.child.kill('SIGKILL'),
    dispose: output.close,
  }
}

function cancelled(id: string, apply: (event: ProcessEvent) => void): OpsError {
  apply('stop')
  apply('exit')
  return new OpsError('aborted', `${id} was stopped while starting`, { facts: { id } })
}

async function busyPort(
  id: string,
  port: number,
  mask: (text: string) => string,
): Promise<OpsError> {
  const owner = await portOwner(port)
  const command = mask(owner?.command ?? 'unknown')
  const pid = owner?.pid ?? 'unknown'
  return new OpsError('port', `port ${port} of ${id} is held by pid ${pid} (${command})`, {
    facts: { port, service: id, pid, command },
  })
}

async function becomesFree(port: number | null, limitMs: number): Promise<void> {
  const rounds = Math.ceil(limitMs / verifyPollMs)
  for (let round = 0; port !== null && round < rounds; round += 1) {
    if (!(await isPortBusy(port))) return
    await new Promise((resolve) => setTimeout(resolve, verifyPollMs))
  }
}

async function drain(stream: Readable | null): Promise<void> {
  if (stream !== null) await finished(stream).catch(() => undefined)
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
