import type { Exchange } from '../zervigo/exchange'
import { judge, serverCode, serverWords } from '../zervigo/judge'
import { readPermissions } from '../zervigo/auth'
import { fieldsOf, firstOf, objectOf, readId, readText } from '../zervigo/wire'

/** How auth took a token. */
export interface TokenWord {
  state: 'accepted' | 'refused' | 'missing' | 'broken' | 'silent'
  code: string | null
  words: string
  /** Keys of the user it named. */
  userKeys: readonly string[]
  userId: string | null
  /** Null when the answer has no such key. */
  permissions: readonly string[] | null
}

/** Reads an answer of validate; null when nobody asked. */
export function tokenWordOf(exchange: Exchange | null): TokenWord | null {
  if (exchange === null) return null
  const top = fieldsOf(exchange.json)
  const answer = { ...top, ...fieldsOf(top.data) }
  const user = objectOf(answer.user) ?? {}
  return {
    state: tokenState(exchange),
    code: serverCode(exchange.json),
    words: wordsOf(exchange),
    userKeys: Object.keys(user),
    userId: readId(firstOf(user, 'user_id', 'id', 'userId')),
    permissions: readPermissions(answer.permissions) ?? readPermissions(user.permissions),
  }
}

function tokenState(exchange: Exchange): TokenWord['state'] {
  const { status, failure } = exchange
  if (status === null) return 'silent'
  if (status === 404 || status === 405 || status === 501) return 'missing'
  if (status >= 500) return 'broken'
  if (status >= 400) return 'refused'
  if (failure !== null) return 'broken'
  return judge(exchange) === null ? 'accepted' : 'refused'
}

/** The answer's own words, masked; the reason of a failed exchange otherwise. */
export function wordsOf(exchange: Exchange): string {
  const problem = judge(exchange)
  return problem?.message ?? `HTTP ${exchange.status ?? '-'}`
}

/** Auth's yes or no to one permission; null when it gave none. */
export function permissionWordOf(exchange: Exchange | null): boolean | null {
  if (exchange === null || exchange.failure !== null || judge(exchange) !== null) return null
  const top = fieldsOf(exchange.json)
  const word = firstOf({ ...top, ...fieldsOf(top.data) }, 'has_permission', 'allowed')
  return typeof word === 'boolean' ? word : null
}

/** The list of permissions in an answer; null when there is none. */
export function permissionListOf(exchange: Exchange | null): readonly string[] | null {
  if (exchange === null || exchange.failure !== null || judge(exchange) !== null) return null
  const top = fieldsOf(exchange.json)
  return readPermissions(Array.isArray(exchange.json) ? exchange.json : listIn(top))
}

function listIn(top: Readonly<Record<string, unknown>>): unknown {
  return top.permissions ?? (Array.isArray(top.data) ? top.data : fieldsOf(top.data).permissions)
}

/** The permission that a refusal names itself, e.g. `需要权限: talent:sync`; null when none. */
export function namedPermission(exchange: Exchange): string | null {
  const top = fieldsOf(exchange.json)
  const words = [readText(top.message), readText(top.error), serverWords(top)]
  for (const line of words) {
    const found = /(?:需要权限|permission(?: required)?|requires?)\s*[:：]\s*([\w.:*-]+)/i.exec(
      line ?? '',
    )
    if (found?.[1] !== undefined) return found[1]
  }
  return null
}

/** True for two spellings of one permission: `ai:chat`, `ai.chat`, `ai_chat`, `chat:ai`. */
export function isSameName(left: string, right: string): boolean {
  const parts = (name: string) => name.toLowerCase().split(/[.:_/-]+/)
  const [one, other] = [parts(left), parts(right)]
  if (one.join() === other.join()) return true
  return [...one].sort().join() === [...other].sort().join()
}
