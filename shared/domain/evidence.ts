import { z } from 'zod'
import { CallRecord } from './calls'
import { ItemId, RunReport } from './checklist'
import { EpochMs, Incident, LogLine, Probe } from './services'

/** Probes of one service around a run. */
export const HealthTrack = z.object({ service: z.string(), probes: z.array(Probe) })
export type HealthTrack = z.infer<typeof HealthTrack>

/** Log lines of one service around the failures of a run. */
export const LogExcerpt = z.object({
  service: z.string(),
  /** Items whose failure asked for it. */
  items: z.array(ItemId),
  from: EpochMs,
  to: EpochMs,
  lines: z.array(LogLine),
  /** Lines left out because the excerpt was full. */
  omitted: z.number().int().nonnegative(),
})
export type LogExcerpt = z.infer<typeof LogExcerpt>

/** What exactly the run ran on, so that two runs can be told apart by more than their verdicts. */
export const Fingerprint = z.object({
  takenAt: EpochMs,
  platform: z.string(),
  osRelease: z.string(),
  consoleVersion: z.string(),
  /** SHA-256 of the profile in canonical form. */
  profileSha256: z.string(),
  /** SHA-256 of each configuration file the profile names; null when it could not be read. */
  files: z.array(z.object({ name: z.string(), sha256: z.string().nullable() })),
  services: z.array(
    z.object({
      id: z.string(),
      url: z.string(),
      port: z.number().int().nullable(),
      reportedName: z.string().nullable(),
      version: z.string().nullable(),
      /** Who listens there; null when it is on another machine or cannot be seen. */
      owner: z
        .object({
          pid: z.number().int(),
          command: z.string().nullable(),
          user: z.string().nullable(),
          startedAt: EpochMs.nullable(),
        })
        .nullable(),
    }),
  ),
})
export type Fingerprint = z.infer<typeof Fingerprint>

/** Everything kept beside a run to prove it. */
export const RunEvidence = z.object({
  calls: z.array(CallRecord),
  timeline: z.array(HealthTrack),
  incidents: z.array(Incident),
  logs: z.array(LogExcerpt),
  fingerprint: Fingerprint,
})
export type RunEvidence = z.infer<typeof RunEvidence>

/** What redaction did, countable and without any value. */
export const RedactionManifest = z.object({
  rules: z.array(z.object({ name: z.string(), count: z.number().int().nonnegative() })),
  /** Files searched for live secrets; none was found, or there would be no bundle. */
  scanned: z.array(z.string()),
  /** Files that no search can read, e.g. pictures. */
  unscanned: z.array(z.string()),
})
export type RedactionManifest = z.infer<typeof RedactionManifest>

/** First file of an evidence bundle; names and digests of all others. */
export const BundleManifest = z.object({
  format: z.literal('looma-evidence'),
  version: z.number().int().positive(),
  createdAt: EpochMs,
  consoleVersion: z.string(),
  runId: z.string(),
  files: z.array(
    z.object({
      path: z.string(),
      bytes: z.number().int().nonnegative(),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  ),
  redaction: RedactionManifest,
  /** Digest of the manifest of the bundle made before this one; null for a console's first. */
  previous: z.object({ runId: z.string(), sha256: z.string() }).nullable(),
})
export type BundleManifest = z.infer<typeof BundleManifest>

/** What checking an opened bundle found. */
export const BundleCheck = z.object({
  /** `intact`: every file is there and as listed. */
  state: z.enum(['intact', 'altered']),
  problems: z.array(
    z.object({ path: z.string(), problem: z.enum(['missing', 'altered', 'unlisted']) }),
  ),
  /** `known`: this console made it or its predecessor; `first`: it has no predecessor. */
  chain: z.enum(['known', 'first', 'unknown']),
})
export type BundleCheck = z.infer<typeof BundleCheck>

/** A bundle opened for reading; its run is never mixed with this console's own. */
export const OpenedBundle = z.object({
  /** Takes the place of a run id in every read; starts with `bundle-`. */
  id: z.string(),
  fileName: z.string(),
  /** SHA-256 of the manifest. */
  sha256: z.string(),
  check: BundleCheck,
  manifest: BundleManifest,
  report: RunReport,
  evidence: RunEvidence.nullable(),
})
export type OpenedBundle = z.infer<typeof OpenedBundle>

/** Largest bundle in bytes that is opened. */
export const mostBundleBytes = 100 * 1024 * 1024
