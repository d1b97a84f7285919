import { z } from 'zod'

/** The six Zervigo services, in the order a person reads them. */
export const zervigoIds = ['auth', 'ai', 'resume', 'job', 'company', 'user'] as const

/** The seven services of the joint test. */
export const serviceIds = ['looma', ...zervigoIds] as const

export const ServiceId = z.enum(serviceIds)
export type ServiceId = z.infer<typeof ServiceId>
export const ZervigoId = z.enum(zervigoIds)
export type ZervigoId = z.infer<typeof ZervigoId>

/** Epoch milliseconds. */
export const EpochMs = z.number().int().nonnegative()

/** Life of a service process; `external` runs, but the console did not start it. */
export const ProcessState = z.enum([
  'stopped',
  'starting',
  'running',
  'stopping',
  'failed',
  'external',
])
export type ProcessState = z.infer<typeof ProcessState>

/** Measured health; a service is a process state and a health, never one of the two alone. */
export const HealthState = z.enum(['unknown', 'healthy', 'degraded', 'unreachable', 'failing'])
export type HealthState = z.infer<typeof HealthState>

/** Result of one health request. */
export const ProbeOutcome = z.enum(['healthy', 'degraded', 'unreachable', 'failing'])
export type ProbeOutcome = z.infer<typeof ProbeOutcome>

/** Why a probe was not healthy, one word each. */
export const ProbeFault = z.enum([
  'refused',
  'reset',
  'timeout',
  'dns',
  'status',
  'shape',
  'identity',
  'unhealthy',
  'slow',
  'other',
])
export type ProbeFault = z.infer<typeof ProbeFault>

/** One health request and what it showed. */
export const Probe = z.object({
  at: EpochMs,
  outcome: ProbeOutcome,
  /** Milliseconds to the complete body; null when no answer came. */
  latencyMs: z.number().nonnegative().nullable(),
  status: z.number().int().nullable(),
  fault: ProbeFault.nullable(),
  /** Technical detail, e.g. `connect ECONNREFUSED 127.0.0.1:8207` or `service "job-service"`. */
  detail: z.string().nullable(),
})
export type Probe = z.infer<typeof Probe>

/** What Looma's own `/api/zervigo/health` claims about one service. */
export const WitnessReport = z.object({
  at: EpochMs,
  healthy: z.boolean(),
  status: z.string().nullable(),
  error: z.string().nullable(),
})
export type WitnessReport = z.infer<typeof WitnessReport>

/** How a process ended. */
export const ProcessExit = z.object({
  at: EpochMs,
  code: z.number().int().nullable(),
  signal: z.string().nullable(),
  /** True when nobody asked for it. */
  unexpected: z.boolean(),
})
export type ProcessExit = z.infer<typeof ProcessExit>

export const ServiceProcess = z.object({
  state: ProcessState,
  pid: z.number().int().nullable(),
  startedAt: EpochMs.nullable(),
  exit: ProcessExit.nullable(),
  /** Last output lines before a failure, newest last. */
  tail: z.array(z.string()),
  restarts: z.number().int().nonnegative(),
  /** False when the profile gives no way to start or stop it. */
  controllable: z.boolean(),
  /** True when an earlier console started it and this one proved that it is the same process. */
  adopted: z.boolean(),
  /** When a crashed service is started again by itself; null when it is not. */
  nextStartAt: EpochMs.nullable(),
  /** True when it crashed so often that it is not started again. */
  crashLoop: z.boolean(),
  /** The project that the console started it with; null when it is not a part of one. */
  partOf: z.enum(['zervigo']).nullable(),
})
export type ServiceProcess = z.infer<typeof ServiceProcess>

export const ServiceHealth = z.object({
  state: HealthState,
  /** True while the last probes disagree with `state` but not often enough to change it. */
  unconfirmed: z.boolean(),
  /** When `state` began. */
  since: EpochMs.nullable(),
  /** True when the last probe is older than three intervals. */
  stale: z.boolean(),
  latencyMs: z.number().nonnegative().nullable(),
  version: z.string().nullable(),
  /** The name the service gives itself. */
  reportedName: z.string().nullable(),
  lastProbeAt: EpochMs.nullable(),
  lastError: z.object({ at: EpochMs, fault: ProbeFault, detail: z.string().nullable() }).nullable(),
  /** The newest 60 probes, oldest first. */
  probes: z.array(Probe),
})
export type ServiceHealth = z.infer<typeof ServiceHealth>

/** Everything one tile of the grid shows. */
export const ServiceSnapshot = z.object({
  /** A service id, or the id of an extra monitor of the profile. */
  id: z.string(),
  kind: z.enum(['service', 'monitor']),
  /** Name from the profile; null for the seven services, whose names the page owns. */
  name: z.string().nullable(),
  url: z.string(),
  process: ServiceProcess,
  health: ServiceHealth,
  witness: WitnessReport.nullable(),
  /** True when Looma's view and our probe contradict each other. */
  disagrees: z.boolean(),
  /** Ids this service needs. */
  dependsOn: z.array(z.string()),
  /** The unhealthy service that explains this one's trouble, from the dependency graph. */
  affectedBy: z.string().nullable(),
})
export type ServiceSnapshot = z.infer<typeof ServiceSnapshot>

/** Who holds a port that the embedded stack wants. */
export const PortOwner = z.object({
  port: z.number().int(),
  service: z.string(),
  pid: z.number().int().nullable(),
  command: z.string().nullable(),
  user: z.string().nullable(),
})
export type PortOwner = z.infer<typeof PortOwner>

/** State of the embedded stack as a whole. */
export const StackStatus = z.object({
  state: z.enum(['off', 'starting', 'running', 'stopping', 'blocked', 'failed']),
  /** Busy ports that block the default plan. */
  conflicts: z.array(PortOwner),
  /** True when the stack runs on free ports instead of the plan of the guide. */
  freePorts: z.boolean(),
})
export type StackStatus = z.infer<typeof StackStatus>

/** The live grid: one whole snapshot, sent on every change. */
export const Grid = z.object({
  at: EpochMs,
  profile: z.object({
    id: z.string(),
    name: z.string(),
    kind: z.enum(['embedded', 'local', 'remote']),
  }),
  pollIntervalMs: z.number().int().positive(),
  stack: StackStatus.nullable(),
  services: z.array(ServiceSnapshot),
})
export type Grid = z.infer<typeof Grid>

/** Every state change of a service that a person may want to know about. */
export const Incident = z.object({
  id: z.number().int(),
  service: z.string(),
  state: HealthState,
  fault: ProbeFault.nullable(),
  detail: z.string().nullable(),
  startedAt: EpochMs,
  endedAt: EpochMs.nullable(),
})
export type Incident = z.infer<typeof Incident>

/** One line of a service's output. */
export const LogLine = z.object({
  seq: z.number().int().nonnegative(),
  at: EpochMs,
  source: z.enum(['stdout', 'stderr', 'console']),
  text: z.string(),
})
export type LogLine = z.infer<typeof LogLine>

/** Faults that the console can plant in an embedded service for a drill. */
export const StackFault = z.enum(['none', 'slow', 'error', 'hang', 'crash', 'deny', 'html', 'lie'])
export type StackFault = z.infer<typeof StackFault>
