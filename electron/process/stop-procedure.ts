import { familyOf, isOwnGroup, isSame, type FamilyRoot } from './family'
import type { StopHow } from './fleet'
import { pause } from './pause'
import { unseenHolder, type PortHolder, type PortListener } from './ports'
import type { ProcessRow, ProcessTable } from './process-table'
import type { Signals, StopSignal } from './signals'

export interface StopTimings {
  /** How long the profile's own stop command may take. */
  stopCommandMs: number
  /** From the polite signal, or the end of the stop command, to the last signal. */
  stopMs: number
  /** From the last signal until what is left counts as stuck. */
  killMs: number
  /** How long a freed port may take to show as free. */
  verifyMs: number
  /** How often it is looked whether somebody is left. */
  pollMs: number
}

export const stopTimings: StopTimings = {
  stopCommandMs: 30_000,
  stopMs: 10_000,
  killMs: 3_000,
  verifyMs: 2_000,
  pollMs: 100,
}

/** What is to be ended. */
export interface StopTarget extends FamilyRoot {
  ports: readonly number[]
  /** True once our own child was reaped, or when there is none. */
  hasExited(): boolean
}

export interface StopDeps {
  table: ProcessTable
  signals: Signals
  timings: StopTimings
  isBusy(port: number): Promise<boolean>
  holderOf(port: number): Promise<PortHolder | null>
  /** Runs the profile's stop command to its end or its deadline; null when there is none. */
  stopCommand: (() => Promise<void>) | null
  note(text: string): void
  /** Once aborted, nobody waits politely any more. */
  hurry: AbortSignal
}

/** How it ended; survivors or a held port mean that it did not. */
export interface StopResult {
  how: StopHow
  survivors: ProcessRow[]
  held: PortListener | null
}

/** Ends every process of a run and proves that none is left and its ports are free. */
export async function stopFamily(target: StopTarget, deps: StopDeps): Promise<StopResult> {
  const { timings, hurry, note } = deps
  const family = createFamily(target, deps)
  await family.left()
  if (deps.stopCommand !== null && !hurry.aborted) {
    await deps.stopCommand()
    if (await isFreed(family, target, deps)) return { how: 'command', survivors: [], held: null }
    note('the stop command did not end everything: ended by signal')
  }
  await family.signal('SIGTERM')
  if (await family.isGoneWithin(timings.stopMs, hurry)) return proven('term', target, deps)
  note(`does not end after ${timings.stopMs} ms: killed`)
  // What dies may have been about to start something; the tag finds it in a later round.
  const rounds = Math.max(1, Math.ceil(timings.killMs / timings.pollMs))
  for (let round = 0; round < rounds; round += 1) {
    await family.signal('SIGKILL')
    if (await family.isGoneWithin(timings.pollMs)) return proven('kill', target, deps)
  }
  const survivors = await family.left()
  return { ...(await proven('kill', target, deps)), survivors }
}

interface Family {
  left(): Promise<ProcessRow[]>
  signal(signal: StopSignal): Promise<void>
  isGoneWithin(limitMs: number, hurry?: AbortSignal): Promise<boolean>
}

function createFamily(target: StopTarget, { table, signals, timings }: StopDeps): Family {
  const known = new Map<number, ProcessRow>()
  const root = (): FamilyRoot => ({
    tag: target.tag,
    leader: target.hasExited() ? null : target.leader,
  })
  const left = () => familyOf(table, root(), known)
  const isGone = async (): Promise<boolean> => (await left()).length === 0 && target.hasExited()
  return {
    left,
    async signal(signal) {
      const members = await left()
      const consoleGroup = (await table.row(process.pid))?.pgid
      const isGrouped = (row: ProcessRow) => isOwnGroup(row.pgid, consoleGroup)
      const reached = new Set<number>()
      for (const member of members) {
        if (isGrouped(member) && reached.has(member.pgid)) continue
        // Looked at again right before the signal: its number may have passed to a stranger.
        const now = await table.row(member.pid)
        if (now === null || now.isZombie || !isSame(member, now)) continue
        if (isGrouped(now)) signals.group(now.pgid, signal)
        else signals.one(now.pid, signal)
        reached.add(now.pgid)
      }
      const { leader } = target
      // Where the system shows no processes, our own child not yet reaped is proof enough.
      if (leader !== null && !target.hasExited() && !reached.has(leader.pid)) {
        signals.group(leader.pid, signal)
      }
    },
    async isGoneWithin(limitMs, hurry) {
      const rounds = Math.ceil(limitMs / timings.pollMs)
      for (let round = 0; round < rounds && hurry?.aborted !== true; round += 1) {
        if (await isGone()) return true
        await pause(timings.pollMs, hurry)
      }
      return isGone()
    },
  }
}

/** After a stop command the ports are part of the proof: who holds one may never have been ours. */
async function isFreed(family: Family, target: StopTarget, deps: StopDeps): Promise<boolean> {
  const { timings, hurry } = deps
  if (!(await family.isGoneWithin(timings.stopMs, hurry))) return false
  return (await stillHeld(target.ports, deps)) === null
}

async function proven(
  how: StopResult['how'],
  target: StopTarget,
  deps: StopDeps,
): Promise<StopResult> {
  return { how, survivors: [], held: await stillHeld(target.ports, deps) }
}

/** Null once nobody listens on any of them; else the first that is held when the time is up. */
async function stillHeld(ports: readonly number[], deps: StopDeps): Promise<PortListener | null> {
  for (const port of ports) {
    const holder = await becomesFree(port, deps)
    if (holder !== null) return { ...holder, port }
  }
  return null
}

/** Null once nobody listens there; else who still does when the time is up. */
async function becomesFree(port: number, deps: StopDeps): Promise<PortHolder | null> {
  const { verifyMs, pollMs } = deps.timings
  for (let round = 0; round <= Math.ceil(verifyMs / pollMs); round += 1) {
    if (!(await deps.isBusy(port))) return null
    await pause(pollMs)
  }
  return (await deps.holderOf(port)) ?? unseenHolder
}
