import type { StopOutcome, StopRefusal } from '../../shared/domain/ports'
import { isForwarder } from './containers'
import type { LookAtPorts, SeenHolder } from './port-look'
import type { OwnProcesses } from './port-table'
import { createProcessReader, parentsOf, type ReadProcess } from './process-facts'

/** What a person must see and type before a foreign process is ended. */
export interface StopQuestion {
  /** The program's name, to be typed exactly. */
  name: string
  port: number
  pid: number
  command: string
  user: string | null
  /** True where the system ends a process without asking it. */
  isImmediate: boolean
}

/** Asks a person for the name; false when it was not given. */
export type ConfirmByName = (question: StopQuestion, signal: AbortSignal) => Promise<boolean>

export interface StopHolderDeps {
  look: LookAtPorts
  own(): Promise<OwnProcesses>
  confirm: ConfirmByName
  /** Sends the polite signal; throws with the system's code. */
  terminate?: (pid: number) => void
  /** Makes a fresh reader of processes. */
  reader?: () => ReadProcess
  /** Waits a little between two looks. */
  pause?: () => Promise<void>
  /** How often it is looked whether the process has ended. */
  looks?: number
}

export interface StopResult {
  outcome: StopOutcome
  reason: StopRefusal | null
}

const usualPauseMs = 100
const usualLooks = 50

/** Ends a foreign holder: asked for by name, seen again right before the signal, never by force. */
export async function stopHolder(
  target: { port: number; pid: number },
  deps: StopHolderDeps,
  signal: AbortSignal,
): Promise<StopResult> {
  const { port, pid } = target
  if (pid <= 1) return refused('protected')
  const { reader = createProcessReader } = deps
  const holder = await findHolder(target, deps.look)
  if (holder === null) {
    const isHeld = (await deps.look(new Set([port]))).length > 0
    return over(isHeld ? 'changed' : 'gone')
  }
  const refusal = await refusalOf(holder, pid, await deps.own(), reader())
  if (refusal !== null) return refused(refusal)
  const mark = (await reader()(pid))?.startMark ?? null
  if (mark === null || holder.program === null) return refused('hidden')
  const { program: name, command, user } = holder
  const isImmediate = process.platform === 'win32'
  const question = { name, port, pid, command: command ?? name, user, isImmediate }
  if (signal.aborted || !(await deps.confirm(question, signal)) || signal.aborted) {
    return over('declined')
  }
  const changed = await changeSince({ port, pid, mark, name }, deps, reader)
  if (changed !== null) return changed
  return terminate({ port, pid, mark }, deps, reader)
}

async function findHolder(
  { port, pid }: { port: number; pid: number },
  look: LookAtPorts,
): Promise<SeenHolder | null> {
  return (await look(new Set([port]))).find((holder) => holder.pid === pid) ?? null
}

/** The console never ends itself, what it started, or what started it. */
async function refusalOf(
  { program, ancestors }: SeenHolder,
  pid: number,
  own: OwnProcesses,
  read: ReadProcess,
): Promise<StopRefusal | null> {
  const line = [pid, ...ancestors]
  const above = (await parentsOf(own.consolePid, read)).map((parent) => parent.pid)
  const isOurs = line.some((one) => one === own.consolePid || own.services.has(one))
  if (isOurs || above.includes(pid)) return 'ours'
  return isForwarder(program) ? 'docker' : null
}

/** Between the question and the answer a minute may have gone by: everything is looked at again. */
async function changeSince(
  before: { port: number; pid: number; mark: string; name: string },
  { look, own }: StopHolderDeps,
  reader: () => ReadProcess,
): Promise<StopResult | null> {
  const { port, pid, mark, name } = before
  const holder = await findHolder({ port, pid }, look)
  const refusal = holder === null ? null : await refusalOf(holder, pid, await own(), reader())
  if (refusal !== null) return refused(refusal)
  // The start is read last, so that nothing stands between it and the signal.
  const now = await reader()(pid)
  if (now === null) return over('gone')
  const isSame = holder !== null && holder.program === name && now.startMark === mark
  return isSame ? null : over('changed')
}

async function terminate(
  { port, pid, mark }: { port: number; pid: number; mark: string },
  { look, terminate: send = sendTerm, pause = usualPause, looks = usualLooks }: StopHolderDeps,
  reader: () => ReadProcess,
): Promise<StopResult> {
  try {
    send(pid)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null
    if (code === 'ESRCH') return over('gone')
    return refused('system')
  }
  let hasEnded = false
  for (let round = 0; round < looks; round += 1) {
    hasEnded ||= (await reader()(pid))?.startMark !== mark
    // The first thread of a process can be gone while others still hold its sockets.
    const isHeld = (holder: SeenHolder) => holder.pid === pid || holder.pid === null
    if (hasEnded && !(await look(new Set([port]))).some(isHeld)) return over('stopped')
    await pause()
  }
  return over(hasEnded ? 'stopped' : 'still-there')
}

function sendTerm(pid: number): void {
  process.kill(pid, 'SIGTERM')
}

function usualPause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, usualPauseMs))
}

function refused(reason: StopRefusal): StopResult {
  return { outcome: 'refused', reason }
}

function over(outcome: Exclude<StopOutcome, 'refused'>): StopResult {
  return { outcome, reason: null }
}
