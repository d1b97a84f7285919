import { mkdir, open, readFile, readdir, rename } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { OpsError } from '../../shared/errors'
import type { Profile, ProfileProblem } from '../../shared/domain/profile'
import { type ParsedProfile, parseProfile } from './parse'
import { presets } from './presets'

/** A stored profile, readable or not. */
export interface StoredProfile {
  id: string
  parsed: ParsedProfile
}

/** The profiles a person can choose from: presets and the files of one folder. */
export interface ProfileLibrary {
  list(): Promise<StoredProfile[]>
  /** Finds a profile by id; throws `OpsError('profile')` when unknown or wrong. */
  get(id: string): Promise<Profile>
  /** Checks and stores a profile's text; nothing is written when it is wrong. */
  add(text: string, fileName: string): Promise<ParsedProfile>
}

/** Opens the profile folder; it is made on the first write. */
export function createProfileLibrary(folder: string): ProfileLibrary {
  async function stored(): Promise<StoredProfile[]> {
    const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return []
      throw new OpsError('storage', `cannot read ${folder}: ${error.message}`, { cause: error })
    })
    const files = names.filter((name) => name.endsWith('.json')).sort()
    return Promise.all(
      files.map(async (name) => {
        const id = basename(name, '.json')
        const parsed = parseProfile(await readFile(join(folder, name), 'utf8'), id)
        return {
          id,
          parsed: parsed.ok ? { ...parsed, profile: { ...parsed.profile, id } } : parsed,
        }
      }),
    )
  }
  return {
    async list() {
      const own = await stored()
      const taken = new Set(own.map((entry) => entry.id))
      const shipped = presets
        .filter((profile) => !taken.has(profile.id))
        .map((profile): StoredProfile => ({ id: profile.id, parsed: { ok: true, profile } }))
      return [...shipped, ...own]
    },
    async get(id) {
      const entry = (await this.list()).find((candidate) => candidate.id === id)
      if (entry === undefined)
        throw new OpsError('profile', `no profile "${id}"`, { facts: { id } })
      if (!entry.parsed.ok) throw profileError(id, entry.parsed.problems)
      return entry.parsed.profile
    },
    async add(text, fileName) {
      const parsed = parseProfile(text, slug(fileName))
      if (!parsed.ok) return parsed
      const { id } = parsed.profile
      if (id === 'embedded') {
        const allowed = 'another id: this one belongs to the embedded stack'
        return { ok: false, problems: [{ path: '$.id', value: id, allowed }] }
      }
      await writeWhole(folder, `${id}.json`, text)
      return parsed
    },
  }
}

/** Reads one profile file given on a command line. */
export async function readProfileFile(path: string): Promise<Profile> {
  const text = await readFile(path, 'utf8').catch((error: Error) => {
    throw new OpsError('profile', `cannot read ${path}: ${error.message}`, { cause: error })
  })
  const parsed = parseProfile(text, slug(basename(path)))
  if (!parsed.ok) throw profileError(path, parsed.problems)
  return parsed.profile
}

function profileError(name: string, problems: readonly ProfileProblem[]): OpsError {
  const lines = problems.map(
    (problem) => `  ${problem.path}: ${problem.value} — ${problem.allowed}`,
  )
  return new OpsError('profile', `${name} is not a valid profile\n${lines.join('\n')}`, {
    facts: { id: name, problems: problems.length },
  })
}

function slug(fileName: string): string {
  const text = fileName
    .replace(/\.json$/i, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40)
  return text === '' ? 'profile' : text
}

/** Writes beside, flushes and renames, so that a crash leaves the old file or the new one. */
async function writeWhole(folder: string, name: string, text: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const target = join(folder, name)
  const beside = `${target}.${process.pid}.tmp`
  const file = await open(beside, 'w', 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(beside, target)
}
