import { open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** Takes the first free of `name.ext`, `name-2.ext`, …; what is there is never written over. */
export async function claimName(folder: string, name: string, ending: string): Promise<string> {
  for (let number = 1; ; number += 1) {
    const file = `${name}${number === 1 ? '' : `-${number}`}${ending}`
    try {
      const handle = await open(join(folder, file), 'wx', 0o600)
      await handle.close()
      return file
    } catch (error) {
      const isTaken = error instanceof Error && 'code' in error && error.code === 'EEXIST'
      if (!isTaken || number >= 1_000) throw error
    }
  }
}

/** Puts a finished file under a name of its own; on failure neither of the two is left. */
export async function publish(
  beside: string,
  place: { folder: string; name: string; ending: string },
): Promise<string> {
  let claimed: string | null = null
  try {
    claimed = await claimName(place.folder, place.name, place.ending)
    await rename(beside, join(place.folder, claimed))
    return claimed
  } catch (error) {
    await rm(beside, { force: true })
    if (claimed !== null) await rm(join(place.folder, claimed), { force: true })
    throw error
  }
}
