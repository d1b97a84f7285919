import {
  ServiceId,
  zervigoIds,
  type Grid,
  type ServiceSnapshot,
} from '../../shared/domain/services'
import type { Bilingual } from '../../shared/domain/text'
import { OpsError } from '../../shared/errors'
import { serviceOfName } from '../process/identity'
import { pause } from '../process/pause'
import { problem } from './problem'
import type { StepIo, StepResult, StepSpec } from './step'
import { joined } from './units'

export interface VerifyOptions {
  /** Asks everything once more and waits for the answers. */
  sweep(): Promise<Grid>
  /** Services and monitors that the plan's own units bring. */
  services: readonly string[]
  now(): number
  pauseMs: number
  rounds: number
}

const roundsInARow = 2

/** The step that asks everybody again, Looma for its own view included. */
export function verifyStep(options: VerifyOptions): StepSpec {
  return {
    ...{ id: 'verify', kind: 'verify', subject: null, command: null, warnings: [] },
    title: { zh: '核实所有服务', en: 'Verify all services' },
    run: (io) => verify(options, io),
  }
}

async function verify(options: VerifyOptions, io: StepIo): Promise<StepResult> {
  const beganAt = options.now()
  let inARow = 0
  let shown = ''
  for (let round = 1; ; round += 1) {
    const grid = await options.sweep()
    if (io.signal.aborted) throw new OpsError('aborted', 'the verification was cancelled')
    const bad = badOnes(grid, options.services)
    inARow = bad.length === 0 ? inARow + 1 : 0
    const claims = claimsOf(grid, beganAt)
    const open = [...bad, ...claims]
    const words = open.length > 0 ? joined(open) : allWell
    if (words.zh !== shown) io.line(words)
    shown = words.zh
    const isLast = round >= options.rounds
    if (inARow >= roundsInARow && (claims.length === 0 || isLast))
      return verified(grid, claims, options.services)
    if (isLast) return notVerified(bad.length > 0 ? bad : [unsteady])
    await pause(options.pauseMs, io.signal)
  }
}

const allWell: Bilingual = { zh: '都健康', en: 'all are well' }
const unsteady: Bilingual = {
  zh: '没有连续两次都健康',
  en: 'they were not all well twice in a row',
}

/** Who is not well, or not itself; monitors of somebody else only make a warning. */
function badOnes({ services }: Grid, own: readonly string[]): Bilingual[] {
  return services
    .filter(({ kind, id }) => kind === 'service' || own.includes(id))
    .filter((one) => !isWell(one) || isMisnamed(one))
    .map(stateWords)
}

function isWell({ health }: ServiceSnapshot): boolean {
  const outcome = health.probes.at(-1)?.outcome
  const isUp = outcome === 'healthy' || outcome === 'degraded'
  return isUp && !health.stale && (health.state === 'healthy' || health.state === 'degraded')
}

function isMisnamed({ id, health: { reportedName } }: ServiceSnapshot): boolean {
  if (!ServiceId.safeParse(id).success || reportedName === null) return false
  return serviceOfName(reportedName) !== id
}

function stateWords({ id, health }: ServiceSnapshot): Bilingual {
  const { state, reportedName, lastError } = health
  const why = lastError === null ? '' : ` (${lastError.detail ?? lastError.fault})`
  const self =
    reportedName === null
      ? { zh: '', en: '' }
      : {
          zh: `，自称 ${reportedName}`,
          en: `, calls itself ${reportedName}`,
        }
  return {
    zh: `${id} ${stateNames[state].zh}${why}${self.zh}`,
    en: `${id} is ${state}${why}${self.en}`,
  }
}

const stateNames: Record<ServiceSnapshot['health']['state'], Bilingual> = {
  unknown: { zh: '未知', en: 'unknown' },
  healthy: { zh: '健康但未确认', en: 'healthy' },
  degraded: { zh: '能用但有问题', en: 'degraded' },
  unreachable: { zh: '连不上', en: 'unreachable' },
  failing: { zh: '应答不对', en: 'failing' },
}

/** What Looma's own report, asked for since the step began, does not confirm. */
function claimsOf({ services }: Grid, beganAt: number): Bilingual[] {
  return zervigoIds.flatMap((id): Bilingual[] => {
    const one = services.find((service) => service.id === id)
    if (one === undefined) return []
    const { witness, disagrees } = one
    if (witness === null || witness.at < beganAt) {
      return [{ zh: `Looma 没有说到 ${id}`, en: `Looma says nothing about ${id}` }]
    }
    if (!disagrees) return []
    const claim = witness.healthy
      ? { zh: '健康', en: 'healthy' }
      : {
          zh: `不健康${witness.error === null ? '' : `（${witness.error}）`}`,
          en: `unhealthy${witness.error === null ? '' : ` (${witness.error})`}`,
        }
    return [
      {
        zh: `Looma 说 ${id} ${claim.zh}，与直接询问的结果不一致`,
        en: `Looma calls ${id} ${claim.en}, which contradicts what we measured`,
      },
    ]
  })
}

function verified(grid: Grid, claims: readonly Bilingual[], own: readonly string[]): StepResult {
  const { services } = grid
  const judged = services.filter(({ kind, id }) => kind === 'service' || own.includes(id))
  const degraded = judged.filter(
    ({ health }) => health.state === 'degraded' || health.probes.at(-1)?.outcome === 'degraded',
  )
  const nameless = judged.filter(
    ({ kind, health }) => kind === 'service' && health.reportedName === null,
  )
  const foreign = services.filter(
    (one) => one.kind === 'monitor' && !own.includes(one.id) && !isWell(one),
  )
  const warnings = [
    ...degraded.map(stateWords),
    ...nameless.map(({ id }) => ({
      zh: `${id} 没有自报名称，不能证明就是它`,
      en: `${id} gives no name, so nothing proves that it is the one`,
    })),
    ...claims,
    ...foreign.map(stateWords),
  ]
  const count = judged.length
  const result = {
    zh: `${count} 项连续两次应答正常${warnings.length === 0 ? '，Looma 的说法一致' : ''}`,
    en: `${count} answered well twice in a row${warnings.length === 0 ? ', and Looma agrees' : ''}`,
  }
  return warnings.length === 0 ? { state: 'done', result } : { state: 'warned', result, warnings }
}

function notVerified(bad: readonly Bilingual[]): StepResult {
  return {
    state: 'failed',
    problem: problem(
      'NOT_VERIFIED',
      { zh: `核实没有通过：${joined(bad).zh}`, en: `Not verified: ${joined(bad).en}` },
      {
        zh: '到“服务”页看它的错误与日志；解决后重试这一步',
        en: 'See its error and log on the Services screen; try this step again once solved',
      },
    ),
  }
}
