import type { RunReport } from '../../shared/domain/checklist'
import type { ComparedValue } from '../../shared/domain/comparison'
import type { Fingerprint } from '../../shared/domain/evidence'

type Values = readonly (readonly [field: string, value: string | null])[]

/** What the testers chose: account, talent, addresses, console, machine. */
export function environmentValues(report: RunReport, print: Fingerprint | null): Values {
  const { run, environment } = report
  return [
    ['account', run.account],
    ['role', run.role],
    ['talent', run.talentId],
    ['tester', run.tester === '' ? null : run.tester],
    ['readOnly', run.readOnly],
    ['profile.id', environment.profile.id],
    ['profile.name', environment.profile.name],
    ...environment.services.map(({ id, url }) => [`services.${id}.url`, url] as const),
    ['console.version', environment.consoleVersion],
    ['platform', environment.platform],
    ['platform.release', print?.osRelease ?? null],
    ['profile.sha256', print?.profileSha256 ?? null],
  ]
}

/** What the owners of the system changed: versions, names, processes, configuration files. */
export function systemValues({ environment }: RunReport, print: Fingerprint | null): Values {
  return [
    ...environment.services.flatMap(
      ({ id, version, reportedName, health }) =>
        [
          [`services.${id}.version`, version],
          [`services.${id}.reportedName`, reportedName],
          [`services.${id}.health`, health],
        ] as const,
    ),
    ...(print?.services ?? []).flatMap(
      ({ id, owner }) =>
        [
          [`services.${id}.command`, owner?.command ?? null],
          [`services.${id}.startedAt`, timeOf(owner?.startedAt ?? null)],
        ] as const,
    ),
    ...(print?.files ?? []).map(({ name, sha256 }) => [`files.${name}`, sha256] as const),
  ]
}

/**
 * The values that are not the same on both sides, in the order they are first named. A service that
 * one run did not look at has not changed for that.
 */
export function valuesThatDiffer(before: Values, after: Values): ComparedValue[] {
  const [was, is] = [new Map(before), new Map(after)]
  const fields = [...new Set([...was.keys(), ...is.keys()])]
  return fields
    .filter((field) => !field.startsWith('services.') || (was.has(field) && is.has(field)))
    .map((field) => ({ field, before: was.get(field) ?? null, after: is.get(field) ?? null }))
    .filter((value) => value.before !== value.after)
}

function timeOf(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString()
}
