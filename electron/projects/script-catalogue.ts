import type { ProjectSide, ScriptPurpose } from '../../shared/domain/projects'
import type { Bilingual } from '../../shared/domain/text'
import { loomaScripts } from './looma-scripts'
import { zervigoScripts } from './zervigo-scripts'

/** What is known of a script of the two projects (UPSTREAM 4). */
export interface KnownScript {
  /** Its file name; the folder differs between the trees. */
  name: string
  purpose: ScriptPurpose
  explains: Bilingual
  warnings: readonly Bilingual[]
  /** Scripts of one family belong together as start and stop. */
  family: string
  /** 0 touches only its own services, 3 may lose data or end what is not its own. */
  risk: 0 | 1 | 2 | 3
  /** False for one that is never proposed by itself, although a person may still choose it. */
  isOffered: boolean
  /** The only arguments known to be safe; without them it runs bare. */
  arguments: { start: readonly string[]; stop: readonly string[] }
}

const catalogue: Readonly<Record<ProjectSide, readonly KnownScript[]>> = {
  zervigo: zervigoScripts,
  looma: loomaScripts,
}

/** Finds what is known of a script by its file name; null for a stranger. */
export function knownScript(side: ProjectSide, path: string): KnownScript | null {
  const name = path.split('/').at(-1)
  return catalogue[side].find((script) => script.name === name) ?? null
}

/** Tells whether a script may be chosen to start a project with. */
export function canStart(side: ProjectSide, path: string): boolean {
  const known = knownScript(side, path)
  return known === null || known.purpose === 'start'
}

/** Tells whether a script may be chosen to stop a project with. */
export function canStop(side: ProjectSide, path: string): boolean {
  const known = knownScript(side, path)
  return known === null || known.purpose === 'stop' || known.arguments.stop.length > 0
}
