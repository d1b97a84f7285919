import type { PortHolder } from '../../shared/domain/ports'
import { programOf, shownCommand } from './command-line'
import {
  containerIdOf,
  dockerContainers,
  isForwarder,
  type ListContainers,
  type RunningContainer,
} from './containers'
import { portListeners, type PortListener } from './ports'
import { createProcessReader, parentsOf, type ReadProcess } from './process-facts'

/** A holder as the system shows it; whose it is and what it calls itself is not known yet. */
export interface SeenHolder extends Omit<PortHolder, 'isOurs' | 'service' | 'reportedName'> {
  port: number
  /** Pids of its parents, nearest first, with the system's first process left out. */
  ancestors: readonly number[]
}

/** Sees who holds some ports. */
export type LookAtPorts = (ports: ReadonlySet<number>) => Promise<SeenHolder[]>

export interface PortLookDeps {
  mask: (text: string) => string
  containers?: ListContainers
}

/** Makes a look at ports: holder, parents and container; every command line is masked. */
export function createPortLook({ mask, containers = dockerContainers }: PortLookDeps): LookAtPorts {
  return async (ports) => {
    const listeners = await portListeners(ports)
    const read = createProcessReader()
    const found = await Promise.all(listeners.map((listener) => describe(listener, read, mask)))
    // Docker is asked only when something looks like it, for it may be slow to answer.
    const mayBeDocker = found.some(
      ({ holder, containerId }) =>
        containerId !== null || holder.pid === null || isForwarder(holder.program),
    )
    const running = mayBeDocker ? await containers() : []
    return found.map(({ holder, containerId }) => ({
      ...holder,
      container: containerFor(holder, containerId, running ?? []),
    }))
  }
}

async function describe(
  listener: PortListener,
  read: ReadProcess,
  mask: (text: string) => string,
): Promise<{ holder: SeenHolder; containerId: string | null }> {
  const { address, port, pid } = listener
  const facts = pid === null ? null : await read(pid)
  const parents = pid === null ? [] : await parentsOf(pid, read)
  const words = facts?.args ?? (listener.command === null ? [] : [listener.command])
  const holder: SeenHolder = {
    ...{ address, port, pid },
    program: programOf(words),
    command: words.length === 0 ? null : shownCommand(words, mask),
    user: facts?.user ?? listener.user,
    startedAt: facts?.startedAt ?? null,
    parents: parents.map((parent) => ({
      pid: parent.pid,
      command: shownCommand(parent.args, mask),
    })),
    ancestors: parents.map((parent) => parent.pid),
    container: null,
  }
  return { holder, containerId: pid === null ? null : await containerIdOf(pid) }
}

function containerFor(
  { pid, port, program }: SeenHolder,
  containerId: string | null,
  running: readonly RunningContainer[],
): PortHolder['container'] {
  const isForwarded = pid === null || isForwarder(program)
  const found =
    containerId === null
      ? running.find(({ ports }) => isForwarded && ports.includes(port))
      : running.find(({ id }) => id === containerId)
  if (found !== undefined) {
    const { ports: _ports, ...container } = found
    return container
  }
  const unknown = { name: null, image: null, project: null, service: null }
  return containerId === null ? null : { id: containerId, ...unknown }
}
