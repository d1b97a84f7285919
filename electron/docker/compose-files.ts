import { stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { OpsError } from '../../shared/errors'

/** Names that compose takes by itself, in the order in which it prefers them. */
const bases = {
  plugin: ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'],
  old: ['docker-compose.yml', 'docker-compose.yaml', 'compose.yml', 'compose.yaml'],
}
const overrides = {
  plugin: ['compose.override.yml', 'compose.override.yaml'],
  old: ['docker-compose.override.yml', 'docker-compose.override.yaml'],
}

/**
 * The file that compose merges over this one when it is left to itself, as people do who type
 * `docker compose up` in the folder; a `-f` alone would leave it out. Null when there is none, or
 * when compose would not take this file by itself.
 */
export async function overrideOf(file: string, isOld: boolean): Promise<string | null> {
  const folder = dirname(file)
  const [first] = await presentIn(folder, isOld ? bases.old : bases.plugin)
  if (first !== basename(file)) return null
  const order = isOld
    ? [...overrides.old, ...overrides.plugin]
    : [...overrides.plugin, ...overrides.old]
  const [override, second] = await presentIn(folder, order)
  if (override === undefined) return null
  if (isOld && second !== undefined) {
    const text = `${override} and ${second} lie beside ${file}: compose takes no more than one`
    throw new OpsError('rejected', text, { facts: { file } })
  }
  return join(folder, override)
}

async function presentIn(folder: string, names: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    names.map(async (name) => {
      const entry = await stat(join(folder, name)).catch(() => null)
      return entry?.isFile() === true ? [name] : []
    }),
  )
  return found.flat()
}
