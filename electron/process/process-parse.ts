import { z } from 'zod'

/** What the system says about a process. */
export interface ProcessFacts {
  pid: number
  parent: number | null
  /** The command line word by word; where the system keeps no words, cut at blanks. */
  args: readonly string[]
  user: string | null
  startedAt: number | null
  /** The start as the system writes it: the same number with another mark is another process. */
  startMark: string | null
}

/** Every process with its parent, its start and its command line, on macOS and other Unix. */
export const psArgv = ['ps', '-axww', '-o', 'pid=,ppid=,user=,lstart=,command='] as const

/** The same on Windows; a fixed line without anything from outside. */
export const windowsProcessesArgv = [
  'powershell.exe',
  '-NoProfile',
  '-NonInteractive',
  '-Command',
  '[Console]::OutputEncoding=[Text.Encoding]::UTF8; Get-CimInstance Win32_Process | ForEach-Object { [pscustomobject]@{ pid=$_.ProcessId; parent=$_.ParentProcessId; start=$(if ($_.CreationDate) { $_.CreationDate.ToUniversalTime().ToString("o") }); name=$_.Name; command=$_.CommandLine } } | ConvertTo-Json -Compress',
] as const

/** Reads `psArgv`'s output, e.g. `501 1 alice Tue Nov 24 14:36:43 2026 /usr/bin/node app.js`. */
export function parsePs(text: string): ProcessFacts[] {
  return text.split('\n').flatMap((line): ProcessFacts[] => {
    const match = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(\w{3}\s+\w{3}\s+\d+\s+[\d:]+\s+\d{4})\s+(.*)$/.exec(
      line,
    )
    if (match === null) return []
    const [, pid = '', parent = '', user = '', start = '', command = ''] = match
    const at = Date.parse(start)
    return [
      {
        pid: Number(pid),
        parent: Number(parent),
        args: wordsOf(command),
        user,
        startedAt: Number.isNaN(at) ? null : at,
        startMark: start.replace(/\s+/g, ' '),
      },
    ]
  })
}

const WindowsProcess = z.object({
  pid: z.number().int(),
  parent: z.number().int().nullable(),
  start: z.string().nullable(),
  name: z.string().nullable(),
  command: z.string().nullable(),
})

/** Reads `windowsProcessesArgv`'s output; a process of another user shows its name alone. */
export function parseWindowsProcesses(text: string): ProcessFacts[] {
  const parsed = z.union([z.array(WindowsProcess), WindowsProcess]).safeParse(jsonOf(text))
  if (!parsed.success) return []
  return [parsed.data].flat().map(({ pid, parent, start, name, command }) => {
    const at = start === null ? Number.NaN : Date.parse(start)
    return {
      pid,
      parent,
      args: wordsOf(command ?? name ?? ''),
      user: null,
      startedAt: Number.isNaN(at) ? null : at,
      startMark: start,
    }
  })
}

/** Reads `/proc/<pid>/stat`; null when it is not one. */
export function parseStat(
  text: string,
): { name: string; parent: number; isDead: boolean; startTicks: string } | null {
  // The name, field 2, may hold spaces and brackets; the last bracket ends it.
  const end = text.lastIndexOf(')')
  const name = text.slice(text.indexOf('(') + 1, end)
  const fields = text
    .slice(end + 1)
    .trim()
    .split(/\s+/)
  const [state = '', parent = ''] = fields
  const startTicks = fields[19]
  if (end === -1 || !/^\d+$/.test(parent) || startTicks === undefined) return null
  return { name, parent: Number(parent), isDead: state === 'Z' || state === 'X', startTicks }
}

/** Cuts a command line at blanks, keeping what stands in double quotes together. */
function wordsOf(command: string): string[] {
  return [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '')
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
