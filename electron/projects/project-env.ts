import { delimiter } from 'node:path'
import type { Profile } from '../../shared/domain/profile'
import type { ProjectSide } from '../../shared/domain/projects'
import { zervigoIds } from '../../shared/domain/services'
import type { Venv } from './find-python'

type Variables = Readonly<Record<string, string>>

/** The port that a service's address means, also when it is the scheme's own. */
export function portOf(address: string): number {
  const url = new URL(address)
  if (url.port !== '') return Number(url.port)
  return url.protocol === 'https:' ? 443 : 80
}

/** What the profile makes the programs of a side read (UPSTREAM 2.1, 5.1). */
export function profileVariables(side: ProjectSide, profile: Profile): Record<string, string> {
  return side === 'looma' ? loomaVariables(profile) : zervigoVariables(profile)
}

function loomaVariables(profile: Profile): Record<string, string> {
  const urls = zervigoIds.map((id) => [
    `ZERVIGO_${id.toUpperCase()}_URL`,
    withoutSlash(profile.zervigo[id].url),
  ])
  return {
    HOST: hostToBind(profile.looma.url),
    PORT: String(portOf(profile.looma.url)),
    DEBUG: 'false',
    AUTO_RELOAD: 'false',
    ...Object.fromEntries(urls),
  }
}

function zervigoVariables(profile: Profile): Record<string, string> {
  // Two of the ports are read by programs; the others are literals there, but scripts may pass them on.
  const ports = zervigoIds.map((id) => [
    `${id.toUpperCase()}_SERVICE_PORT`,
    String(portOf(profile.zervigo[id].url)),
  ])
  const { auth, user, company } = profile.zervigo
  return {
    ...Object.fromEntries(ports),
    ZERVIGO_AUTH_URL: withoutSlash(auth.url),
    USER_SERVICE_URL: withoutSlash(user.url),
    COMPANY_SERVICE_URL: withoutSlash(company.url),
  }
}

/** The environment that a project's program or script is run with. */
export function projectEnvironment(options: {
  side: ProjectSide
  profile: Profile
  base: Variables
  venv: Venv | null
}): Record<string, string> {
  const { side, profile, base, venv } = options
  const own = profileVariables(side, profile)
  if (side === 'zervigo') return { ...base, ...own }
  const path = base['PATH'] ?? base['Path'] ?? ''
  const activated =
    venv === null
      ? {}
      : { VIRTUAL_ENV: venv.folder, PATH: [venv.bin, path].filter(Boolean).join(delimiter) }
  return { ...base, ...own, PYTHONPATH: 'utils', ...activated }
}

/** `localhost` would be bound as IPv6 on some systems, where the guide's addresses do not reach it. */
function hostToBind(address: string): string {
  const { hostname } = new URL(address)
  if (hostname === 'localhost') return '127.0.0.1'
  return hostname.replace(/^\[(.*)\]$/, '$1')
}

function withoutSlash(address: string): string {
  return address.replace(/\/+$/, '')
}
