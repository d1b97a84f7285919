import { readFile, stat } from 'node:fs/promises'
import { networkInterfaces, release } from 'node:os'
import type { RunReport } from '../../shared/domain/checklist'
import type { Fingerprint } from '../../shared/domain/evidence'
import type { Profile } from '../../shared/domain/profile'
import { serviceIds } from '../../shared/domain/services'
import type { PortHolder } from '../process/ports'
import { baseUrlOf } from '../zervigo/address'
import { isSecretName } from '../zervigo/mask-patterns'
import { canonicalJson, sha256Of } from './digest'

/** What a fingerprint is taken with. */
export interface FingerprintDeps {
  profile: Profile
  consoleVersion: string
  ownerOf(port: number, host: string): Promise<PortHolder | null>
  startOf(pid: number): Promise<number | null>
  mask(text: string): string
  now: () => number
}

type Owner = Fingerprint['services'][number]['owner']

const mostFileBytes = 10 * 1024 * 1024
const mostCommandChars = 300
/** Longest wait for the system to say who listens. */
const ownerTimeoutMs = 8_000

/** Takes down on what a run ran: profile, configuration files and every service's process. */
export async function takeFingerprint(
  deps: FingerprintDeps,
  { environment }: Pick<RunReport, 'environment'>,
): Promise<Fingerprint> {
  const { profile, now } = deps
  const files = Object.entries(profile.env).flatMap(([key, path]) =>
    path === undefined ? [] : [{ name: `env.${key}`, path }],
  )
  const services = serviceIds.map(async (id) => {
    const url = baseUrlOf(profile, id)
    const { port, host } = addressOf(url)
    const seen = environment.services.find((service) => service.id === id)
    const owner = isThisMachine(host) ? await withinTime(ownerOf(deps, port, host)) : null
    const { reportedName = null, version = null } = seen ?? {}
    return { id, url, port, reportedName, version, owner }
  })
  return {
    takenAt: now(),
    platform: `${process.platform}-${process.arch}`,
    osRelease: release(),
    consoleVersion: deps.consoleVersion,
    profileSha256: sha256Of(canonicalJson(profile)),
    files: await Promise.all(
      files.map(async ({ name, path }) => ({ name, sha256: await digestOfFile(path) })),
    ),
    services: await Promise.all(services),
  }
}

/** The value of an option that is named like a secret is one, however it is passed. */
export function maskCommand(command: string, mask: (text: string) => string): string {
  const masked = mask(command).replace(
    /(^|\s)(--?[\w-]{1,60})(\s+)(?!-)(\S+)/g,
    (whole, before: string, name: string, gap: string) =>
      isSecretName(name) ? `${before}${name}${gap}***` : whole,
  )
  return masked.length > mostCommandChars ? `${masked.slice(0, mostCommandChars)} …` : masked
}

function addressOf(url: string): { port: number; host: string } {
  const { port, protocol, hostname } = new URL(url)
  const usual = protocol === 'https:' ? 443 : 80
  return { port: port === '' ? usual : Number(port), host: hostname.replace(/^\[|\]$/g, '') }
}

function isThisMachine(host: string): boolean {
  if (host === 'localhost' || host === '::1' || /^127\./.test(host)) return true
  const own = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? [])
  return own.some(({ address }) => address === host)
}

async function ownerOf(deps: FingerprintDeps, port: number, host: string): Promise<Owner> {
  const holder = await deps.ownerOf(port, host)
  if (holder === null || holder.pid === null) return null
  const { pid, command, user } = holder
  return {
    pid,
    command: command === null ? null : maskCommand(command, deps.mask),
    user,
    startedAt: await deps.startOf(pid),
  }
}

/** Nobody waits for a system that does not say; what it cannot show is not known. */
async function withinTime(work: Promise<Owner>): Promise<Owner> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), ownerTimeoutMs)
  })
  try {
    return await Promise.race([work.catch(() => null), late])
  } finally {
    clearTimeout(timer)
  }
}

async function digestOfFile(path: string): Promise<string | null> {
  try {
    const found = await stat(path)
    if (!found.isFile() || found.size > mostFileBytes) return null
    return sha256Of(await readFile(path))
  } catch {
    return null
  }
}
