import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { serviceIds, zervigoIds, type ServiceId } from '../../../shared/domain/services'
import type { Profile } from '../../../shared/domain/profile'
import { parseEnvFile } from '../../diagnosis/env-file'
import { cause } from '../../diagnosis/causes'
import type { ItemCheck, ItemContext } from '../context'

/** `basic.env`: the addresses make sense, and the `.env` files, where given, agree with them. */
export const env: ItemCheck = async (context) => {
  const { profile, observe } = context
  const wrong = (detail: string) => cause('CONFIG_WRONG', { detail })
  const urls = serviceIds.map((id) => [id, urlOf(profile, id)] as const)
  for (const [id, url] of urls) {
    const twin = urls.find(([other, text]) => other !== id && sameAddress(text, url))
    observe.expect(
      `${id}.url`,
      twin === undefined,
      'an address of its own',
      url,
      wrong(`${id} and ${twin?.[0] ?? ''} share ${url}`),
    )
  }
  // Older guides say 8000 for the AI service; the value still stands in copied files.
  const aiPort = new URL(urlOf(profile, 'ai')).port
  observe.expect(
    'ai.known-bad-port',
    aiPort !== '8000',
    'not 8000',
    aiPort,
    wrong('AI 8000 → 8206'),
  )
  const files = await Promise.all([
    readEnv(context, 'looma', profile.env.looma),
    readEnv(context, 'zervigo', profile.env.zervigo),
  ])
  const [loomaEnv, zervigoEnv] = files
  if (loomaEnv !== null) compareUrls(context, loomaEnv)
  if (loomaEnv !== null && zervigoEnv !== null) compareSecrets(context, loomaEnv, zervigoEnv)
}

type Variables = ReadonlyMap<string, string>

async function readEnv(
  context: ItemContext,
  side: string,
  path: string | undefined,
): Promise<Variables | null> {
  if (path === undefined) return null
  try {
    const variables = parseEnvFile(await readFile(path, 'utf8'))
    context.observe.expect(`${side}.env-file`, true, 'readable', path, cause('CONFIG_WRONG'))
    return variables
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error)
    const why = cause('CONFIG_WRONG', { detail })
    context.observe.expect(`${side}.env-file`, false, 'readable', detail, why)
    return null
  }
}

function compareUrls(context: ItemContext, variables: Variables): void {
  for (const id of zervigoIds) {
    const key = `ZERVIGO_${id.toUpperCase()}_URL`
    const expected = urlOf(context.profile, id)
    const actual = variables.get(key)
    context.observe.expect(
      `looma.${key}`,
      actual !== undefined && isUrl(actual) && sameAddress(actual, expected),
      expected,
      shownUrl(actual),
      cause('CONFIG_WRONG', { detail: `${key}: ${shownUrl(actual)} → ${expected}` }),
    )
  }
}

function compareSecrets(context: ItemContext, ours: Variables, theirs: Variables): void {
  const [left, right] = [ours.get('JWT_SECRET'), theirs.get('JWT_SECRET')]
  context.observe.expect(
    'jwt-secret.same',
    left !== undefined && left !== '' && left === right,
    `JWT_SECRET ${fingerprint(right)}`,
    `JWT_SECRET ${fingerprint(left)}`,
    cause('CONFIG_WRONG', {
      detail: `JWT_SECRET: ${fingerprint(left)} ≠ ${fingerprint(right)}`,
    }),
  )
}

/** Secrets are compared and shown by a short hash only. */
function fingerprint(secret: string | undefined): string {
  if (secret === undefined) return '(missing)'
  if (secret === '') return '(empty)'
  return `sha256:${createHash('sha256').update(secret).digest('hex').slice(0, 8)}`
}

function urlOf(profile: Profile, id: ServiceId): string {
  return id === 'looma' ? profile.looma.url : profile.zervigo[id].url
}

/** An address from a file may carry a password, which belongs into no report. */
function shownUrl(text: string | undefined): string {
  if (text === undefined) return '(missing)'
  return text.replace(/\/\/[^/@\s]*@/, '//***@')
}

function isUrl(text: string): boolean {
  return URL.canParse(text)
}

function sameAddress(left: string, right: string): boolean {
  return addressOf(left) === addressOf(right)
}

function addressOf(text: string): string {
  const url = new URL(text)
  const loopback = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  return `${loopback ? 'localhost' : url.hostname}:${url.port || url.protocol}${url.pathname}`
}
