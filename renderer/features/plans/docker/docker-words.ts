import type {
  ComposeProject,
  Container,
  ContainerAction,
  ContainerState,
  DockerState,
} from '../../../../shared/domain/docker'
import type { Tone } from '../../../components/tone'

export type DockerFault = Exclude<DockerState, 'ready'>

/** A service of a project; one without a container stands in the list too. */
export interface ServiceRow {
  key: string
  service: string
  container: Container | null
}

/** What the file defines and what runs of it, by service. */
export function rowsOf({ services, containers }: ComposeProject): ServiceRow[] {
  const names = [...new Set([...services, ...containers.map(({ service }) => service)])].sort()
  return names.flatMap((service): ServiceRow[] => {
    const own = containers.filter((one) => one.service === service)
    if (own.length === 0) return [{ key: service, service, container: null }]
    return own.map((container) => ({ key: container.id, service, container }))
  })
}

/** Paused and restarting containers hold their ports too. */
export function isAlive(container: Container | null): boolean {
  if (container === null) return false
  return ['running', 'restarting', 'paused', 'unknown'].includes(container.state)
}

const tones: Readonly<Record<Exclude<ContainerState, 'running' | 'exited'>, Tone>> = {
  ...{ paused: 'held', restarting: 'bad', created: 'idle', removing: 'busy', dead: 'bad' },
  unknown: 'warn',
}

/** Green is only what runs and is not called unhealthy by its own check. */
export function toneOf(container: Container | null): Tone {
  if (container === null) return 'idle'
  const { state, health, exitCode } = container
  if (state === 'running') {
    if (health === 'unhealthy') return 'bad'
    return health === 'starting' ? 'busy' : 'ok'
  }
  if (state === 'exited') return exitCode === 0 ? 'idle' : 'bad'
  return tones[state]
}

export const healthTones: Readonly<Record<NonNullable<Container['health']>, Tone>> = {
  ...{ healthy: 'ok', unhealthy: 'bad', starting: 'busy' },
}

export type Refusal = 'busy' | 'running' | 'stopped' | 'none'

/** Why an action makes no sense now; null when it does. */
export function refusalOf(
  action: ContainerAction,
  container: Container | null,
  isBusy: boolean,
): Refusal | null {
  if (isBusy) return 'busy'
  if (action === 'start') return container?.state === 'running' ? 'running' : null
  if (container === null) return 'none'
  return action === 'stop' && !isAlive(container) ? 'stopped' : null
}

/** The command that a person runs next, where one does it. */
export function nextCommand(fault: DockerFault, platform: string): string | null {
  if (fault === 'failed') return 'docker version'
  const commands: Readonly<Record<string, Partial<Record<DockerFault, string>>>> = {
    linux: {
      'not-installed': 'sudo apt-get install docker.io docker-compose-v2',
      'not-running': 'sudo systemctl start docker',
      'not-permitted': 'sudo usermod -aG docker $USER',
      'no-compose': 'sudo apt-get install docker-compose-v2',
    },
    darwin: {
      'not-installed': 'brew install --cask docker-desktop',
      'not-running': 'open -a Docker',
    },
  }
  return commands[platform]?.[fault] ?? null
}
