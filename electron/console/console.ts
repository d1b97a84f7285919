import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { noSession } from '../../shared/domain/session'
import type { AppInfo, Settings } from '../../shared/domain/settings'
import type { Profile } from '../../shared/domain/profile'
import type { ProjectSide } from '../../shared/domain/projects'
import { OpsError } from '../../shared/errors'
import type { EventName, EventPayload, Handlers, Sources } from '../../shared/ipc'
import type { ChosenFile } from '../evidence/bundle-file'
import { createBundleShelf } from '../evidence/bundle-shelf'
import { createCallLog } from '../features/calls'
import { createProfiles } from '../features/profiles'
import { createRoutes } from '../ipc/routes'
import { llmFrom, portError } from '../localstack/stack'
import type { CommandTimings } from '../process/command-spec'
import type { LaunchScript } from '../process/launch'
import type { ConfirmByName } from '../process/stop-holder'
import type { BringUpTimings } from '../plans/bring-up'
import { createProfileLibrary } from '../profile/library'
import type { PrintPdf } from '../reports/write'
import { openStore, type Store } from '../store/database'
import type { Secrets } from '../zervigo/secrets'
import { createEmbedded } from './embedded'
import { exitText } from './watch-processes'
import { openWorkspace, type Workspace } from './workspace'

/** What the program behind the window is made with; nothing of it knows Electron. */
export interface ConsoleDeps {
  launch: LaunchScript
  serviceScript: string
  info: Omit<AppInfo, 'notices'>
  secrets: Secrets
  /** Ports of the embedded stack: the guide's plan, or free ones. */
  stackPorts: 'default' | 'auto'
  /** A profile file named on the command line; it wins over the remembered profile. */
  profile: Profile | null
  env: Readonly<Record<string, string | undefined>>
  now: () => number
  emit<E extends EventName>(name: E, payload: EventPayload<E>): void
  copyText(text: string): void
  revealFile(folder: string, file: string): void
  printPdf: PrintPdf | null
  applyTheme(theme: Settings['theme']): void
  /** Asks a person for an evidence bundle; null when nobody chose one. */
  askForFile(): Promise<ChosenFile | null>
  /** Asks a person to type a program's name before it is ended; null where nobody can be asked. */
  confirmByName: ConfirmByName | null
  /** Asks a person for the folder of a project; null when nobody chose one. */
  askForFolder(side: ProjectSide): Promise<string | null>
  /** How long a bring-up waits; the usual times when none are given. */
  planTimings?: Partial<BringUpTimings>
  commandTimings?: Partial<CommandTimings>
  onBug(message: string, error: unknown): void
}

/** The program behind the window. */
export interface Console {
  handlers: Handlers
  sources: Sources
  theme: Settings['theme']
  /** Begins polling and, on the embedded profile, starts the stack. */
  begin(): void
  /** Polls less often while nobody looks. */
  setHidden(isHidden: boolean): void
  dispose(): Promise<void>
}

const keptCalls = 1_000
const embeddedTalents = 240

/** Composes the whole program by hand; the window only shows what it says. */
export async function createConsole(deps: ConsoleDeps): Promise<Console> {
  const { info, secrets, now, emit, onBug } = deps
  const { dataFolder } = info
  // A file's profile has no processes of ours, whatever it calls itself.
  const given = deps.profile?.id === 'embedded' ? { ...deps.profile, id: 'file' } : deps.profile
  const mask = (text: string) => secrets.mask(text)
  const { store, notices } = openConsoleStore(join(dataFolder, 'console.db'), now, mask)
  const calls = createCallLog(keptCalls, (call) => emit('calls:added', call))
  const shelf = createBundleShelf((sha256) => store.bundles.has(sha256))
  const library = createProfileLibrary(join(dataFolder, 'profiles'))
  let workspace: Workspace | null = null
  let changing: Promise<unknown> = Promise.resolve()

  const active = (): Workspace => {
    if (workspace === null) throw new OpsError('busy', 'the profile is being changed')
    return workspace
  }
  const embedded = createEmbedded(
    {
      launch: deps.launch,
      serviceScript: deps.serviceScript,
      dataDir: join(dataFolder, 'stack', 'data'),
      logFolder: join(dataFolder, 'stack', 'logs'),
      talents: embeddedTalents,
      mask,
      now,
      ...llmFrom(deps.env),
    },
    {
      listening: (id) => embeddedWorkspace()?.health.noteStart(id),
      ended: (id, { exit }) => embeddedWorkspace()?.health.noteExit(id, exitText(exit)),
      changed: () => {
        const current = embeddedWorkspace()
        if (current !== null) emit('services:changed', current.services.grid())
      },
    },
  )
  const embeddedWorkspace = () => (workspace?.profile.id === 'embedded' ? workspace : null)

  function open(profile: Profile): Workspace {
    const isEmbedded = profile.id === 'embedded'
    const opened = openWorkspace({
      profile,
      supervisor: isEmbedded ? embedded.stack.supervisor : null,
      stackStatus: () => (isEmbedded ? embedded.status() : null),
      store,
      secrets,
      dataFolder,
      env: deps.env,
      version: info.version,
      now,
      shelf,
      askForFile: deps.askForFile,
      confirmByName: deps.confirmByName,
      askForFolder: deps.askForFolder,
      planTimings: deps.planTimings ?? {},
      commandTimings: deps.commandTimings ?? {},
      onCall: (call) => calls.add(call),
      printPdf: deps.printPdf,
      emit,
      onBug,
    })
    workspace = opened
    return opened
  }

  /** One change at a time; the old profile's work has ended before the new one opens. */
  function change(
    next: () => Promise<Profile>,
    between: () => Promise<void> = () => Promise.resolve(),
  ): Promise<Workspace> {
    const done = changing.then(async () => {
      const old = workspace
      const profile = await next()
      workspace = null
      // A workspace that ends badly must not leave the console without one.
      await old?.dispose().catch((error: unknown) => onBug('the old profile did not end', error))
      await between().catch((error: unknown) => onBug('the embedded stack did not stop', error))
      const opened = open(profile)
      emit('session:changed', noSession)
      emit('services:changed', opened.services.grid())
      return opened
    })
    changing = done.catch(() => undefined)
    return done
  }

  /** Polling begins once the services listen, so that a start is no row of failed probes. */
  async function bringUp(opened: Workspace): Promise<void> {
    const isOurs = opened.profile.id === 'embedded' && embedded.status().state !== 'blocked'
    try {
      await opened.commands?.opened
      if (isOurs) await embedded.start()
    } finally {
      if (workspace === opened) opened.health.start()
    }
  }

  async function startStack(ports: 'default' | 'auto'): Promise<void> {
    if (active().profile.id !== 'embedded') {
      throw new OpsError('unsupported', 'this profile is not the embedded stack')
    }
    const opened = await change(async () => {
      await embedded.stop()
      return embedded.plan(ports)
    })
    await bringUp(opened)
    const { state, conflicts } = embedded.status()
    if (state === 'blocked') throw portError(conflicts)
  }

  async function activate(profile: Profile | null): Promise<void> {
    const opened =
      profile === null
        ? await change(() => embedded.plan(deps.stackPorts))
        : await change(
            () => Promise.resolve(profile),
            () => embedded.stop(),
          )
    store.settings.update({ profileId: opened.profile.id })
    await bringUp(opened)
  }

  const { handlers, sources } = createRoutes({
    workspace: active,
    calls,
    profiles: createProfiles({
      library,
      embedded: () => embedded.profile(),
      given,
      activeId: () => workspace?.profile.id ?? '',
      activate,
    }),
    info: () => ({ ...info, notices }),
    settings: {
      get: () => store.settings.get(),
      update(patch) {
        const settings = store.settings.update(patch)
        deps.applyTheme(settings.theme)
        emit('settings:changed', settings)
        return settings
      },
    },
    stack: {
      start: (freePorts) => startStack(freePorts ? 'auto' : 'default'),
      stop: () => embedded.stop(),
    },
    copyText: deps.copyText,
    revealFile: deps.revealFile,
  })

  open(await firstProfile())

  async function firstProfile(): Promise<Profile> {
    if (given !== null) return given
    const { profileId } = store.settings.get()
    if (profileId !== 'embedded') {
      try {
        return await library.get(profileId)
      } catch (error) {
        notices.push({
          code: 'profile-unusable',
          detail: error instanceof Error ? error.message : String(error),
        })
      }
    }
    return embedded.plan(deps.stackPorts)
  }

  return {
    handlers,
    sources,
    theme: store.settings.get().theme,
    begin() {
      store.probes.prune()
      bringUp(active()).catch((error: unknown) => onBug('the services did not come up', error))
    },
    setHidden: (isHidden) => workspace?.health.setHidden(isHidden),
    async dispose() {
      await changing
      // What ends from here on ends on purpose: no incident, no event.
      const last = workspace
      workspace = null
      try {
        await last?.dispose()
      } finally {
        await embedded.stack.supervisor.dispose().finally(() => store.close())
      }
    },
  }
}

/** A database that cannot be used must not keep the console shut: it runs on a temporary one. */
function openConsoleStore(
  file: string,
  now: () => number,
  mask: (text: string) => string,
): { store: Store; notices: AppInfo['notices'] } {
  try {
    const store = openStore({ file, now, mask })
    return { store, notices: [...store.notices] }
  } catch (error) {
    const folder = mkdtempSync(join(tmpdir(), 'looma-console-'))
    const detail = error instanceof Error ? error.message : String(error)
    const store = openStore({ file: join(folder, 'console.db'), now, mask })
    return { store, notices: [{ code: 'database-refused', detail }, ...store.notices] }
  }
}
