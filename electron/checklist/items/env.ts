import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { serviceIds, zervigoIds, type ServiceId } from '../../../shared/domain/services'
import type { Profile } from '../../../shared/domain/profile'
import { cause } from '../../diagnosis/causes'
import { diagnose } from '../../diagnosis/diagnose'
import { readEnvFile, type EnvFile } from '../../diagnosis/env-file'
import type { Setting } from '../../diagnosis/facts'
import type { ItemCheck, ItemContext } from '../context'
import { notice } from '../findings'
import { factsOf } from '../inquiry'

/** `basic.env`: the addresses make sense, and the `.env` files, where given, agree with them. */
export const env: ItemCheck = async (context) => {
  const { profile } = context
  expectOwnAddresses(context)
  // Older guides say 8000 for the AI service; the value still stands in copied files.
  const aiUrl = urlOf(profile, 'ai')
  expectSetting(
    context,
    'ai.known-bad-port',
    !isOldAiPort(aiUrl),
    'not 8000',
    new URL(aiUrl).port,
    'AI 8000 → 8206',
    { fault: 'bad-port', service: 'ai', url: aiUrl, key: 'profile' },
  )
  const loomaEnv = await readEnv(context, 'looma', profile.env.looma)
  const zervigoEnv = await readEnv(context, 'zervigo', profile.env.zervigo)
  if (loomaEnv !== null) compareUrls(context, loomaEnv.variables)
  if (loomaEnv !== null && zervigoEnv !== null) {
    compareSecrets(context, loomaEnv.variables, zervigoEnv.variables)
  }
}

type Variables = EnvFile['variables']

/** Records whether a setting is right, and what it means when it is not. */
function expectSetting(
  context: ItemContext,
  id: string,
  ok: boolean,
  expected: string,
  actual: string,
  detail: string,
  setting: Setting,
): void {
  const generic = cause('CONFIG_WRONG', { detail })
  const why = diagnose(generic, factsOf(context, { kind: 'setting', setting }))
  context.observe.expect(id, ok, expected, actual, why)
}

function expectOwnAddresses(context: ItemContext): void {
  const urls = serviceIds.map((id) => [id, urlOf(context.profile, id)] as const)
  for (const [id, url] of urls) {
    const twin = urls.find(([other, text]) => other !== id && sameAddress(text, url))
    expectSetting(
      context,
      `${id}.url`,
      twin === undefined,
      'an address of its own',
      url,
      `${id} and ${twin?.[0] ?? ''} share ${url}`,
      { fault: 'shared-address', services: twin === undefined ? [id] : [id, twin[0]], url },
    )
  }
}

async function readEnv(
  context: ItemContext,
  side: 'looma' | 'zervigo',
  path: string | undefined,
): Promise<EnvFile | null> {
  if (path === undefined) return null
  const expect = (ok: boolean, detail: string) =>
    expectSetting(context, `${side}.env-file`, ok, 'readable', detail, detail, {
      fault: 'unreadable',
      path,
      detail,
    })
  try {
    const file = readEnvFile(await readFile(path, 'utf8'))
    expect(true, path)
    noteEnvFile(context, side, file)
    return file
  } catch (error) {
    expect(false, error instanceof Error ? error.message : String(error))
    return null
  }
}

/** Variables that stand in files and that no code reads (UPSTREAM 5.1). */
const unread: Readonly<Record<'looma' | 'zervigo', readonly RegExp[]>> = {
  looma: [
    /^APP_(?:HOST|PORT|DEBUG)$/,
    /^JWT_(?:ALGORITHM|EXPIRATION_HOURS)$/,
    /^SERVICE_PORT$/,
    // Looma's database addresses are literals in its code.
    /^(?:MYSQL|POSTGRES|POSTGRESQL|REDIS|MONGO|MONGODB|NEO4J|WEAVIATE|ELASTICSEARCH)_/,
    /^DATABASE_URL$/,
  ],
  zervigo: [/^APP_(?:HOST|PORT|DEBUG)$/, /^JWT_(?:ALGORITHM|EXPIRATION_HOURS)$/, /^SERVICE_PORT$/],
}

function noteEnvFile(context: ItemContext, side: 'looma' | 'zervigo', file: EnvFile): void {
  const { repeated, variables } = file
  if (repeated.length > 0) notice(context, 'ENV_DUPLICATE_KEY', `${side}: ${repeated.join(', ')}`)
  const idle = [...variables.keys()].filter((key) => unread[side].some((row) => row.test(key)))
  if (idle.length > 0) notice(context, 'ENV_WITHOUT_EFFECT', `${side}: ${idle.join(', ')}`)
}

function compareUrls(context: ItemContext, variables: Variables): void {
  const missing = zervigoIds.map(keyOf).filter((key) => !variables.has(key))
  for (const id of zervigoIds) {
    const key = keyOf(id)
    const expected = urlOf(context.profile, id)
    const actual = variables.get(key)
    const shown = shownUrl(actual)
    expectSetting(
      context,
      `looma.${key}`,
      actual !== undefined && isUrl(actual) && sameAddress(actual, expected),
      expected,
      shown,
      `${key}: ${shown} → ${expected}`,
      actual === undefined
        ? { fault: 'missing', key, expected, others: missing }
        : id === 'ai' && isOldAiPort(actual)
          ? { fault: 'bad-port', service: 'ai', url: shown, key }
          : { fault: 'other-address', service: id, key, expected, actual: shown },
    )
  }
}

function compareSecrets(context: ItemContext, ours: Variables, theirs: Variables): void {
  const [left, right] = [ours.get('JWT_SECRET'), theirs.get('JWT_SECRET')]
  const isSame = left !== undefined && left !== '' && left === right
  const prints = { looma: fingerprint(left), zervigo: fingerprint(right) }
  const isMissing = !left || !right
  expectSetting(
    context,
    'jwt-secret.same',
    isSame,
    `JWT_SECRET ${prints.zervigo}`,
    `JWT_SECRET ${prints.looma}`,
    `JWT_SECRET: ${prints.looma} ≠ ${prints.zervigo}`,
    isMissing
      ? { fault: 'missing', key: 'JWT_SECRET', expected: '', others: ['JWT_SECRET'] }
      : { fault: 'secrets', ...prints },
  )
  if (isSame && placeholder.test(left)) notice(context, 'SECRET_DEFAULT', prints.looma)
}

/** Values that nobody chose: the placeholders of examples and of code defaults. */
const placeholder =
  /^(?:(?:your|my|default|change|dev|test|example)[-_ ]?(?:me|this|jwt|secret|key)|secret(?:[-_ ]?key)?$|jwt[-_ ]?secret$|changeme)/i

function keyOf(id: ServiceId): string {
  return `ZERVIGO_${id.toUpperCase()}_URL`
}

function isOldAiPort(url: string): boolean {
  return isUrl(url) && new URL(url).port === '8000'
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
