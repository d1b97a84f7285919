import type { statesZh } from '../zh/states'

/** Names of what a service can be and of how a probe fails in English. */
export const statesEn: typeof statesZh = {
  health: {
    healthy: 'Healthy',
    degraded: 'Degraded',
    unreachable: 'Unreachable',
    failing: 'Failing',
    unknown: 'Unknown',
  },
  process: {
    stopped: 'Stopped',
    starting: 'Starting',
    running: 'Running',
    stopping: 'Stopping',
    failed: 'Crashed',
    external: 'External',
    project: 'With the Zervigo project',
  },
  fault: {
    refused: 'connection refused',
    reset: 'connection reset',
    timeout: 'timed out',
    dns: 'host name not found',
    status: 'wrong status code',
    shape: 'wrong answer format',
    identity: 'another service holds the port',
    unhealthy: 'reports itself unhealthy',
    slow: 'too slow',
    other: 'other error',
  },
}
