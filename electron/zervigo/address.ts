import type { Profile } from '../../shared/domain/profile'
import { serviceIds, type ServiceId } from '../../shared/domain/services'
import { OpsError } from '../../shared/errors'

/** Where the seven services of a profile live. */
export interface AddressBook {
  /** URL of a path on a service; refuses anything that would leave its origin. */
  resolve(service: ServiceId, path: string): URL
  has(origin: string): boolean
}

/** The base URL of one service in a profile. */
export function baseUrlOf(profile: Profile, service: ServiceId): string {
  return service === 'looma' ? profile.looma.url : profile.zervigo[service].url
}

/** The origins a token of this profile may be sent to. */
export function profileOrigins(profile: Profile): Set<string> {
  return new Set(serviceIds.map((service) => new URL(baseUrlOf(profile, service)).origin))
}

/** Makes the address book of a profile. */
export function createAddressBook(profile: Profile): AddressBook {
  const origins = profileOrigins(profile)
  const bases = new Map(serviceIds.map((id) => [id, new URL(baseUrlOf(profile, id))]))
  return {
    has: (origin) => origins.has(origin),
    resolve(service, path) {
      const base = bases.get(service)
      if (base === undefined) throw new OpsError('invalid', `unknown service ${service}`)
      // Joined as text: resolving "//other/x" against a base would change the host.
      const isPath = path.startsWith('/') && !/[\u0000-\u001f\u007f]/.test(path) // eslint-disable-line no-control-regex -- they would end the request line
      const text = `${base.origin}${base.pathname.replace(/\/+$/, '')}${path}`
      if (!isPath || !URL.canParse(text)) {
        throw new OpsError('invalid', 'expected a path that begins with /', {
          facts: { field: 'path', service },
        })
      }
      const url = new URL(text)
      if (url.origin !== base.origin) {
        throw new OpsError('invalid', 'the path leaves the origin of the service', {
          facts: { field: 'path', service },
        })
      }
      return url
    },
  }
}
