import type { dockerZh } from '../zh/docker'

/** Texts of the Docker panel in English. */
export const dockerEn: typeof dockerZh = {
  title: 'Docker',
  seen: 'Looked',
  refresh: 'Refresh',
  engine: 'Docker {{version}}',
  compose: 'Compose {{version}}',
  detail: 'What docker said',
  copyCommand: 'Copy the command',
  state: {
    ready: 'Usable',
    'not-installed': 'Docker is not installed',
    'not-running': 'Docker is not running',
    'not-permitted': 'No permission to use Docker',
    'no-compose': 'No docker compose',
    failed: 'Docker did not answer properly',
  },
  next: {
    linux: {
      'not-installed':
        'Install Docker Engine and the compose plug-in, then refresh. The command is for Ubuntu.',
      'not-running': 'Run this command in a terminal to start the engine, then refresh.',
      'not-permitted':
        'Add this user to the group docker, sign out and in again, then open the console.',
      'no-compose':
        'Install the compose plug-in, then refresh. The command is for Ubuntu; with the repository of Docker itself it is docker-compose-plugin.',
      failed: 'Run this command in a terminal and see what it says; refresh once it is solved.',
    },
    desktop: {
      'not-installed': 'Install Docker Desktop, then refresh.',
      'not-running': 'Open Docker Desktop, wait until it says it is running, then refresh.',
      'not-permitted': 'Open Docker Desktop as a user who may use it, then refresh.',
      'no-compose': 'Update Docker Desktop, which brings compose along, then refresh.',
      failed: 'Run this command in a terminal and see what it says; refresh once it is solved.',
    },
  },
  empty: 'No compose file',
  emptyHint:
    'Once a project that starts with compose is chosen under “Projects”, its services are listed here.',
  noServices: 'This file defines no service',
  side: { zervigo: 'Zervigo', looma: 'Looma CRM' },
  project: '{{side}} · {{name}}',
  problem: 'The state of this project cannot be read',
  notRead: 'State unknown',
  list: 'Services of {{name}}',
  count: '{{running}}/{{total}} running',
  column: {
    service: 'Service',
    state: 'State',
    health: 'Health check',
    image: 'Image',
    ports: 'Ports',
    exit: 'Exit code',
    actions: 'Actions',
  },
  container: {
    running: 'Running',
    exited: 'Exited',
    paused: 'Paused',
    restarting: 'Restarting',
    created: 'Not started',
    removing: 'Being removed',
    dead: 'Dead',
    unknown: 'Unknown state',
    none: 'No container',
  },
  health: {
    healthy: 'Healthy',
    unhealthy: 'Unhealthy',
    starting: 'Checking',
    none: 'None defined',
  },
  noneHint:
    'No container exists yet; starting creates it, and downloads the image first if it is not here',
  port: '{{host}} → {{container}}',
  start: 'Start',
  stop: 'Stop',
  restart: 'Restart',
  log: 'Log',
  startAll: 'Start all',
  stopAll: 'Stop all',
  actionOf: '{{action}} {{name}}',
  working: 'Under way; the first start downloads images, which can take minutes.',
  reason: {
    busy: 'The previous action on this project has not finished',
    running: 'The container is already running',
    stopped: 'The container is not running',
    none: 'There is no container',
    nothing: 'No container is running',
    all: 'All of them are running',
  },
  confirmStop: 'Stop {{name}}?',
  confirmStopText:
    'Services that use it will stop working. Containers and volumes stay; it can be started again at any time.',
  confirmStopAll: 'Stop every container of {{name}}?',
}
