import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Profile } from '../../shared/domain/profile'
import type { ProjectSide } from '../../shared/domain/projects'
import { serviceIds, type Grid } from '../../shared/domain/services'
import {
  calls,
  events,
  type CallInput,
  type CallName,
  type CallOutput,
  type EventName,
  type EventPayload,
} from '../../shared/ipc'
import type { ChosenFile } from '../evidence/bundle-file'
import type { BringUpTimings } from '../plans/bring-up'
import type { CommandTimings } from '../process/command-spec'
import { nodeLaunch } from '../process/node-launch'
import type { ConfirmByName } from '../process/stop-holder'
import { createSecrets } from '../zervigo/secrets'
import { createConsole, type Console } from './console'

export interface TestConsole {
  program: Console
  dataFolder: string
  bugs: string[]
  /** Calls a handler the way the page does: checked on the way in and on the way out. */
  call<C extends CallName>(
    name: C,
    ...input: undefined extends CallInput<C> ? [] : [CallInput<C>]
  ): Promise<CallOutput<C>>
  /** The newest payload of an event that holds, waiting for it when there is none yet. */
  told<E extends EventName>(
    name: E,
    holds: (payload: EventPayload<E>) => boolean,
  ): Promise<EventPayload<E>>
  /** Forgets what was told so far. */
  forget(): void
  /** Everything that went to the page. */
  seen(): string
  /** Every file under the data folder, as text. */
  files(): Promise<string>
  dispose(): Promise<void>
}

export interface TestConsoleOptions {
  serviceScript: string
  dataFolder?: string
  stackPorts?: 'auto' | 'default'
  profile?: Profile | null
  askForFile?: () => Promise<ChosenFile | null>
  confirmByName?: ConfirmByName
  askForFolder?: (side: ProjectSide) => Promise<string | null>
  planTimings?: Partial<BringUpTimings>
  commandTimings?: Partial<CommandTimings>
  /** For how long `told` waits. */
  longestWaitMs?: number
  env?: Readonly<Record<string, string | undefined>>
}

const usualWaitMs = 15_000

export async function openConsole(options: TestConsoleOptions): Promise<TestConsole> {
  const dataFolder = options.dataFolder ?? (await mkdtemp(join(tmpdir(), 'console-')))
  const bugs: string[] = []
  const page: string[] = []
  const told = new Map<EventName, unknown[]>()
  const watchers = new Set<() => void>()
  const program = await createConsole({
    launch: nodeLaunch,
    serviceScript: options.serviceScript,
    info: {
      ...{ version: '0.0.0', electron: '0', chromium: '0', node: '20', platform: 'test' },
      dataFolder,
    },
    secrets: createSecrets(),
    stackPorts: options.stackPorts ?? 'auto',
    profile: options.profile ?? null,
    env: options.env ?? {},
    now: Date.now,
    emit(name, payload) {
      const checked: unknown = events[name].parse(payload)
      page.push(JSON.stringify(checked))
      told.set(name, [...(told.get(name) ?? []), payload])
      for (const watch of watchers) watch()
    },
    copyText: () => {},
    revealFile: (folder) => page.push(folder),
    printPdf: null,
    applyTheme: () => {},
    askForFolder: options.askForFolder ?? (() => Promise.resolve(null)),
    askForFile: options.askForFile ?? (() => Promise.resolve(null)),
    planTimings: options.planTimings ?? {},
    commandTimings: options.commandTimings ?? {},
    confirmByName: options.confirmByName ?? null,
    onBug: (message, error) => bugs.push(`${message}: ${String(error)}`),
  })
  const test: TestConsole = {
    program,
    dataFolder,
    bugs,
    async call(name, ...input) {
      const contract = calls[name]
      const value = await invoke(program, name, contract.input.parse(input[0]))
      page.push(JSON.stringify(contract.output.parse(value)) ?? '')
      return value
    },
    told: (name, holds) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          watchers.delete(look)
          reject(new Error(`${name} was not told; bugs: ${bugs.join('; ')}`))
        }, options.longestWaitMs ?? usualWaitMs)
        const look = () => {
          const list = (told.get(name) ?? []) as EventPayload<typeof name>[]
          const found = list.findLast(holds)
          if (found === undefined) return
          clearTimeout(timer)
          watchers.delete(look)
          resolve(found)
        }
        watchers.add(look)
        look()
      }),
    forget: () => told.clear(),
    seen: () => page.join('\n'),
    files: async () => {
      const names = await readdir(dataFolder, { recursive: true, withFileTypes: true })
      const files = names.filter((entry) => entry.isFile())
      const texts = files.map((file) => readFile(join(file.parentPath, file.name), 'latin1'))
      return (await Promise.all(texts)).join('\n')
    },
    async dispose() {
      await program.dispose()
      if (options.dataFolder === undefined) await rm(dataFolder, { recursive: true, force: true })
    },
  }
  return test
}

function invoke<C extends CallName>(
  program: Console,
  name: C,
  input: unknown,
): Promise<CallOutput<C>> {
  const handler = program.handlers[name] as (value: unknown) => Promise<CallOutput<C>>
  return handler(input)
}

/** Health of each of the seven, in their order. */
export const healthOf = (grid: Grid): string[] =>
  serviceIds.map((id) => grid.services.find((service) => service.id === id)?.health.state ?? '-')

export const isHealthy = (grid: Grid): boolean =>
  healthOf(grid).every((state) => state === 'healthy')

export function tileOf(grid: Grid, id: string) {
  const tile = grid.services.find((service) => service.id === id)
  if (tile === undefined) throw new Error(`no tile ${id}`)
  return tile
}
