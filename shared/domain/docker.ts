import { z } from 'zod'
import { ProjectSide } from './projects'
import { EpochMs } from './services'

/** Whether docker and its compose plug-in can be used. */
export const DockerState = z.enum([
  'ready',
  'not-installed',
  'not-running',
  'not-permitted',
  'no-compose',
  'failed',
])
export type DockerState = z.infer<typeof DockerState>

export const ContainerState = z.enum([
  'running',
  'exited',
  'paused',
  'restarting',
  'created',
  'removing',
  'dead',
  'unknown',
])
export type ContainerState = z.infer<typeof ContainerState>

/** One container of a compose project. */
export const Container = z.object({
  id: z.string(),
  name: z.string(),
  service: z.string(),
  image: z.string(),
  state: ContainerState,
  /** Null when the image defines no health check. */
  health: z.enum(['healthy', 'unhealthy', 'starting']).nullable(),
  /** In docker's own words, e.g. `Up 3 minutes (healthy)`. */
  status: z.string(),
  exitCode: z.number().int().nullable(),
  /** Published ports of this machine. */
  ports: z.array(z.object({ host: z.number().int(), container: z.number().int() })),
})
export type Container = z.infer<typeof Container>

/** A compose file of one of the two projects and what runs of it. */
export const ComposeProject = z.object({
  side: ProjectSide,
  /** Name that compose gives to the project. */
  name: z.string(),
  /** Absolute path of the compose file. */
  file: z.string(),
  /** What compose merges over it because it lies beside it; null when nothing does. */
  override: z.string().nullable(),
  /** Services that the files define, also those without a container. */
  services: z.array(z.string()),
  containers: z.array(Container),
  /** What docker answered instead; null when it could be read. */
  problem: z.string().nullable(),
})
export type ComposeProject = z.infer<typeof ComposeProject>

export const DockerStatus = z.object({
  at: EpochMs,
  state: DockerState,
  /** The sentence that docker printed, masked; null when all is well. */
  detail: z.string().nullable(),
  version: z.string().nullable(),
  composeVersion: z.string().nullable(),
  projects: z.array(ComposeProject),
})
export type DockerStatus = z.infer<typeof DockerStatus>

/** A name that compose accepts; one that begins with a dash would be read as an option. */
export const ComposeName = z.string().regex(/^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,62}$/)

export const ContainerAction = z.enum(['start', 'stop', 'restart'])
export type ContainerAction = z.infer<typeof ContainerAction>
