import { readFileSync, readdirSync } from 'node:fs'

/** Ticks of the kernel's clock per second; Linux tells programs 100 on every platform. */
const ticksPerSecond = 100

/** A process and all that came from it. */
export function treeOf(pid: number): number[] {
  const children = new Map<number, number[]>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const parent = fieldsOf(Number(name))?.[1]
    if (parent === undefined) continue
    children.set(Number(parent), [...(children.get(Number(parent)) ?? []), Number(name)])
  }
  const tree = [pid]
  for (const one of tree) tree.push(...(children.get(one) ?? []))
  return tree
}

/** Memory of a process tree in MB, what is shared counted in parts (PSS). */
export function memoryMb(pid: number): number {
  let kb = 0
  for (const one of treeOf(pid)) {
    const text = read(`/proc/${one}/smaps_rollup`)
    kb += Number(/^Pss:\s+(\d+) kB$/m.exec(text ?? '')?.[1] ?? 0)
  }
  if (kb === 0) throw new Error('/proc/*/smaps_rollup cannot be read here')
  return kb / 1024
}

/** Seconds of processor time each process of a tree has used so far. */
export function cpuSeconds(pid: number): Map<number, number> {
  const used = new Map<number, number>()
  for (const one of treeOf(pid)) {
    const fields = fieldsOf(one)
    if (fields === null) continue
    used.set(one, (Number(fields[11]) + Number(fields[12])) / ticksPerSecond)
  }
  return used
}

/** Percent of one core that a process tree uses while it is watched, whole and by kind of process. */
export async function cpuPercent(
  pid: number,
  seconds: number,
): Promise<{ percent: number; parts: string }> {
  const before = cpuSeconds(pid)
  const startedAt = performance.now()
  await new Promise((resolve) => setTimeout(resolve, seconds * 1_000))
  const elapsed = (performance.now() - startedAt) / 1_000
  const kinds = new Map<string, number>()
  for (const [one, after] of cpuSeconds(pid)) {
    const percent = ((after - (before.get(one) ?? 0)) / elapsed) * 100
    const kind = one === pid ? 'main' : kindOf(one)
    kinds.set(kind, (kinds.get(kind) ?? 0) + percent)
  }
  const parts = [...kinds].map(([kind, percent]) => `${kind} ${percent.toFixed(2)}`).join(', ')
  return { percent: [...kinds.values()].reduce((sum, one) => sum + one, 0), parts }
}

/** What Chromium calls a process, e.g. `renderer`. */
function kindOf(pid: number): string {
  return /--type=([\w-]+)/.exec(read(`/proc/${pid}/cmdline`) ?? '')?.[1] ?? 'other'
}

/** Fields of `/proc/PID/stat` from the state on; null when the process is gone. */
function fieldsOf(pid: number): string[] | null {
  const text = read(`/proc/${pid}/stat`)
  // The name stands in brackets and may hold anything.
  return text === null ? null : text.slice(text.lastIndexOf(')') + 2).split(' ')
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}
