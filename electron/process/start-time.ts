import { readFile } from 'node:fs/promises'

/** Ticks a second in which the kernel tells times to programs; the same on every usual machine. */
const ticksPerSecond = 100
const startTimeField = 22

/** When a process began, in epoch milliseconds; null where the system does not show it. */
export async function processStart(pid: number): Promise<number | null> {
  if (process.platform !== 'linux') return null
  try {
    const [stat, system] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'utf8'),
      readFile('/proc/stat', 'utf8'),
    ])
    return startOf(stat, system)
  } catch {
    return null
  }
}

/** Start of a process from `/proc/<pid>/stat` and `/proc/stat`. */
export function startOf(stat: string, system: string): number | null {
  // The name, field 2, may hold spaces and brackets; the last bracket ends it.
  const fields = stat
    .slice(stat.lastIndexOf(')') + 1)
    .trim()
    .split(/\s+/)
  const ticks = Number(fields[startTimeField - 3])
  const boot = Number(/^btime (\d+)$/m.exec(system)?.[1])
  if (!Number.isFinite(ticks) || !Number.isFinite(boot)) return null
  return Math.round((boot + ticks / ticksPerSecond) * 1_000)
}
