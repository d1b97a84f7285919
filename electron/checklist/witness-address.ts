import type { Profile } from '../../shared/domain/profile'
import type { ZervigoId } from '../../shared/domain/services'

/**
 * The address at which Looma certainly uses another program than the profile names; null where the
 * two agree or cannot be compared. Container names, gateways and other hosts may publish a service
 * under any port, so only ports of one host are held against each other.
 */
export function otherAddress(
  profile: Profile,
  id: ZervigoId,
  claimed: string | null,
): string | null {
  if (claimed === null || !/^https?:\/\//i.test(claimed) || !URL.canParse(claimed)) return null
  const [theirs, ours, looma] = [claimed, profile.zervigo[id].url, profile.looma.url].map(
    (text) => new URL(text),
  )
  if (theirs === undefined || ours === undefined || looma === undefined) return null
  // Looma's loopback is the host that Looma runs on.
  const host = isLoopback(theirs) ? hostOf(looma) : hostOf(theirs)
  const isGateway = ours.pathname !== '/' && ours.pathname !== ''
  if (host !== hostOf(ours) || (isGateway && !isLoopback(ours))) return null
  // Nothing beyond the origin: an address may carry a password.
  return portOf(theirs) === portOf(ours) ? null : theirs.origin
}

function isLoopback({ hostname }: URL): boolean {
  return /^(?:localhost|\[::1\]|127(?:\.\d{1,3}){3})$/.test(hostname)
}

function hostOf(url: URL): string {
  return isLoopback(url) ? 'localhost' : url.hostname
}

function portOf({ port, protocol }: URL): string {
  return port === '' ? (protocol === 'https:' ? '443' : '80') : port
}
