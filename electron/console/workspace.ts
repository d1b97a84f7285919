import { join } from 'node:path'
import type { CallRecord } from '../../shared/domain/calls'
import type { Profile } from '../../shared/domain/profile'
import type { ProjectSide } from '../../shared/domain/projects'
import type { StackStatus } from '../../shared/domain/services'
import type { EventName, EventPayload } from '../../shared/ipc'
import type { ChosenFile } from '../evidence/bundle-file'
import type { BundleShelf } from '../evidence/bundle-shelf'
import { createChat, type ChatFeature } from '../features/chat'
import { createLogs, type LogsDeps, type LogsFeature } from '../features/logs'
import { createMatches, type MatchesFeature } from '../features/matches'
import { createPorts, type PortsFeature } from '../features/ports'
import { kindOf } from '../features/profiles'
import { createServices, type ServicesFeature } from '../features/services'
import { createSession, type SessionFeature } from '../features/session'
import { createSync, type SyncFeature } from '../features/sync'
import { createTalents, type Talents } from '../features/talents'
import type { CommandTimings } from '../process/command-spec'
import type { CommandSupervisor } from '../process/command-supervisor'
import type { Fleet } from '../process/fleet'
import { createHealth, type Health, type HealthTarget } from '../process/health'
import { createLogFollower, createLogFollowers } from '../process/log-follow'
import { createPortLook } from '../process/port-look'
import type { ConfirmByName } from '../process/stop-holder'
import type { PrintPdf } from '../reports/write'
import type { BringUpTimings } from '../plans/bring-up'
import type { Store } from '../store/database'
import { createClient } from '../zervigo/client'
import { createGate } from '../zervigo/gate'
import type { Secrets } from '../zervigo/secrets'
import { openCommands, servicesOf } from './commands'
import { askWitness, healthTargets } from './probes'
import { createProjectCommands } from './project-commands'
import { openStartStop, type StartStop } from './start-stop'
import { openTests, type Tests } from './tests'
import { exitText, type ProcessWatcher } from './watch-processes'

/** Everything that belongs to one profile and ends with it. */
export interface Workspace extends Tests, StartStop {
  profile: Profile
  health: Health
  services: ServicesFeature
  session: SessionFeature
  talents: Talents
  matches: MatchesFeature
  chat: ChatFeature
  sync: SyncFeature
  ports: PortsFeature
  logs: LogsFeature
  /** What runs by command of the profile or its projects; null on the embedded stack. */
  commands: CommandSupervisor | null
  dispose(): Promise<void>
}

/** What a workspace is opened with. */
export interface WorkspaceDeps {
  profile: Profile
  supervisor: Fleet | null
  stackStatus(): StackStatus | null
  store: Store
  secrets: Secrets
  dataFolder: string
  env: Readonly<Record<string, string | undefined>>
  version: string
  /** Bundles opened for reading; they belong to the console. */
  shelf: BundleShelf
  askForFile(): Promise<ChosenFile | null>
  confirmByName: ConfirmByName | null
  /** Asks a person for the folder of a project; null when nobody chose one. */
  askForFolder(side: ProjectSide): Promise<string | null>
  planTimings: Partial<BringUpTimings>
  commandTimings: Partial<CommandTimings>
  now: () => number
  onCall(call: CallRecord): void
  printPdf: PrintPdf | null
  emit<E extends EventName>(name: E, payload: EventPayload<E>): void
  onBug(message: string, error: unknown): void
}

/** Quitting has to be over within a few seconds; a profile's processes get most of them. */
const commandsEndMs = 4_000

/** Opens a profile: client, session, health polling and every feature on top of them. */
export function openWorkspace(deps: WorkspaceDeps): Workspace {
  const { profile, store, secrets, now, emit, onCall } = deps
  const loomaGate = createGate(profile.looma.concurrency)
  const session = createSession({
    profile,
    secrets,
    now,
    onChange: (current) => emit('session:changed', current),
  })
  const client = createClient({ profile, tokens: session.tokens, secrets, loomaGate, onCall, now })
  session.bind(client)
  // Polling every few seconds would push the calls people made out of the list.
  const silent = createClient({
    profile,
    tokens: session.tokens,
    secrets,
    loomaGate,
    onCall: () => undefined,
    now,
  })
  const targets = healthTargets(profile, loomaGate)
  const changed = () => emit('services:changed', services.grid())
  let isEnding = false
  const watcher: ProcessWatcher = {
    listening(id) {
      if (!isEnding) for (const one of servicesOf(id)) health.noteStart(one)
    },
    // A start that was refused says nothing about whoever answers there.
    ended(id, { exit }) {
      if (isEnding || exit === null) return
      for (const one of servicesOf(id)) health.noteExit(one, exitText(exit))
    },
    changed: () => isEnding || changed(),
  }
  const projectCommands = createProjectCommands({
    ...{ profile, choices: store.projects, env: deps.env },
  })
  const mask = (text: string) => secrets.mask(text)
  const own = { ...deps, mask, targets, projects: () => projectCommands.specs() }
  const { fleet, commands } = openFleet(deps.supervisor, () => openCommands(own, watcher))
  const health = openHealth(
    deps,
    targets,
    changed,
    (signal) => askWitness(silent, signal),
    (id, isPresent) => commands?.ids().includes(id) && commands.noteForeign(id, isPresent),
  )
  const services = createServices({
    profile,
    kind: kindOf(profile),
    health,
    supervisor: fleet,
    stackStatus: deps.stackStatus,
    listIncidents: (limit) => store.incidents.list(profile.id, limit),
    now,
  })
  const talents = createTalents({
    profileId: profile.id,
    client,
    results: store.talentResults,
    now,
  })
  const chat = createChat({ profileId: profile.id, client, chats: store.chats, now })
  const sync = createSync({
    talents,
    concurrency: profile.looma.concurrency,
    now,
    onChange: (job) => emit('sync:changed', job),
  })
  const tests = openTests(deps, { session, loomaGate, fleet })
  const look = createPortLook({ mask: (text) => secrets.mask(text) })
  const ports = createPorts({
    profile,
    kind: kindOf(profile),
    look,
    owned: async () => commands?.owned() ?? new Map(),
    services: () => services.grid().services,
    consolePid: process.pid,
    confirm: deps.confirmByName,
    now,
  })
  const logs = openLogs({ ...deps, supervisor: fleet }, () => projectCommands.logs())
  const startStop = openStartStop({
    ...{ profile, kind: kindOf(profile), store, secrets, env: deps.env, now, onBug: deps.onBug },
    ...{ dataFolder: deps.dataFolder, version: deps.version, askForFolder: deps.askForFolder },
    planTimings: deps.planTimings,
    ...{ fleet, commands, projectCommands, targets, services, look },
    onChange: (plan) => emit('plans:changed', plan),
  })
  return {
    profile,
    health,
    services,
    session,
    talents,
    matches: createMatches(client, now),
    chat,
    sync,
    ...tests,
    ...startStop,
    ports,
    logs,
    commands,
    async dispose() {
      isEnding = true
      const parts = [ports, chat, sync, tests.checklist, tests.permissions, logs, health]
      // A plan under way ends first, or it would start again what is being stopped.
      await startStop.dispose()
      const ends = parts.map((part) => part.dispose())
      if (commands !== null) ends.push(commands.dispose(commandsEndMs))
      await Promise.all([...ends, session.logout()]).finally(() =>
        Promise.all([client.close(), silent.close()]),
      )
    },
  }
}

/** The embedded stack has a supervisor already, and names no commands. */
function openFleet(
  embedded: Fleet | null,
  open: () => CommandSupervisor,
): { fleet: Fleet; commands: CommandSupervisor | null } {
  if (embedded !== null) return { fleet: embedded, commands: null }
  const commands = open()
  return { fleet: commands, commands }
}

function openHealth(
  { profile, store, now }: WorkspaceDeps,
  targets: readonly HealthTarget[],
  onChange: () => void,
  witness: Parameters<typeof createHealth>[0]['witness'],
  onPresence: (id: string, isPresent: boolean) => void,
): Health {
  const { incidents, probes } = store
  return createHealth({
    targets,
    intervalMs: profile.poll.intervalMs,
    timeoutMs: profile.poll.timeoutMs,
    now,
    onChange,
    witness,
    onProbes: (batch) => probes.append(profile.id, batch),
    onTransition({ id, to, at, fault, detail }) {
      onPresence(id, to !== 'unknown' && to !== 'unreachable')
      if (to === 'healthy') incidents.close(profile.id, id, at)
      if (to === 'unknown' || to === 'healthy') return
      incidents.open(profile.id, { service: id, state: to, fault, detail, startedAt: at })
    },
  })
}

function openLogs(
  { profile, supervisor, dataFolder, secrets, now }: WorkspaceDeps,
  written: LogsDeps['written'],
): LogsFeature {
  const mask = (text: string) => secrets.maskBody(text)
  return createLogs({
    ...{ profile, supervisor, written, mask, now, folder: join(dataFolder, 'logs-export') },
    followers: createLogFollowers((path) => createLogFollower({ path, mask, now })),
  })
}
