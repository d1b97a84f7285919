import { join } from 'node:path'
import type { CallRecord } from '../../shared/domain/calls'
import type { RunReport } from '../../shared/domain/checklist'
import type { Profile } from '../../shared/domain/profile'
import type { StackStatus } from '../../shared/domain/services'
import type { EventName, EventPayload } from '../../shared/ipc'
import { checklistPlan } from '../checklist/plan'
import { startRun } from '../checklist/start-run'
import type { ChosenFile } from '../evidence/bundle-file'
import type { BundleShelf } from '../evidence/bundle-shelf'
import { createEvidenceRecorder, type EvidenceRecorder } from '../evidence/capture'
import { takeFingerprint } from '../evidence/fingerprint'
import { createBundles, type BundlesFeature } from '../features/bundles'
import { createChat, type ChatFeature } from '../features/chat'
import { createChecklist, type ChecklistFeature } from '../features/checklist'
import { createContracts, type ContractsFeature } from '../features/contracts'
import { createLogs, type LogsFeature } from '../features/logs'
import { createMatches, type MatchesFeature } from '../features/matches'
import { createPermissions, type PermissionsFeature } from '../features/permissions'
import { createPorts, type PortsFeature } from '../features/ports'
import { kindOf } from '../features/profiles'
import { createRuns, type RunsFeature } from '../features/runs'
import { createServices, type ServicesFeature } from '../features/services'
import { createSession, type SessionFeature } from '../features/session'
import { createSync, type SyncFeature } from '../features/sync'
import { createTalents, type Talents } from '../features/talents'
import { embeddedAccounts, embeddedAdmin } from '../localstack/accounts'
import { runPermissions } from '../permissions/run'
import { createHealth, type Health, type HealthTarget } from '../process/health'
import { createLogFollower, createLogFollowers } from '../process/log-follow'
import { createPortLook } from '../process/port-look'
import { portOwner } from '../process/ports'
import { processStart } from '../process/start-time'
import type { CommandSupervisor } from '../process/command-supervisor'
import type { Fleet } from '../process/fleet'
import type { ConfirmByName } from '../process/stop-holder'
import { writeReports, type PrintPdf } from '../reports/write'
import type { Store } from '../store/database'
import { createClient } from '../zervigo/client'
import { createGate } from '../zervigo/gate'
import type { Secrets } from '../zervigo/secrets'
import { openCommands } from './commands'
import { askWitness, healthTargets } from './probes'
import { exitText, type ProcessWatcher } from './watch-processes'

/** Everything that belongs to one profile and ends with it. */
export interface Workspace {
  profile: Profile
  health: Health
  services: ServicesFeature
  session: SessionFeature
  talents: Talents
  matches: MatchesFeature
  chat: ChatFeature
  sync: SyncFeature
  checklist: ChecklistFeature
  runs: RunsFeature
  bundles: BundlesFeature
  contracts: ContractsFeature
  permissions: PermissionsFeature
  ports: PortsFeature
  logs: LogsFeature
  /** The profile's own processes; null when it names none. */
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
    listening: (id) => isEnding || health.noteStart(id),
    // A start that was refused says nothing about whoever answers there.
    ended: (id, { exit }) => isEnding || exit === null || health.noteExit(id, exitText(exit)),
    changed: () => isEnding || changed(),
  }
  const own = { ...deps, mask: (text: string) => secrets.mask(text), targets }
  // The embedded stack has a supervisor already; its profile names no commands.
  const commands = deps.supervisor === null ? openCommands(own, watcher) : null
  const supervisor = commands ?? deps.supervisor
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
    supervisor,
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
  const recorder = openRecorder(deps, supervisor)
  const contracts = createContracts({ profileId: profile.id, store: store.contracts, now })
  const gateRules = () => store.settings.get().gate
  const checklist = createChecklist({
    profileId: profile.id,
    plan: checklistPlan,
    run: async (input) => {
      const report = await recorder.record((keepCall) =>
        startRun({
          ...input,
          ...accountOf(profile, session),
          profile,
          secrets,
          loomaGate,
          now,
          onCall(call) {
            keepCall(call)
            onCall(call)
          },
          gateRules: gateRules(),
          defaultTalentId: store.settings.get().talentId,
          consoleVersion: deps.version,
          onBug: (item, error) => deps.onBug(`checklist item ${item}`, error),
          ...baselinesFor(deps, contracts),
        }),
      )
      keepShapes(deps, contracts, report)
      return report
    },
    runs: store.runs,
    gateRules,
    isOpened: (id) => deps.shelf.opened(id) !== null,
    onChange: (progress) => emit('checklist:changed', progress),
    onBug: deps.onBug,
  })
  const runs = createRuns({
    store: store.runs,
    current: () => checklist.current(),
    onChange: (report) => checklist.replace(report),
    gateRules,
    now,
    opened: (id) => deps.shelf.opened(id),
    evidence: (id) => store.evidence.get(id),
    reportFolder: join(deps.dataFolder, 'reports'),
    write: (report, options) =>
      writeReports(report, {
        ...options,
        printPdf: deps.printPdf,
        findSecret: (content) => secrets.findIn(content),
      }),
    language: () => store.settings.get().language,
    mask: (text) => secrets.mask(text),
    maskBody: (text) => secrets.maskBody(text),
  })
  const permissions = createPermissions({
    profileId: profile.id,
    run: (input) =>
      runPermissions({
        ...input,
        ...{ profile, secrets, loomaGate, now, onCall },
        onBug: (username, error) => deps.onBug(`permissions of ${username}`, error),
      }),
    store: store.permissionRuns,
    knownAccounts: profile.id === 'embedded' ? embeddedAccounts : [],
    sessionUsername: () => session.current().username,
    expectations: {
      get: () => store.settings.get().expectations,
      save: (expectations) => emit('settings:changed', store.settings.update({ expectations })),
    },
    talentId: () => store.settings.get().talentId,
    addSecret: (value) => secrets.add(value),
    now,
    onChange: (run) => emit('permissions:changed', run),
    onBug: deps.onBug,
  })
  const ports = createPorts({
    profile,
    kind: kindOf(profile),
    look: createPortLook({ mask: (text) => secrets.mask(text) }),
    services: () => services.grid().services,
    consolePid: process.pid,
    confirm: deps.confirmByName,
    now,
  })
  const logs = openLogs(deps)
  return {
    profile,
    health,
    services,
    session,
    talents,
    matches: createMatches(client, now),
    chat,
    sync,
    checklist,
    runs,
    bundles: openBundles(deps, runs),
    contracts,
    permissions,
    ports,
    logs,
    commands,
    async dispose() {
      isEnding = true
      const parts = [ports, chat, sync, checklist, permissions, logs, health]
      const ends = parts.map((part) => part.dispose())
      if (commands !== null) ends.push(commands.dispose(commandsEndMs))
      await Promise.all([...ends, session.logout()]).finally(() =>
        Promise.all([client.close(), silent.close()]),
      )
    },
  }
}

/** A contract that cannot be read leaves the guide's; it must not keep a run from beginning. */
function baselinesFor({ onBug }: WorkspaceDeps, contracts: ContractsFeature) {
  try {
    return { baselineOf: contracts.baselines() }
  } catch (error) {
    onBug('the accepted contracts could not be read', error)
    return {}
  }
}

function keepShapes(
  { onBug }: WorkspaceDeps,
  contracts: ContractsFeature,
  { shapes }: RunReport,
): void {
  try {
    contracts.observe(shapes)
  } catch (error) {
    onBug('the shapes of a run could not be kept', error)
  }
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

function openRecorder(deps: WorkspaceDeps, supervisor: Fleet | null): EvidenceRecorder {
  const { profile, store, secrets, now, onBug } = deps
  const mask = (text: string) => secrets.maskBody(text)
  const { version: consoleVersion } = deps
  return createEvidenceRecorder({
    store: store.evidence,
    probesSince: (at, limit) => store.probes.since(profile.id, at, limit),
    incidentsDuring: (from, to) => store.incidents.during(profile.id, from, to),
    logOf: (id) => (supervisor?.ids().includes(id) === true ? supervisor.log(id).snapshot() : null),
    fingerprint: (report) =>
      takeFingerprint(
        { profile, consoleVersion, ownerOf: portOwner, startOf: processStart, mask, now },
        report,
      ),
    mask,
    now,
    onBug,
  })
}

function openLogs({ profile, supervisor, dataFolder, secrets, now }: WorkspaceDeps): LogsFeature {
  const mask = (text: string) => secrets.maskBody(text)
  return createLogs({
    ...{ profile, supervisor, mask, now, folder: join(dataFolder, 'logs-export') },
    followers: createLogFollowers((path) => createLogFollower({ path, mask, now })),
  })
}

function openBundles(deps: WorkspaceDeps, runs: RunsFeature): BundlesFeature {
  const { shelf, store, secrets, now, askForFile } = deps
  return createBundles({
    ...{ shelf, secrets, now, askForFile, consoleVersion: deps.version },
    runOf: (id) => ({
      report: runs.get(id),
      evidence: runs.evidence(id),
      attachment: (attachmentId) => runs.attachment(id, attachmentId),
    }),
    folderOf: (id) => runs.folderOf(id),
    chain: store.bundles,
    language: () => store.settings.get().language,
  })
}

/** The account of the session; on the embedded stack without a login, the guide's administrator. */
function accountOf(profile: Profile, session: SessionFeature) {
  const account = session.credentials()
  if (account !== null) return { account, token: null }
  const token = session.rawToken()
  if (token !== null) return { account: null, token }
  return { account: profile.id === 'embedded' ? embeddedAdmin : null, token: null }
}
