import type { portsZh } from '../zh/ports'

/** Texts of the ports in English. */
export const portsEn: typeof portsZh = {
  title: 'Ports',
  count: '{{count}} ports, {{conflicts}} in conflict',
  explain:
    'Every port of this environment and of the known port plans. Who holds one, and whether it belongs there, comes from the operating system and from the names services give themselves.',
  list: 'List of ports',
  search: 'Search port, service, command or plan',
  onlyConflicts: 'Conflicts only',
  refresh: 'Refresh',
  seen: 'Seen',
  empty: 'No port matches',
  emptyHint: 'Clear the search to see every port.',
  clear: 'Clear search and filter',
  noConflicts: 'No conflicts',
  noConflictsHint:
    'Every port that is held is held by what belongs there. Switch “Conflicts only” off to see all.',
  column: {
    port: 'Port',
    service: 'Service here',
    use: 'Use',
    holder: 'Holder',
    plans: 'Plans',
  },
  use: {
    free: 'Free',
    ours: 'Console’s own',
    expected: 'Foreign, as expected',
    unexpected: 'Foreign, unexpected',
    elsewhere: 'Not on this machine',
  },
  useHint: {
    free: 'Nobody listens.',
    ours: 'Started by the console, or a child of it.',
    expected:
      'Not started by the console, but its own name or its program is that of the service that belongs here.',
    unexpected: 'Not started by the console, and not proven to be the service that belongs here.',
    elsewhere: 'The environment points to another machine; the console looks at this one only.',
  },
  noPlan: 'In no known plan',
  planNames: {
    'joint-8xxx': 'Joint-test guide 8xxx',
    'pro-86xx-v1': 'Professional 86xx v1',
    'pro-86xx-v2': 'Professional 86xx v2',
    'future-75xx': 'Code defaults 75xx',
    'go-zervi': 'go-zervi',
    'looma-api-90xx': 'Looma API 90xx',
    'looma-zervi': 'looma-zervi',
    'planning-document': 'Port planning document',
    'databases-shared': 'Shared databases',
    'databases-independent': 'Independent databases',
    'databases-future': 'Databases of future',
    'other-uses': 'Other known uses',
  },
  detail: 'Port {{port}}',
  conflict: 'Conflict',
  holderTitle: 'Holder',
  holderOf: 'Holder on {{address}}',
  address: 'Listens on',
  program: 'Program',
  command: 'Command',
  pid: 'PID',
  pidHidden: 'not shown by the system (most likely another user’s)',
  user: 'User',
  since: 'Started',
  reportedName: 'Calls itself',
  noName: 'gives no name',
  parents: 'Parents',
  noParents: 'started by the system itself, or not shown',
  container: 'Container',
  noContainer: 'none found',
  containerOf: '{{name}} ({{image}})',
  compose: 'compose project {{project}}, service {{service}}',
  claims: 'Plans that use this port',
  claim: 'Use',
  plan: 'Plan',
  actions: {
    title: 'What can be done',
    stopOurs: 'Stop {{name}}',
    stopOursHint: 'The console started it and stops it the ordinary way.',
    stopForeign: 'Stop {{name}} (PID {{pid}})…',
    stopForeignHint:
      'A window of its own asks for the program’s name; the holder is looked at again right before the signal, and it is asked to end, never forced.',
    noPid: 'The system does not show its PID, so the console cannot stop it.',
    ownConsole: 'This is the console itself.',
    otherPort: 'Use another port',
    freePorts: 'Move the embedded stack to free ports',
    freePortsHint:
      'The embedded stack starts again with all seven services on free ports; the holder stays as it is.',
    profileLine:
      'Change this line of the profile file to the port that the service really uses, then import it again:',
    copyLine: 'Copy this line',
    external: 'Treat as external',
    externalEmbedded:
      'The embedded stack uses only services that it started. To test one that already runs, choose an environment that points to it in the top bar, such as “Joint-test guide 8xxx”.',
    externalDefault:
      'Nothing to do: a process that the console did not start counts as external anyway. It is probed and never touched.',
    elsewhere: 'This port is on another machine; look there.',
  },
  outcome: {
    stopped: '{{name}} has ended and the port is free.',
    stoppedHeld:
      'The process has ended, but the port is held again; most likely its own manager started it anew.',
    declined: 'Nothing was stopped.',
    gone: 'The process is no longer there; no signal was sent.',
    changed: 'Somebody else holds the port now; no signal was sent. Look at the new holder.',
    'still-there':
      'It was asked to end and is still there. The console does not force it; stop it its own way.',
  },
  refused: {
    system: 'The system refused: the console’s user may not end this process.',
    ours: 'This is a process of the console, or one that started it; no signal is sent.',
    protected: 'This is the system’s first process; no signal is sent.',
    docker:
      'This process only forwards for the container engine. Stop the container behind it, e.g. with docker stop.',
    hidden:
      'The system does not show where this process comes from, so it could not be checked before a signal; none was sent.',
  },
}
