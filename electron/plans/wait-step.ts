import type { Bilingual } from '../../shared/domain/text'
import { OpsError } from '../../shared/errors'
import { pause } from '../process/pause'
import { exitWords, problem } from './problem'
import type { StepIo, StepResult, StepSpec } from './step'
import type { Unit, UnitEnd } from './unit'
import { about, answerOf, type Answer, type AskService } from './units'

/** How the start of a unit does, for those who wait for its services. */
export interface StartTrack {
  isStarting: boolean
  /** What an earlier start left is still being ended, and may answer until it is gone. */
  isEnding: boolean
  failures: number
}

export interface WaitOptions {
  probe: AskService
  pollMs: number
  /** Counted from the end of the start, which has an end of its own. */
  deadlineMs: number
}

/** A name may come late; this many good answers without one mean that none will come. */
const namelessAnswers = 3

/** The step that waits until a service answers well and as itself. */
export function waitStep(
  service: string,
  unit: Unit,
  track: StartTrack,
  options: WaitOptions,
): StepSpec {
  return {
    ...{ id: `wait.${service}`, kind: 'wait', subject: service, command: null, warnings: [] },
    title: { zh: `等待 ${service} 应答`, en: `Wait for ${service} to answer` },
    follows: `start.${unit.id}`,
    run: (io) => wait(service, unit, track, options, io),
  }
}

async function wait(
  service: string,
  unit: Unit,
  track: StartTrack,
  options: WaitOptions,
  io: StepIo,
): Promise<StepResult> {
  const failuresBefore = track.failures
  let startedAt: number | null = null
  let nameless = 0
  let shown = ''
  let isAlone = false
  for (;;) {
    if (track.failures > failuresBefore) return startFailed(service, unit)
    if (track.isEnding) {
      await pause(options.pollMs, io.signal)
      if (io.signal.aborted) throw cancelledWait(service)
      continue
    }
    const answer = await answerOf(service, options.probe, io.signal)
    if (io.signal.aborted) throw cancelledWait(service)
    if (answer.words.zh !== shown) io.line(about(service, answer.words))
    shown = answer.words.zh
    if (answer.isUp && answer.isNamed) return arrived(service, answer)
    const wasAlone = isAlone
    isAlone = track.isStarting && unit.isLeftAlone?.() === true
    if (isAlone && !wasAlone) io.line(leftAlone)
    const end = track.isStarting || track.failures > failuresBefore ? null : unit.ended?.()
    if (end) return ended(service, unit, end, io)
    nameless = answer.isUp && !answer.isStranger ? nameless + 1 : 0
    if (nameless >= namelessAnswers) return namelessly(service, answer)
    if (!track.isStarting) startedAt ??= performance.now()
    const waitedMs = startedAt === null ? 0 : performance.now() - startedAt
    if (waitedMs >= options.deadlineMs && track.failures === failuresBefore) {
      return tooLate(service, answer, options.deadlineMs)
    }
    await pause(options.pollMs, io.signal)
  }
}

const leftAlone: Bilingual = {
  zh: '启动命令已经以 0 结束，没有留下带本次启动标记的进程；可能由服务管理器（docker、systemd 等）接手，所以还在等。不想等可以按“不再等”，再重试、重新启动或跳过',
  en: 'The start command has ended with 0 and left no process with the tag of this start. A service manager such as docker or systemd may have taken over, so it is still waited for; “Stop waiting” lets you try again, start again or skip',
}

function cancelledWait(service: string): OpsError {
  return new OpsError('aborted', `waiting for ${service} was cancelled`)
}

function arrived(service: string, { words, isDegraded }: Answer): StepResult {
  const result = { zh: `${service} ${words.zh}`, en: `${service} is ${words.en}` }
  if (!isDegraded) return { state: 'done', result }
  const warning = {
    zh: `${service} 已应答，但${words.zh}`,
    en: `${service} answers, but ${words.en}`,
  }
  return { state: 'warned', result, warnings: [warning] }
}

function namelessly(service: string, { words }: Answer): StepResult {
  return {
    state: 'warned',
    result: {
      zh: `${service} ${words.zh}，没有自报名称`,
      en: `${service} is ${words.en}, without a name`,
    },
    warnings: [
      {
        zh: `应答里没有服务名：不能证明它就是 ${service}`,
        en: `The answer carries no service name: nothing proves that it is ${service}`,
      },
    ],
  }
}

function startFailed(service: string, unit: Unit): StepResult {
  return {
    state: 'failed',
    problem: problem(
      'START_FAILED',
      {
        zh: `${unit.title.zh} 没有启动成功，等不到 ${service}`,
        en: `${unit.title.en} did not start, so ${service} will not answer`,
      },
      {
        zh: `先解决步骤 start.${unit.id} 的问题并重试它；这一步会一起重试`,
        en: `Solve and retry the step start.${unit.id} first; this one is retried with it`,
      },
    ),
  }
}

function ended(service: string, unit: Unit, end: UnitEnd, io: StepIo): StepResult {
  for (const line of end.tail) io.line(line)
  const how = exitWords(end.signal ?? end.code)
  return {
    state: 'failed',
    problem: problem(
      'ENDED',
      {
        zh: `${unit.title.zh} 启动之后又结束了（${how.zh}），等不到 ${service}`,
        en: `${unit.title.en} ended after its start (${how.en}), so ${service} will not answer`,
      },
      {
        zh: '原因通常在它输出的最后几行；改正后从这一步重新启动它',
        en: 'The reason usually stands in its last lines of output; correct it, then start it again from this step',
      },
    ),
  }
}

function tooLate(service: string, answer: Answer, deadlineMs: number): StepResult {
  const seconds = Math.max(1, Math.round(deadlineMs / 1_000))
  const { code, hint } = answer.isStranger ? wrongName : noAnswer
  return {
    state: 'failed',
    problem: problem(
      code,
      {
        zh: `${seconds} 秒内 ${service} 没有就绪；最后一次：${answer.words.zh}`,
        en: `${service} was not ready within ${seconds} s; the last time it was ${answer.words.en}`,
      },
      hint,
    ),
  }
}

const wrongName = {
  code: 'WRONG_NAME',
  hint: {
    zh: '应答的是另一个服务：到“端口”页看是谁，核对环境里的地址，然后重试',
    en: 'Another service answers: see on the Ports screen who, compare the addresses of the profile, then try again',
  },
}
const noAnswer = {
  code: 'NOT_READY',
  hint: {
    zh: '看它的日志最后几行：常见是数据库没起来、监听了别的端口；解决后重试，只是等它；它已经退出就要重新启动',
    en: 'See the end of its log: often a database is down or it listens on another port; then try again, which only waits: one that has ended needs another start',
  },
}
