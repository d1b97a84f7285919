import type { Profile } from '../../shared/domain/profile'
import type { ProjectSide } from '../../shared/domain/projects'
import type { Bilingual } from '../../shared/domain/text'
import type { EnvFile } from '../diagnosis/env-file'
import { profileVariables } from './project-env'

type Variables = EnvFile['variables']

/** Where a file says something else than the profile; values that are no address or port are kept out. */
export function contradictions(
  side: ProjectSide,
  file: EnvFile,
  profile: Profile,
  name: string,
): Bilingual[] {
  const { variables, repeated } = file
  const wanted = Object.entries(profileVariables(side, profile))
  const found = wanted.flatMap(([key, expected]) => {
    if (!/_URL$|PORT$/.test(key)) return []
    const actual = variables.get(key)
    if (actual === undefined || isSame(actual, expected)) return []
    const shown = withoutPassword(actual)
    return [
      {
        zh: `${name} 的 ${key} 是 ${shown}，环境里是 ${expected}`,
        en: `${key} is ${shown} in ${name} and ${expected} in the profile`,
      },
    ]
  })
  const twice = repeated.map((key) => ({
    zh: `${name} 里 ${key} 写了不止一次，以最后一行为准`,
    en: `${key} stands in ${name} more than once; the last line counts`,
  }))
  return [...found, ...(side === 'looma' && found.length > 0 ? [nobodyReads] : []), ...twice]
}

const nobodyReads: Bilingual = {
  zh: 'Looma 的代码不读 .env，只读真正的环境变量；由控制台启动时，控制台会按环境设置它们',
  en: 'Looma never reads .env, only real environment variables; when the console starts it, the console sets them from the profile',
}

/** Compares the secrets of both sides without ever showing one. */
export function secretsDiffer(ours: Variables, theirs: Variables | null): Bilingual | null {
  const [left, right] = [ours.get('JWT_SECRET'), theirs?.get('JWT_SECRET')]
  if (!left || !right || left === right) return null
  return {
    zh: '两边 .env 的 JWT_SECRET 不一样：自己验证令牌的服务会拒绝对方的令牌',
    en: 'JWT_SECRET differs between the two .env files: services that verify tokens themselves refuse those of the other side',
  }
}

function isSame(actual: string, expected: string): boolean {
  if (!/^https?:/i.test(expected)) return actual === expected
  return addressOf(actual) === addressOf(expected)
}

/** A container reaches this machine by a name of its own. */
const loopback = new Set(['localhost', '127.0.0.1', '[::1]', 'host.docker.internal'])

function addressOf(text: string): string {
  if (!URL.canParse(text)) return text
  const { hostname, port, protocol, pathname } = new URL(text)
  const host = loopback.has(hostname) ? 'localhost' : hostname
  return `${protocol}//${host}:${port}${pathname.replace(/\/+$/, '')}`
}

function withoutPassword(text: string): string {
  return text.replace(/\/\/[^/@\s]*@/, '//***@').slice(0, 200)
}
