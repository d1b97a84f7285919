import type { ServiceProcess } from '../../shared/domain/services'

/** What became of a process, told once per change. */
export interface ProcessWatcher {
  listening(id: string): void
  ended(id: string, process: ServiceProcess): void
  changed(): void
}

/** Turns the changes of processes into what health and the grid want to know. */
export function watchProcesses(
  snapshot: (id: string) => ServiceProcess,
  watcher: ProcessWatcher,
): (id: string) => void {
  const before = new Map<string, ServiceProcess>()
  return (id) => {
    const now = snapshot(id)
    const last = before.get(id)
    before.set(id, now)
    if (now.state === last?.state && now.nextStartAt === last.nextStartAt) return
    if (now.state !== last?.state) {
      if (now.state === 'running') watcher.listening(id)
      if (now.state === 'failed' || now.state === 'stopped') watcher.ended(id, now)
    }
    watcher.changed()
  }
}

/** How a process ended, for the health of its service. */
export function exitText(exit: ServiceProcess['exit']): string {
  if (exit === null) return 'process ended'
  return exit.signal === null
    ? `process exited with code ${exit.code ?? '?'}`
    : `process ended by ${exit.signal}`
}
