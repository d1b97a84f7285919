import type { Profile } from '../../shared/domain/profile'
import type { StackStatus } from '../../shared/domain/services'
import {
  createLocalStack,
  portError,
  type LocalStack,
  type LocalStackOptions,
} from '../localstack/stack'
import type { Supervisor } from '../process/supervisor'
import { watchProcesses, type ProcessWatcher } from './watch-processes'

/** The embedded stack as the window sees it: planned on ports, started, stopped, explained. */
export interface Embedded {
  readonly stack: LocalStack
  status(): StackStatus
  profile(): Profile | null
  /** Decides the ports; a taken port blocks the stack and nothing is started. */
  plan(ports: 'default' | 'auto'): Promise<Profile>
  start(): Promise<void>
  stop(): Promise<void>
}

/** Services can be started and stopped one by one; the stack is off when none of them is left. */
function stateNow(
  state: StackStatus['state'],
  { ids, snapshot }: Supervisor,
): StackStatus['state'] {
  const states = ids().map((id) => snapshot(id).state)
  if (state === 'running' && states.every((one) => one === 'stopped')) return 'off'
  if (state === 'off' && states.length > 0 && states.every((one) => one === 'running')) {
    return 'running'
  }
  return state
}

/** Makes the embedded stack of a window. */
export function createEmbedded(
  options: Omit<LocalStackOptions, 'onChange'>,
  watcher: ProcessWatcher,
): Embedded {
  let profile: Profile | null = null
  let status: StackStatus = { state: 'off', conflicts: [], freePorts: false }
  const observe = watchProcesses((id) => stack.supervisor.snapshot(id), watcher)
  const stack = createLocalStack({ ...options, onChange: observe })

  function become(next: Partial<StackStatus>): void {
    status = { ...status, ...next }
    watcher.changed()
  }

  return {
    stack,
    status: () => ({ ...status, state: stateNow(status.state, stack.supervisor) }),
    profile: () => profile,
    async plan(ports) {
      const conflicts = ports === 'default' ? await stack.conflicts() : []
      profile = await stack.plan(ports)
      const state = conflicts.length > 0 ? 'blocked' : 'off'
      status = { state, conflicts, freePorts: ports === 'auto' }
      return profile
    },
    async start() {
      if (status.state === 'blocked') throw portError(status.conflicts)
      become({ state: 'starting' })
      try {
        await stack.start()
        become({ state: 'running' })
      } catch (error) {
        become({ state: 'failed' })
        throw error
      }
    },
    async stop() {
      become({ state: 'stopping' })
      await stack.stop().finally(() => become({ state: 'off' }))
    },
  }
}
