import { link, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import type { ProcessTable } from './process-table'

const turnMs = 10
const longestTurnMs = 5_000

const Holder = z.object({ pid: z.number().int(), ticks: z.number(), bootId: z.string().nullable() })
type Holder = z.infer<typeof Holder>

/** The right to run the processes of a profile; one console at a time has it. */
export type ConsoleLock = { ok: true; release(): Promise<void> } | { ok: false; pid: number }

/** Takes the lock, also from a console that died with it. */
export async function takeLock(folder: string, table: ProcessTable): Promise<ConsoleLock> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, 'console.lock')
  const own = await selfIn(table)
  const text = JSON.stringify(own)
  const beside = `${path}.${process.pid}.${Math.random().toString(36).slice(2)}`
  await writeFile(beside, text, { mode: 0o600 })
  try {
    for (let round = 0; round < 100; round += 1) {
      if (await links(beside, path)) return { ok: true, release: () => release(path, text) }
      const found = await readFile(path, 'utf8').catch(() => null)
      if (found === null) continue
      const holder = parseHolder(found)
      if (holder !== null && (await isAlive(holder, table))) return { ok: false, pid: holder.pid }
      await setAside(path, found)
    }
    throw new Error(`the lock ${path} changes hands all the time`)
  } finally {
    await rm(beside, { force: true })
  }
}

async function selfIn(table: ProcessTable): Promise<Holder> {
  const [row, bootId] = await Promise.all([table.row(process.pid), table.bootId()])
  return { pid: process.pid, ticks: row?.ticks ?? 0, bootId }
}

/** A link exists whole or not at all, and for one of two who try at once. */
async function links(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

function parseHolder(text: string): Holder | null {
  try {
    return Holder.parse(JSON.parse(text))
  } catch {
    return null
  }
}

async function isAlive(holder: Holder, table: ProcessTable): Promise<boolean> {
  if ((await table.bootId()) !== holder.bootId) return false
  const row = await table.row(holder.pid)
  if (row !== null) return !row.isZombie && row.ticks === holder.ticks
  // Where the system shows no processes, one that can be asked at all counts as alive.
  return holder.ticks === 0 && canBeAsked(holder.pid)
}

function canBeAsked(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** Removes a dead console's lock, one console at a time: what it removes is what it has just read. */
async function setAside(path: string, dead: string): Promise<void> {
  const turn = `${path}.turn`
  if (!(await takesTurn(turn))) return pause(turnMs)
  try {
    const found = await readFile(path, 'utf8').catch(() => null)
    if (found === dead) await rm(path, { force: true })
  } finally {
    await rm(turn, { recursive: true, force: true })
  }
}

/** A folder can be made once; one that a dying console left behind is taken away. */
async function takesTurn(turn: string): Promise<boolean> {
  try {
    await mkdir(turn)
    return true
  } catch {
    const since = await stat(turn).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    )
    if (since > longestTurnMs) await rm(turn, { recursive: true, force: true })
    return false
  }
}

async function release(path: string, text: string): Promise<void> {
  const found = await readFile(path, 'utf8').catch(() => null)
  if (found === text) await rm(path, { force: true })
}
