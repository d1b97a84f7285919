import type { PortWant } from '../../shared/domain/ports'
import type { Profile } from '../../shared/domain/profile'
import { serviceIds } from '../../shared/domain/services'

/** A place of a profile that names a port, and on which host it looks for it. */
export interface ProfilePort extends PortWant {
  host: string
  port: number
  isHere: boolean
}

/** Every port that a profile names, with the line where it stands. */
export function profilePorts(profile: Profile): ProfilePort[] {
  const services = serviceIds.map((service) => {
    const value = service === 'looma' ? profile.looma.url : profile.zervigo[service].url
    const line = service === 'looma' ? 'looma.url' : `zervigo.${service}.url`
    return { service, name: null, line, value, ...placeOf(value) }
  })
  const monitors = profile.monitors.map((monitor, index) => {
    const { id: service, name } = monitor
    const line = `monitors[${index}]`
    return monitor.kind === 'http'
      ? { service, name, line: `${line}.url`, value: monitor.url, ...placeOf(monitor.url) }
      : {
          ...{ service, name, line: `${line}.port`, value: String(monitor.port) },
          ...{ host: monitor.host, port: monitor.port },
        }
  })
  return [...services, ...monitors].map((one) => ({ ...one, isHere: isLoopback(one.host) }))
}

/** True for the names of this very machine; any other address may be another one. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host)
}

function placeOf(text: string): { host: string; port: number } {
  const url = new URL(text)
  const usual = url.protocol === 'https:' ? 443 : 80
  const host = url.hostname.replace(/^\[|\]$/g, '')
  return { host, port: url.port === '' ? usual : Number(url.port) }
}
