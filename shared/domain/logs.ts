import { z } from 'zod'
import { LogLine } from './services'

export const LogLevel = z.enum(['error', 'warn', 'info', 'debug'])
export type LogLevel = z.infer<typeof LogLevel>

/** One line of the merged log; `seq` counts within one stream. */
export const MergedLine = LogLine.extend({
  service: z.string(),
  source: z.enum([...LogLine.shape.source.options, 'file']),
  /** As read from the line itself; null when it names none. */
  level: LogLevel.nullable(),
})
export type MergedLine = z.infer<typeof MergedLine>

/** Why a log file cannot be read. */
export const LogProblem = z.object({
  code: z.enum(['missing', 'denied', 'not-a-file', 'unreadable']),
  /** The system's own words. */
  detail: z.string(),
})
export type LogProblem = z.infer<typeof LogProblem>

/** A service whose log can be read, and where it comes from. */
export const LogSource = z.object({
  service: z.string(),
  /** `process`: output of a process of the console's; `file`: a log file of somebody else's. */
  kind: z.enum(['process', 'file']),
  file: z.string(),
  problem: LogProblem.nullable(),
})
export type LogSource = z.infer<typeof LogSource>

/** A file of logs that was written for keeping. */
export const SavedLogs = z.object({
  folder: z.string(),
  file: z.string(),
  lines: z.number().int().nonnegative(),
  bytes: z.number().int().nonnegative(),
  /** What could not be put in, and why. */
  leftOut: z.array(z.string()),
})
export type SavedLogs = z.infer<typeof SavedLogs>
