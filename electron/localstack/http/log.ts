/** Where a service writes what it does; never tokens or bodies. */
export interface ServiceLog {
  access(line: AccessLine): void
  info(message: string): void
  error(message: string): void
}

/** One answered request. */
export interface AccessLine {
  method: string
  path: string
  status: number
  durationMs: number
  requestId: string
}

/** Writes one line per entry to the given sinks. */
export function createServiceLog(
  sinks: { out: (line: string) => void; err: (line: string) => void },
  now: () => Date,
): ServiceLog {
  const stamp = () => now().toISOString()
  return {
    access({ method, path, status, durationMs, requestId }) {
      const level = status >= 500 ? 'ERROR' : status >= 400 ? 'WARN' : 'INFO'
      sinks.out(
        `${stamp()} ${level} ${method} ${path} ${status} ${durationMs.toFixed(1)}ms ${requestId}`,
      )
    },
    info: (message) => sinks.out(`${stamp()} INFO ${message}`),
    error: (message) => sinks.err(`${stamp()} ERROR ${message}`),
  }
}

/** A log that keeps nothing. */
export const silentLog: ServiceLog = { access: () => {}, info: () => {}, error: () => {} }
