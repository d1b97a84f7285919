import { join } from 'node:path'
import type { RunReport } from '../../shared/domain/checklist'
import type { Profile } from '../../shared/domain/profile'
import { checklistPlan } from '../checklist/plan'
import { startRun } from '../checklist/start-run'
import { createEvidenceRecorder, type EvidenceRecorder } from '../evidence/capture'
import { takeFingerprint } from '../evidence/fingerprint'
import { createBundles, type BundlesFeature } from '../features/bundles'
import { createChecklist, type ChecklistFeature } from '../features/checklist'
import { createContracts, type ContractsFeature } from '../features/contracts'
import { createPermissions, type PermissionsFeature } from '../features/permissions'
import { createRuns, type RunsFeature } from '../features/runs'
import type { SessionFeature } from '../features/session'
import { embeddedAccounts, embeddedAdmin } from '../localstack/accounts'
import { runPermissions } from '../permissions/run'
import type { Fleet } from '../process/fleet'
import { portOwner } from '../process/ports'
import { processStart } from '../process/start-time'
import { writeReports } from '../reports/write'
import type { Gate } from '../zervigo/gate'
import type { WorkspaceDeps } from './workspace'

/** What is tested of a profile, and what is kept of it. */
export interface Tests {
  checklist: ChecklistFeature
  runs: RunsFeature
  bundles: BundlesFeature
  contracts: ContractsFeature
  permissions: PermissionsFeature
}

/** What the tests share with the rest of a workspace. */
export interface TestsContext {
  session: SessionFeature
  loomaGate: Gate
  fleet: Fleet
}

/** Opens the checklist, its runs and their evidence, the contracts and the permission matrix. */
export function openTests(deps: WorkspaceDeps, { session, loomaGate, fleet }: TestsContext): Tests {
  const { profile, store, secrets, now, emit, onCall } = deps
  const recorder = openRecorder(deps, fleet)
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
  return { checklist, runs, bundles: openBundles(deps, runs), contracts, permissions }
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

function openRecorder(deps: WorkspaceDeps, fleet: Fleet): EvidenceRecorder {
  const { profile, store, secrets, now, onBug } = deps
  const mask = (text: string) => secrets.maskBody(text)
  const { version: consoleVersion } = deps
  return createEvidenceRecorder({
    store: store.evidence,
    probesSince: (at, limit) => store.probes.since(profile.id, at, limit),
    incidentsDuring: (from, to) => store.incidents.during(profile.id, from, to),
    logOf: (id) => (fleet.ids().includes(id) ? fleet.log(id).snapshot() : null),
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
