import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { freePorts } from '../../electron/localstack/plan'
import { checkProfile } from '../../electron/profile/parse'
import type { Monitor, Profile } from '../../shared/domain/profile'
import { serviceIds, type ServiceId } from '../../shared/domain/services'

/** The names under which the seven know themselves. */
export const ownNames: Readonly<Record<ServiceId, string>> = {
  ...{ looma: 'looma-crm', auth: 'unified-auth-service', ai: 'ai-service' },
  ...{ resume: 'resume-service', job: 'job-service', company: 'company-service' },
  user: 'user-service',
}

export interface ProfileWishes {
  urlOf(id: ServiceId): string
  intervalMs?: number
  concurrency?: number
  monitors?: readonly Monitor[]
}

/** A profile as a person would write it. */
export function profileText({
  urlOf,
  intervalMs = 10_000,
  concurrency = 1,
  monitors = [],
}: ProfileWishes): string {
  const zervigo = serviceIds.flatMap((id) => (id === 'looma' ? [] : [[id, { url: urlOf(id) }]]))
  return JSON.stringify({
    id: 'bench',
    name: 'bench',
    looma: { url: urlOf('looma'), concurrency },
    zervigo: Object.fromEntries(zervigo),
    poll: { intervalMs, timeoutMs: 3_000 },
    monitors,
  })
}

export function profileOf(wishes: ProfileWishes): Profile {
  const parsed = checkProfile(JSON.parse(profileText(wishes)), 'bench')
  if (!parsed.ok) throw new Error(`bench profile: ${JSON.stringify(parsed.problems)}`)
  return parsed.profile
}

/** Writes a profile file and answers its path. */
export async function writeProfile(folder: string, wishes: ProfileWishes): Promise<string> {
  const file = path.join(folder, 'profile.json')
  await writeFile(file, profileText(wishes))
  return file
}

/** Addresses where nobody listens. */
export async function closedUrls(): Promise<(id: ServiceId) => string> {
  const ports = await freePorts()
  return (id) => `http://127.0.0.1:${ports[id]}`
}

/** Addresses of listeners that were started in the order of `serviceIds`. */
export function urlsOn(ports: readonly number[]): (id: ServiceId) => string {
  return (id) => `http://127.0.0.1:${ports[serviceIds.indexOf(id)]}`
}

/** Addresses of which only Looma's is ever asked. */
export function onlyLooma(port: number): (id: ServiceId) => string {
  return (id) => `http://127.0.0.1:${id === 'looma' ? port : serviceIds.indexOf(id)}`
}
