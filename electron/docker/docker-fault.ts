import type { DockerState } from '../../shared/domain/docker'
import { plain } from '../process/lines'
import type { ChildReport } from './docker-child'

/** Everything that can keep docker from doing what it is asked. */
export type DockerFault = Exclude<DockerState, 'ready'>

/** What the CLI says when the engine exists and this user may not speak to it. */
const notPermitted = [
  /permission denied while trying to connect/i,
  /dial unix \S+ connect: permission denied/i,
  /open \S*pipe\S*docker\S*: access is denied/i,
  /connection aborted\.?'?, PermissionError/i,
]

/** What it says when no engine answers, on each system and of each age. */
const notRunning = [
  /cannot connect to the docker daemon/i,
  /couldn't connect to docker daemon/i,
  /is the docker daemon running/i,
  /failed to connect to the docker api/i,
  /docker daemon is not running/i,
  /docker desktop is (?:not running|unable|starting|stopped|paused|manually paused)/i,
  /open \S*pipe\S*docker\S*: the system cannot find the file/i,
  /dial unix \S+ connect: (?:no such file|connection refused)/i,
  /error during connect/i,
  /error while fetching server api version/i,
]

const noCompose = [
  /unknown command:? (?:"|')?(?:docker )?compose/i,
  /['"]compose['"] is not a docker command/i,
]

/** Which kind of failure an output tells of; null when it is none of the known ones. */
export function faultIn(text: string): Exclude<DockerFault, 'not-installed' | 'failed'> | null {
  const says = (patterns: readonly RegExp[]): boolean => patterns.some((one) => one.test(text))
  if (says(notPermitted)) return 'not-permitted'
  if (says(notRunning)) return 'not-running'
  return says(noCompose) ? 'no-compose' : null
}

const mostSentenceChars = 600
const isWarning = /level=(?:warning|info|debug)|^WARN\[|^DEBU\[|^WARNING:/

/** The sentence that docker printed about a failure, without warnings about other things. */
export function sentenceOf(report: ChildReport, command: string): string {
  if (report.how === 'timeout') return `${command}: no answer in time, ended by the console`
  if (report.how === 'aborted') return `${command}: cancelled`
  if (report.how === 'oversized') return `${command}: printed more than 1 MiB, ended by the console`
  if (report.how === 'spawn') return `${command}: could not be launched (${report.word ?? '?'})`
  if (report.how === 'missing') return `${command}: the program was not found`
  const text = report.stderr.trim() === '' ? report.stdout : report.stderr
  const lines = text
    .split('\n')
    .map((line) => plain(line).trim())
    .filter((line) => line !== '')
  const said = lines.filter((line) => !isWarning.test(line))
  const telling = said.filter((line) => faultIn(line) !== null)
  const chosen = telling.length > 0 ? telling.slice(0, 1) : said.slice(-3)
  const sentence = (chosen.length > 0 ? chosen : lines.slice(-1)).join(' · ')
  const ending = endingOf(report)
  if (sentence === '') return `${command}: ${ending}`
  const short =
    sentence.length > mostSentenceChars ? `${sentence.slice(0, mostSentenceChars)}…` : sentence
  return telling.length > 0 ? short : `${short} (${ending})`
}

function endingOf({ exitCode, word }: ChildReport): string {
  if (exitCode === 130) return 'interrupted, exit code 130'
  if (exitCode !== null) return `exit code ${exitCode}`
  return `signal ${word ?? 'unknown'}`
}
