import { z } from 'zod'
import { EpochMs } from './services'
import { Bilingual } from './text'

/** A port number. */
export const Port = z.number().int().min(1).max(65_535)

/** A container that a port leads into. */
export const PortContainer = z.object({
  /** Null when only the address behind the port is known. */
  id: z.string().nullable(),
  name: z.string().nullable(),
  image: z.string().nullable(),
  /** Compose project and service; null when it was not started by compose. */
  project: z.string().nullable(),
  service: z.string().nullable(),
})
export type PortContainer = z.infer<typeof PortContainer>

/** Somebody who listens on a port of this machine. */
export const PortHolder = z.object({
  address: z.string(),
  /** Null when the system does not show it, as for another user's process. */
  pid: z.number().int().nullable(),
  /** The program's name, e.g. `python3`; the one to type before it may be stopped. */
  program: z.string().nullable(),
  /** The whole command line, masked. */
  command: z.string().nullable(),
  user: z.string().nullable(),
  startedAt: EpochMs.nullable(),
  /** From the parent upwards, without the system's first process. */
  parents: z.array(z.object({ pid: z.number().int(), command: z.string() })),
  /** Null when it is in none, or when nobody could say. */
  container: PortContainer.nullable(),
  /** True when it is the console or descends from a process of the console. */
  isOurs: z.boolean(),
  /** The service of the profile it runs as; null for a foreign one. */
  service: z.string().nullable(),
  /** The name the service gives itself on `/health`; null when it gives none. */
  reportedName: z.string().nullable(),
})
export type PortHolder = z.infer<typeof PortHolder>

/**
 * `ours`: the console started the holder; `expected`: a foreign process that names itself as the
 * service that belongs there, or is the program a plan expects; `unexpected`: anybody else;
 * `elsewhere`: the profile looks for it on another machine.
 */
export const PortUse = z.enum(['free', 'ours', 'expected', 'unexpected', 'elsewhere'])
export type PortUse = z.infer<typeof PortUse>

/** A place of the active profile that names this port. */
export const PortWant = z.object({
  /** A service id, or the id of a monitor. */
  service: z.string(),
  /** Name of a monitor; null for the seven services. */
  name: z.string().nullable(),
  /** The line of the profile file, e.g. `zervigo.auth.url`. */
  line: z.string(),
  /** What stands there now. */
  value: z.string(),
})
export type PortWant = z.infer<typeof PortWant>

/** One port of the profile or of a known plan. */
export const PortRow = z.object({
  /** Unique in the table: host and port. */
  id: z.string(),
  host: z.string(),
  port: Port,
  wants: z.array(PortWant),
  use: PortUse,
  holders: z.array(PortHolder),
  /** Who claims this port in which plan. */
  claims: z.array(z.object({ plan: z.string(), service: Bilingual })),
  /** Why it is a conflict, and against which plan; null when it is none. */
  conflict: Bilingual.nullable(),
})
export type PortRow = z.infer<typeof PortRow>

/** Every port that matters, as last looked at. */
export const PortTable = z.object({
  at: EpochMs,
  profile: z.object({ id: z.string(), kind: z.enum(['embedded', 'local', 'remote']) }),
  rows: z.array(PortRow),
})
export type PortTable = z.infer<typeof PortTable>

/** How an attempt to end a foreign holder went; only `stopped` means that it has ended. */
export const StopOutcome = z.enum([
  'stopped',
  'declined',
  'gone',
  'changed',
  'refused',
  'still-there',
])
export type StopOutcome = z.infer<typeof StopOutcome>

/** Why no signal was sent, or why it had no effect. */
export const StopRefusal = z.enum(['system', 'ours', 'protected', 'docker', 'hidden'])
export type StopRefusal = z.infer<typeof StopRefusal>
