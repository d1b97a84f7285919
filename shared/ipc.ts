import { z } from 'zod'
import { CallRecord, CallSummary } from './domain/calls'
import { ChatMessage } from './domain/chat'
import {
  ItemId,
  ItemPlan,
  ReportFormat,
  RunOptions,
  RunProgress,
  RunReport,
  RunSummary,
  RunVerdict,
} from './domain/checklist'
import { RunComparison } from './domain/comparison'
import { ContractEntry } from './domain/contracts'
import { ComposeName, ContainerAction, DockerStatus } from './domain/docker'
import { mostBundleBytes, OpenedBundle, RunEvidence } from './domain/evidence'
import { LogSource, MergedLine, SavedLogs } from './domain/logs'
import { MatchList } from './domain/matches'
import { Expectations, MatrixLogin, PermissionPlan, PermissionRun } from './domain/permissions'
import { Plan, PlanKind } from './domain/plans'
import { AttachmentType, mostAttachmentBytes, PersonName, Statement } from './domain/records'
import { Port, PortTable, StopOutcome, StopRefusal } from './domain/ports'
import { ProfileEntry, ProfileProblem } from './domain/profile'
import { Project, ProjectLaunch, ProjectSide } from './domain/projects'
import { Grid, Incident, LogLine, ServiceId, StackFault } from './domain/services'
import { Credentials, Session } from './domain/session'
import { AppInfo, Settings, SettingsPatch } from './domain/settings'
import {
  AiResult,
  SyncJob,
  SyncOutcome,
  TalentDetail,
  TalentId,
  TalentPage,
} from './domain/talents'

const call = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O) => ({ input, output })

const none = z.undefined()
const service = z.strictObject({ id: z.string().min(1).max(60) })
const talent = z.strictObject({ id: TalentId })
const runId = z.string().min(1).max(60)
const run = z.strictObject({ id: runId })
/** An item of a run, or the run as a whole. */
const place = { id: runId, itemId: ItemId.nullable() }
const base64Of = (bytes: number) => z.base64().max(Math.ceil(bytes / 3) * 4)
const services = z.strictObject({ services: z.array(service.shape.id).min(1).max(100) })
const step = z.strictObject({ step: z.string().min(1).max(80) })
const fileName = z.string().min(1).max(200)

/** Every request the page can make. Adding one here makes the missing route a compile error. */
export const calls = {
  'app:info': call(none, AppInfo),
  'app:copy': call(z.strictObject({ text: z.string().max(2_000_000) }), none),
  'settings:get': call(none, Settings),
  'settings:update': call(SettingsPatch.strict(), Settings),
  'profiles:list': call(none, z.array(ProfileEntry)),
  'profiles:use': call(z.strictObject({ id: z.string().min(1).max(60) }), none),
  'profiles:import': call(
    z.strictObject({ text: z.string().max(1_000_000), name: z.string().max(200) }),
    z.discriminatedUnion('ok', [
      z.object({ ok: z.literal(true), id: z.string() }),
      z.object({ ok: z.literal(false), problems: z.array(ProfileProblem) }),
    ]),
  ),

  'services:grid': call(none, Grid),
  'services:probe': call(none, Grid),
  'services:start': call(service, none),
  'services:stop': call(service, none),
  'services:restart': call(service, none),
  'services:fault': call(z.strictObject({ id: ServiceId, fault: StackFault }), none),
  'services:incidents': call(
    z.strictObject({ limit: z.number().int().min(1).max(500) }),
    z.array(Incident),
  ),
  'stack:start': call(z.strictObject({ freePorts: z.boolean() }), none),
  'stack:stop': call(none, none),

  'projects:list': call(none, z.array(Project)),
  /** Main asks for the folder; what is there stays when nobody chose one. */
  'projects:choose': call(z.strictObject({ side: ProjectSide }), z.array(Project)),
  /** Decides how a project is started; null leaves that to somebody else. */
  'projects:launch': call(
    z.strictObject({ side: ProjectSide, launch: ProjectLaunch.nullable() }),
    z.array(Project),
  ),
  'projects:forget': call(z.strictObject({ side: ProjectSide }), z.array(Project)),

  /** The newest plan of the profile, finished or not. */
  'plans:current': call(none, Plan.nullable()),
  /** Lists the steps without running any. */
  'plans:prepare': call(z.strictObject({ kind: PlanKind }), Plan),
  'plans:start': call(none, Plan),
  'plans:retry': call(step, Plan),
  /** Repeats the start that this failed step waits for, once what it left has been ended. */
  'plans:repeat': call(step, Plan),
  /** Waits no longer for a start or an answer: the step has failed, what was started still runs. */
  'plans:give-up': call(step, Plan),
  'plans:skip': call(step.extend({ reason: z.string().trim().min(1).max(400) }), Plan),
  /** Writes the proposed keys, keeps a backup, and tries the step again. */
  'plans:apply': call(step, Plan),
  /** Waits for nothing any more; what has been started stays. */
  'plans:cancel': call(none, Plan),
  /** Shows the report in the system's file browser. */
  'plans:reveal': call(none, none),

  'docker:status': call(none, DockerStatus),
  /** Without a service all of the project's. */
  'docker:act': call(
    z.strictObject({
      side: ProjectSide,
      service: ComposeName.nullable(),
      action: ContainerAction,
    }),
    DockerStatus,
  ),

  'ports:list': call(none, PortTable),
  /** Ends a foreign holder; main asks for its name first and looks again before the signal. */
  'ports:stop': call(
    z.strictObject({ port: Port, pid: z.number().int().min(2) }),
    z.object({ outcome: StopOutcome, reason: StopRefusal.nullable(), table: PortTable }),
  ),

  'logs:sources': call(none, z.array(LogSource)),
  /** Writes what is on disk of these services into one file, merged by time. */
  'logs:save': call(services, SavedLogs),
  /** Shows a file that was saved in the system's file browser. */
  'logs:reveal': call(z.strictObject({ file: fileName }), none),

  'session:get': call(none, Session),
  'session:login': call(Credentials.strict(), Session),
  'session:use-token': call(z.strictObject({ token: z.string().min(1).max(16_384) }), Session),
  'session:renew': call(none, Session),
  'session:logout': call(none, Session),

  'talents:list': call(
    z.strictObject({
      query: z.string().max(200),
      offset: z.number().int().nonnegative(),
      limit: z.number().int().min(1).max(10_000),
    }),
    TalentPage,
  ),
  'talents:get': call(talent, TalentDetail),
  'talents:sync': call(talent, SyncOutcome),
  'talents:process': call(talent, AiResult),
  'talents:result': call(talent, AiResult.nullable()),
  'matches:find': call(talent, MatchList),
  'chat:history': call(talent, z.array(ChatMessage)),
  'chat:send': call(
    z.strictObject({ id: TalentId, text: z.string().trim().min(1).max(8_000) }),
    z.array(ChatMessage),
  ),
  'chat:cancel': call(talent, none),
  'chat:clear': call(talent, none),

  'sync:get': call(none, SyncJob.nullable()),
  /** Without ids every talent that Looma lists is synced. */
  'sync:start': call(z.strictObject({ ids: z.array(TalentId).max(100_000).nullable() }), SyncJob),
  'sync:retry': call(none, SyncJob),
  'sync:cancel': call(none, SyncJob.nullable()),

  'calls:list': call(
    z.strictObject({ limit: z.number().int().min(1).max(1_000) }),
    z.array(CallSummary),
  ),
  'calls:get': call(
    z.strictObject({ id: z.string().min(1).max(80) }),
    CallRecord.extend({ curl: z.string() }),
  ),

  'checklist:plan': call(none, z.array(ItemPlan)),
  'checklist:start': call(RunOptions.strict(), RunProgress),
  'checklist:cancel': call(none, none),
  'checklist:current': call(none, RunProgress.nullable()),
  /** Tries again what is not passed and whatever it depends on, as a further attempt of the run. */
  'checklist:rerun': call(run, RunProgress),

  /** Newest first; the query is looked for in everything a person may remember of a run. */
  'runs:list': call(
    z.strictObject({
      limit: z.number().int().min(1).max(1_000),
      query: z.string().max(200).optional(),
      verdict: RunVerdict.optional(),
    }),
    z.array(RunSummary),
  ),
  'runs:get': call(run, RunReport),
  'runs:evidence': call(run, RunEvidence.nullable()),
  /** What a person found about an item; null takes it back. */
  'runs:judge': call(
    z.strictObject({
      id: runId,
      itemId: ItemId,
      result: z
        .strictObject({ verdict: z.enum(['pass', 'fail']), note: Statement, name: PersonName })
        .nullable(),
    }),
    RunReport,
  ),
  'runs:note': call(z.strictObject({ ...place, text: Statement, name: PersonName }), RunReport),
  'runs:attach': call(
    z.strictObject({
      ...place,
      fileName,
      type: AttachmentType,
      base64: base64Of(mostAttachmentBytes),
      name: PersonName,
    }),
    RunReport,
  ),
  'runs:attachment': call(
    z.strictObject({ id: runId, attachmentId: z.string().min(1).max(80) }),
    z.object({ type: AttachmentType, base64: z.string() }),
  ),
  'runs:sign': call(
    z.strictObject({ id: runId, name: PersonName, statement: Statement }),
    RunReport,
  ),
  'runs:withdraw': call(
    z.strictObject({ id: runId, name: PersonName, reason: Statement }),
    RunReport,
  ),
  'runs:compare': call(z.strictObject({ before: runId, after: runId }), RunComparison),
  /** Writes the report files and answers their folder and names. */
  'runs:export': call(
    z.strictObject({ id: z.string().min(1).max(60), formats: z.array(ReportFormat).min(1) }),
    z.object({ folder: z.string(), files: z.array(z.string()) }),
  ),
  /** Shows an exported file of a run in the system's file browser. */
  'runs:reveal': call(run, none),

  /** Writes the evidence bundle of a run beside its reports. */
  'bundles:export': call(run, z.object({ folder: z.string(), file: z.string() })),
  /** Main asks for the file; null when nobody chose one. */
  'bundles:choose': call(none, OpenedBundle.nullable()),
  /** A file dropped onto the window. */
  'bundles:open': call(
    z.strictObject({ fileName, base64: base64Of(mostBundleBytes) }),
    OpenedBundle,
  ),
  'bundles:list': call(none, z.array(OpenedBundle)),
  'bundles:close': call(run, none),

  'contracts:list': call(none, z.array(ContractEntry)),
  /** Makes the last answer of an operation what later ones are held against. */
  'contracts:accept': call(
    z.strictObject({ operation: z.string().min(1).max(80), name: PersonName, note: Statement }),
    ContractEntry,
  ),

  'permissions:plan': call(none, PermissionPlan),
  'permissions:start': call(
    z.strictObject({
      accounts: z.array(MatrixLogin).min(1).max(20),
      expectations: Expectations,
    }),
    PermissionRun,
  ),
  'permissions:cancel': call(none, none),
  'permissions:current': call(none, PermissionRun.nullable()),
} as const

/** Everything main tells the page without being asked: whole snapshots, so none depends on another. */
export const events = {
  'services:changed': Grid,
  'session:changed': Session,
  'settings:changed': Settings,
  'sync:changed': SyncJob,
  'checklist:changed': RunProgress,
  'permissions:changed': PermissionRun,
  'plans:changed': Plan,
  'calls:added': CallSummary,
} as const

const stream = <I extends z.ZodType, T extends z.ZodType>(input: I, item: T) => ({ input, item })

/** Long-running feeds, one port each: first the snapshot, then what follows. */
export const streams = {
  'services:log': stream(service, LogLine),
  'logs:follow': stream(services, MergedLine),
  'docker:log': stream(z.strictObject({ side: ProjectSide, service: ComposeName }), LogLine),
} as const

export type CallName = keyof typeof calls
export type EventName = keyof typeof events
export type StreamName = keyof typeof streams

export type CallInput<C extends CallName> = z.infer<(typeof calls)[C]['input']>
export type CallOutput<C extends CallName> = z.infer<(typeof calls)[C]['output']>
export type EventPayload<E extends EventName> = z.infer<(typeof events)[E]>
export type StreamInput<S extends StreamName> = z.infer<(typeof streams)[S]['input']>
export type StreamItem<S extends StreamName> = z.infer<(typeof streams)[S]['item']>

/** Arguments of a call as the page writes them: nothing when the input is nothing. */
export type CallArgs<C extends CallName> = undefined extends CallInput<C> ? [] : [CallInput<C>]

/** One handler per call; a missing or extra one does not compile. */
export type Handlers = {
  [C in CallName]: (input: CallInput<C>) => Promise<CallOutput<C>>
}

/** Where a stream's source puts its items. */
export interface StreamSink<T> {
  push(items: readonly T[]): void
  /** Tells the page of items that the source itself left out. */
  drop(count: number): void
  end(): void
  fail(error: unknown): void
  /** Aborted when the page closes the stream or goes away. */
  readonly signal: AbortSignal
}

/** One source per stream. */
export type Sources = {
  [S in StreamName]: (input: StreamInput<S>, sink: StreamSink<StreamItem<S>>) => void
}
