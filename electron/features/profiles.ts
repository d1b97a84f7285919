import type { Profile, ProfileEntry, ProfileProblem } from '../../shared/domain/profile'
import { OpsError } from '../../shared/errors'
import type { ProfileLibrary } from '../profile/library'
import type { ParsedProfile } from '../profile/parse'

/** The profiles a person can choose from. */
export interface ProfilesFeature {
  list(): Promise<ProfileEntry[]>
  /** Checks first, so that a wrong profile never replaces a working one. */
  use(id: string): Promise<void>
  importText(
    text: string,
    fileName: string,
  ): Promise<{ ok: true; id: string } | { ok: false; problems: ProfileProblem[] }>
}

/** What choosing a profile needs. */
export interface ProfilesDeps {
  library: ProfileLibrary
  /** The embedded stack's profile as far as it is known. */
  embedded(): Profile | null
  /** The one that the console was opened with from a file; null when it was not. */
  given: Profile | null
  activeId(): string
  /** Closes the old profile's work and opens the new one; null means the embedded stack. */
  activate(profile: Profile | null): Promise<void>
}

/** Makes the profiles feature. */
export function createProfiles(deps: ProfilesDeps): ProfilesFeature {
  const { library, embedded, given, activeId, activate } = deps
  const entryOf = (id: string, parsed: ParsedProfile): ProfileEntry => {
    const profile = parsed.ok ? parsed.profile : null
    return {
      id,
      name: profile?.name ?? id,
      kind: profile === null ? 'remote' : kindOf(profile),
      active: activeId() === id,
      loomaUrl: profile?.looma.url ?? '',
      problems: parsed.ok ? [] : parsed.problems,
    }
  }
  return {
    async list() {
      const stored = await library.list()
      const first: ProfileEntry = {
        id: 'embedded',
        name: embedded()?.name ?? '内置演示环境',
        kind: 'embedded',
        active: activeId() === 'embedded',
        loomaUrl: embedded()?.looma.url ?? '',
        problems: [],
      }
      return [
        first,
        ...(given === null ? [] : [entryOf(given.id, { ok: true, profile: given })]),
        ...stored.filter(({ id }) => id !== given?.id).map(({ id, parsed }) => entryOf(id, parsed)),
      ]
    },
    async use(id) {
      if (id === activeId()) return
      if (id === given?.id) return activate(given)
      await activate(id === 'embedded' ? null : await library.get(id))
    },
    async importText(text, fileName) {
      const added = await library.add(text, fileName)
      if (!added.ok) return added
      if (added.profile.id === activeId()) {
        throw new OpsError('busy', 'the profile in use was replaced; choose it again to apply it')
      }
      return { ok: true, id: added.profile.id }
    },
  }
}

/** A profile with processes can be started here; without, it is only looked at. */
export function kindOf(profile: Profile): ProfileEntry['kind'] {
  if (profile.id === 'embedded') return 'embedded'
  return Object.keys(profile.processes).length > 0 ? 'local' : 'remote'
}
