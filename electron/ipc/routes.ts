import { basename } from 'node:path'
import type { AppInfo, Settings, SettingsPatch } from '../../shared/domain/settings'
import type { Handlers, Sources } from '../../shared/ipc'
import type { CallLog } from '../features/calls'
import type { ProfilesFeature } from '../features/profiles'
import type { Workspace } from '../console/workspace'

/** What the routes lead to; the workspace changes with the profile, so it is asked for each time. */
export interface RouteTargets {
  workspace(): Workspace
  calls: CallLog
  profiles: ProfilesFeature
  info(): AppInfo
  settings: { get(): Settings; update(patch: SettingsPatch): Settings }
  stack: { start(freePorts: boolean): Promise<void>; stop(): Promise<void> }
  copyText(text: string): void
  revealFile(folder: string, file: string): void
}

/** Contract name → feature method, one line each; a missing or extra one does not compile. */
export function createRoutes(to: RouteTargets): { handlers: Handlers; sources: Sources } {
  const at = to.workspace
  return {
    handlers: {
      'app:info': async () => to.info(),
      'app:copy': async ({ text }) => to.copyText(text) as undefined,
      'settings:get': async () => to.settings.get(),
      'settings:update': async (patch) => to.settings.update(patch),
      'profiles:list': () => to.profiles.list(),
      'profiles:use': async ({ id }) => (await to.profiles.use(id)) as undefined,
      'profiles:import': ({ text, name }) => to.profiles.importText(text, name),

      'services:grid': async () => at().services.grid(),
      'services:probe': () => at().services.probe(),
      'services:start': async ({ id }) => (await at().services.start(id)) as undefined,
      'services:stop': async ({ id }) => (await at().services.stop(id)) as undefined,
      'services:restart': async ({ id }) => (await at().services.restart(id)) as undefined,
      'services:fault': async ({ id, fault }) => at().services.fault(id, fault) as undefined,
      'services:incidents': async ({ limit }) => at().services.incidents(limit),
      'stack:start': async ({ freePorts }) => (await to.stack.start(freePorts)) as undefined,
      'stack:stop': async () => (await to.stack.stop()) as undefined,

      'projects:list': () => at().projects.list(),
      'projects:choose': ({ side }) => at().projects.choose(side),
      'projects:launch': ({ side, launch }) => at().projects.launch(side, launch),
      'projects:forget': ({ side }) => at().projects.forget(side),

      'plans:current': () => at().plans.current(),
      'plans:prepare': ({ kind }) => at().plans.prepare(kind),
      'plans:start': () => at().plans.start(),
      'plans:retry': (input) => at().plans.retry(input),
      'plans:repeat': (input) => at().plans.repeat(input),
      'plans:give-up': (input) => at().plans.giveUp(input),
      'plans:skip': (input) => at().plans.skip(input),
      'plans:apply': (input) => at().plans.apply(input),
      'plans:cancel': () => at().plans.cancel(),
      'plans:reveal': async () => {
        to.revealFile(at().plans.reportFolder, basename(at().plans.reportFile()))
        return undefined
      },

      'docker:status': () => at().docker.status(),
      'docker:act': ({ side, service, action }) => at().docker.act(side, service, action),

      'ports:list': () => at().ports.list(),
      'ports:stop': ({ port, pid }) => at().ports.stop(port, pid),

      'logs:sources': () => at().logs.sources(),
      'logs:save': ({ services }) => at().logs.save(services),
      'logs:reveal': async ({ file }) => to.revealFile(at().logs.folder, file) as undefined,

      'session:get': async () => at().session.current(),
      'session:login': (credentials) => at().session.login(credentials),
      'session:use-token': ({ token }) => at().session.useToken(token),
      'session:renew': () => at().session.renew(),
      'session:logout': () => at().session.logout(),

      'talents:list': (input) => at().talents.list(input),
      'talents:get': ({ id }) => at().talents.get(id),
      'talents:sync': ({ id }) => at().talents.sync(id),
      'talents:process': ({ id }) => at().talents.process(id),
      'talents:result': async ({ id }) => at().talents.lastResult(id),
      'matches:find': ({ id }) => at().matches.find(id),
      'chat:history': async ({ id }) => at().chat.history(id),
      'chat:send': ({ id, text }) => at().chat.send(id, text),
      'chat:cancel': async ({ id }) => at().chat.cancel(id) as undefined,
      'chat:clear': async ({ id }) => at().chat.clear(id) as undefined,

      'sync:get': async () => at().sync.current(),
      'sync:start': ({ ids }) => at().sync.start(ids),
      'sync:retry': () => at().sync.retry(),
      'sync:cancel': async () => at().sync.cancel(),

      'calls:list': async ({ limit }) => to.calls.list(limit),
      'calls:get': async ({ id }) => to.calls.get(id),

      'checklist:plan': async () => [...at().checklist.plan()],
      'checklist:start': async (options) => at().checklist.start(options),
      'checklist:cancel': async () => at().checklist.cancel() as undefined,
      'checklist:current': async () => at().checklist.current(),
      'checklist:rerun': async ({ id }) => at().checklist.rerun(id),

      'runs:list': async (input) => at().runs.list(input),
      'runs:get': async ({ id }) => at().runs.get(id),
      'runs:evidence': async ({ id }) => at().runs.evidence(id),
      'runs:judge': async ({ id, itemId, result }) => at().runs.judge(id, itemId, result),
      'runs:note': async ({ id, ...note }) => at().runs.note(id, note),
      'runs:attach': async ({ id, ...file }) => at().runs.attach(id, file),
      'runs:attachment': async ({ id, attachmentId }) => at().runs.attachment(id, attachmentId),
      'runs:sign': async ({ id, ...signature }) => at().runs.sign(id, signature),
      'runs:withdraw': async ({ id, ...withdrawal }) => at().runs.withdraw(id, withdrawal),
      'runs:compare': async ({ before, after }) => at().runs.compare(before, after),
      'runs:export': ({ id, formats }) => at().runs.export(id, formats),
      'runs:reveal': async ({ id }) => to.revealFile(at().runs.folderOf(id), '.') as undefined,

      'bundles:export': ({ id }) => at().bundles.export(id),
      'bundles:choose': () => at().bundles.choose(),
      'bundles:open': ({ fileName, base64 }) =>
        at().bundles.open(fileName, Buffer.from(base64, 'base64')),
      'bundles:list': async () => at().bundles.list(),
      'bundles:close': async ({ id }) => at().bundles.close(id) as undefined,

      'contracts:list': async () => at().contracts.list(),
      'contracts:accept': async ({ operation, name, note }) =>
        at().contracts.accept(operation, { name, note }),

      'permissions:plan': async () => at().permissions.plan(),
      'permissions:start': async ({ accounts, expectations }) =>
        at().permissions.start(accounts, expectations),
      'permissions:cancel': async () => at().permissions.cancel() as undefined,
      'permissions:current': async () => at().permissions.current(),
    },
    sources: {
      'services:log': ({ id }, sink) => at().services.log(id, sink),
      'docker:log': ({ side, service }, sink) => at().docker.log(side, service, sink),
      'logs:follow': ({ services }, sink) => at().logs.follow(services, sink),
    },
  }
}
