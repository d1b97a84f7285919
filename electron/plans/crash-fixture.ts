import { join } from 'node:path'
import type { Plan, StepKind } from '../../shared/domain/plans'
import type { Bilingual } from '../../shared/domain/text'
import { createPlans, type PlansFeature } from '../features/plans'
import { quickTimings } from '../process/command-fixture'
import { commandEnvironment } from '../process/command-launch'
import { createCommandSupervisor, type CommandSupervisor } from '../process/command-supervisor'
import { isPortBusy, portOwner } from '../process/ports'
import { systemTable } from '../process/process-table'
import { systemSignals } from '../process/signals'
import { newTag } from '../process/tag'
import { bringUpPhases } from './bring-up'
import { fine, openGrid, step } from './plan-fixture'
import { createPortLook } from '../process/port-look'
import { shutdownPhases } from './shutdown'
import type { Phase } from './step'
import type { Unit } from './unit'

const mask = (text: string): string => text.replaceAll('hunter2', '***')

const service = `
const { createServer } = require('node:http')
const answer = JSON.stringify({ status: 'healthy', service: 'job-service' })
createServer((_, response) => response.setHeader('content-type', 'application/json').end(answer))
  .listen(Number(process.argv[1]), '127.0.0.1')
`

/** A console without a window: plans over one real process that outlives it. */
export interface Console {
  plans: PlansFeature
  supervisor: CommandSupervisor
  changes: Plan[]
  bugs: string[]
  dispose(): Promise<void>
}

export interface ConsoleOptions {
  folder: string
  port: number
  /** The kind of step that does its work and then never ends; it tells before. */
  hangs?: { kind: StepKind; onReached(id: string): void }
}

/** Opens a console on this folder. */
export function openConsole({ folder, port, hangs }: ConsoleOptions): Console {
  const { health, ask, sweep } = openGrid({ job: port })
  const supervisor = createCommandSupervisor({
    specs: [
      {
        ...{ id: 'job', start: [process.execPath, '-e', service, String(port)], stop: null },
        ...{ cwd: folder, env: commandEnvironment(process.env), log: null, ports: [port] },
        ...{ dependsOn: [], readyTimeoutMs: 20_000, restarts: true },
      },
    ],
    ...{ folder: join(folder, 'processes'), table: systemTable(), signals: systemSignals() },
    ...{ now: Date.now, random: Math.random, mask, newTag, timings: quickTimings },
    ...{ isBusy: isPortBusy, holderOf: portOwner, consoleVersion: '1' },
    isReady: async (_id, signal) => (await ask('job', signal)).probe.outcome === 'healthy',
    onChange: () => undefined,
  })
  const units = [unitOf(supervisor, port)]
  const look = createPortLook({ mask, containers: () => Promise.resolve([]) })
  const build = (kind: Plan['kind']): Promise<Phase[]> => {
    const phases =
      kind === 'bring-up'
        ? bringUpPhases({
            ...{ units, look, probe: ask, portOf: () => port, now: Date.now },
            checks: [[step('folder.zervigo', () => Promise.resolve(fine))]],
            async sweep() {
              const grid = await sweep()
              return { ...grid, services: grid.services.filter(({ id }) => id === 'job') }
            },
            timings: { pollMs: 20, waitMs: 10_000, verifyPauseMs: 10, verifyRounds: 4 },
          })
        : shutdownPhases({
            ...{ units, look, now: Date.now },
            logs: () => Promise.resolve({ files: [], runSpans: [] }),
          })
    return Promise.resolve(hangs === undefined ? phases : hanging(phases, hangs))
  }
  const changes: Plan[] = []
  const bugs: string[] = []
  const plans = createPlans({
    ...{ profile: { id: 'p', name: '联调' }, consoleVersion: '1', build, mask, now: Date.now },
    folders: { plan: join(folder, 'plan'), reports: join(folder, 'reports') },
    earlier: () => earlierOf(supervisor),
    ...{ findSecret: () => null, language: () => 'zh-CN', newId: newTag },
    onChange: (plan) => changes.push(plan),
    onBug: (message) => bugs.push(message),
  })
  return {
    ...{ plans, supervisor, changes, bugs },
    async dispose() {
      await plans.dispose()
      await supervisor.dispose(3_000)
      await health.dispose()
    },
  }
}

function unitOf(supervisor: CommandSupervisor, port: number): Unit {
  return {
    ...{ id: 'job', title: { zh: '职位服务', en: 'job service' }, services: ['job'] },
    ...{ dependsOn: [], startCommand: 'node job', stopCommand: null, ports: [port] },
    ...{ startWarnings: [], stopWarnings: [], provesItsOwn: true },
    async state() {
      await supervisor.opened
      return supervisor.snapshot('job').state
    },
    start: () => supervisor.start('job'),
    async stop() {
      await supervisor.stop('job')
      return 'term'
    },
  }
}

function hanging(phases: readonly Phase[], hangs: NonNullable<ConsoleOptions['hangs']>): Phase[] {
  return phases.map((phase) =>
    phase.map((spec) => ({
      ...spec,
      async run(io) {
        if (spec.kind !== hangs.kind) return spec.run(io)
        // Before a stop ends there is something left to stop.
        if (spec.kind !== 'stop') await spec.run(io)
        hangs.onReached(spec.id)
        return new Promise<never>(() => undefined)
      },
    })),
  )
}

async function earlierOf(supervisor: CommandSupervisor): Promise<Bilingual[]> {
  const { adopted, stale } = await supervisor.opened
  return [
    ...adopted.map((id) => ({ zh: `${id} 仍在运行，已接管`, en: `${id} still runs, adopted` })),
    ...stale.map(({ id }) => ({ zh: `${id} 的记录已失效`, en: `the record of ${id} is stale` })),
  ]
}
