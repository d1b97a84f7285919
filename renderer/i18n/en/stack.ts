import type { stackZh } from '../zh/stack'

/** Texts of the embedded stack in English. */
export const stackEn: typeof stackZh = {
  title: 'Embedded stack',
  off: 'Off',
  starting: 'Starting',
  running: 'Running',
  stopping: 'Stopping',
  blocked: 'Ports are busy',
  failed: 'Failed to start',
  startingText: 'Seven services are starting; the grid follows by itself.',
  blockedText: 'Other programs hold these ports, so the embedded stack started nothing.',
  failedText:
    'The embedded stack did not start completely. Read the log of the failed service, then retry.',
  offText: 'The embedded Looma CRM and Zervigo are not running.',
  stoppingText: 'Seven services are stopping.',
  useFreePorts: 'Use free ports',
  retry: 'Retry',
  startAll: 'Start all',
  stopAll: 'Stop all',
  confirmStopAll: 'Stop every service of the embedded stack?',
  confirmStopAllText: 'A running sync or checklist will fail. You can start it again at any time.',
  ports: 'Ports',
  planPorts: 'as in the guide',
  freePorts: 'free ports',
  running_of: '{{running}}/{{total}} processes running',
  port: 'Port',
  wantedBy: 'Wanted by',
  pid: 'PID',
  command: 'Command',
  user: 'User',
  dependencies:
    'Business services need auth; the job service also needs resume; Looma CRM needs all six.',
  kind: 'Kind',
  kindOf: { embedded: 'embedded', local: 'local scripts', remote: 'remote' },
  interval: 'Poll interval',
}
