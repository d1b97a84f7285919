import type { Project, ProjectLaunch, ProjectSide, Script } from '../../shared/domain/projects'
import type { Bilingual } from '../../shared/domain/text'
import { canStart, knownScript } from './script-catalogue'

export interface OfferFacts {
  side: ProjectSide
  scripts: readonly Script[]
  composeFiles: readonly string[]
  hasApp: boolean
}

interface Offer {
  launch: ProjectLaunch
  risk: number
}

const mostOffers = 60
/** Compose starts and stops what its file names and nothing else. */
const composeRisk = 0.5
/** What the console started is what a signal ends; databases that a script started stay. */
const signalRisk = 1
const strangerRisk = 10

/** Everything that a project can be started with, the safest first. */
export function launchOffers(facts: OfferFacts): ProjectLaunch[] {
  const { side, scripts, composeFiles, hasApp } = facts
  const offers: Offer[] = [
    ...(hasApp ? [{ launch: { kind: 'app' as const }, risk: -1 }] : []),
    ...scripts.flatMap((script) => scriptOffers(side, script, scripts)),
    ...composeFiles.map((file) => ({
      launch: { kind: 'compose' as const, file },
      // Looma's compose files hold databases only; the program itself stays down.
      risk: side === 'looma' ? strangerRisk : composeRisk,
    })),
  ]
  const sorted = offers.sort((left, right) => left.risk - right.risk)
  return sorted.slice(0, mostOffers).map(({ launch }) => launch)
}

function scriptOffers(side: ProjectSide, start: Script, scripts: readonly Script[]): Offer[] {
  const known = knownScript(side, start.path)
  if (!canStart(side, start.path) || known?.isOffered === false) return []
  // A script that cannot be run is still offered: the check names what has to be done about it.
  const penalty = start.isExecutable ? 0 : strangerRisk
  const risk = (known?.risk ?? strangerRisk + start.warnings.length) + penalty
  const offer = (stop: string | null, more: number): Offer => ({
    launch: { kind: 'script', start: start.path, stop },
    risk: risk + more,
  })
  const ended = offer(null, signalRisk)
  if (known === null) return [ended]
  const stops = stopsFor(side, start, known.family, scripts)
  return [...stops.map((path) => offer(path, stopRisk(side, start.path, path))), ended]
}

function stopRisk(side: ProjectSide, start: string, stop: string): number {
  return start === stop ? 0 : (knownScript(side, stop)?.risk ?? strangerRisk)
}

/** The stop scripts of the same family; every offered one when the family has none. */
function stopsFor(
  side: ProjectSide,
  start: Script,
  family: string,
  scripts: readonly Script[],
): string[] {
  if ((knownScript(side, start.path)?.arguments.stop.length ?? 0) > 0) return [start.path]
  const stops = scripts.flatMap(({ path }) => {
    const known = knownScript(side, path)
    return known?.purpose === 'stop' && known.isOffered ? [{ path, family: known.family }] : []
  })
  const own = stops.filter((stop) => stop.family === family)
  return (own.length > 0 ? own : stops).map(({ path }) => path)
}

/** What a person must know before a project is started or stopped as chosen. */
export function launchWarnings({ launch, scripts }: Pick<Project, 'launch' | 'scripts'>): {
  start: readonly Bilingual[]
  stop: readonly Bilingual[]
} {
  if (launch?.kind !== 'script') return { start: [], stop: [] }
  const of = (path: string | null): readonly Bilingual[] =>
    scripts.find((script) => script.path === path)?.warnings ?? []
  return { start: of(launch.start), stop: of(launch.stop) }
}
