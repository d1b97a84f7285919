import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { z } from 'zod'
import type { PortContainer } from '../../shared/domain/ports'

/** A running container with the ports of this machine that lead into it. */
export interface RunningContainer extends PortContainer {
  id: string
  ports: readonly number[]
}

/** The running containers; null when nobody can say. */
export type ListContainers = () => Promise<readonly RunningContainer[] | null>

const run = promisify(execFile)
const dockerTimeoutMs = 2_000

/** Asks docker for what it runs; one JSON object a line, which every version can print. */
export const dockerPsArgv = ['docker', 'ps', '--no-trunc', '--format', '{{json .}}'] as const

/** Asks docker; null when there is none, it is not allowed, or it does not answer in time. */
export const dockerContainers: ListContainers = async () => {
  const [tool, ...args] = dockerPsArgv
  try {
    const { stdout } = await run(tool, args, { timeout: dockerTimeoutMs, windowsHide: true })
    return parseDockerPs(stdout)
  } catch {
    return null
  }
}

const PsLine = z.object({
  ID: z.string(),
  Names: z.string(),
  Image: z.string(),
  Labels: z.string().default(''),
  Ports: z.string().default(''),
})

/** Reads `dockerPsArgv`'s output; a line that is none is left out. */
export function parseDockerPs(text: string): RunningContainer[] {
  return text.split('\n').flatMap((line) => {
    const parsed = PsLine.safeParse(jsonOf(line))
    if (!parsed.success) return []
    const { ID, Names, Image, Labels, Ports } = parsed.data
    return [
      {
        id: ID,
        name: Names.split(',')[0] ?? Names,
        image: Image,
        project: labelOf(Labels, 'com.docker.compose.project'),
        service: labelOf(Labels, 'com.docker.compose.service'),
        ports: publishedPorts(Ports),
      },
    ]
  })
}

function labelOf(labels: string, name: string): string | null {
  for (const label of labels.split(',')) {
    if (label.startsWith(`${name}=`)) return label.slice(name.length + 1)
  }
  return null
}

/** Reads e.g. `0.0.0.0:8080->80/tcp, [::]:9000-9001->9000-9001/tcp, 5432/tcp`. */
function publishedPorts(text: string): number[] {
  const found = new Set<number>()
  for (const [, first = '', last = first] of text.matchAll(/:(\d+)(?:-(\d+))?->[\d-]+\/tcp/g)) {
    for (let port = Number(first); port <= Number(last); port += 1) found.add(port)
  }
  return [...found]
}

/** The id of the container that a process runs in, from `/proc/<pid>/cgroup`; null when in none. */
export function containerOfCgroup(text: string): string | null {
  const pattern = /(?:docker[-/]|libpod-|cri-containerd-|crio-)([0-9a-f]{64})/
  return pattern.exec(text)?.[1] ?? null
}

/** Reads which container a process runs in; null elsewhere than on Linux. */
export async function containerIdOf(pid: number): Promise<string | null> {
  if (process.platform !== 'linux') return null
  return containerOfCgroup(await readFile(`/proc/${pid}/cgroup`, 'utf8').catch(() => ''))
}

const forwarders = /^(?:docker-proxy|rootlessport|com\.docker\.backend|vpnkit|wslrelay)/i

/** True for the programs that hold a port for a container without being it. */
export function isForwarder(program: string | null): boolean {
  return program !== null && forwarders.test(program)
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}
