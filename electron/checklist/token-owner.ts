import { fieldsOf, readText, type Fields } from '../zervigo/wire'

const loginKeys = ['username', 'user_name', 'userName', 'preferred_username']
/** Everything that some issuer takes for a login, or shows beside it. */
const nameKeys = [
  ...loginKeys,
  ...['email', 'phone', 'mobile', 'account', 'login', 'name', 'nickname', 'user_id', 'id'],
]

/**
 * Whom a validated token belongs to, where that is certainly not the account that logged in; null
 * when it is, or when the answer does not say enough.
 */
export function otherOwner(account: string, json: unknown): string | null {
  const top = fieldsOf(json)
  const answer = { ...top, ...fieldsOf(top.data) }
  const source = { ...answer, ...fieldsOf(answer.user) }
  const wanted = plain(account)
  if (textsIn(source, nameKeys).map(plain).includes(wanted)) return null
  // An e-mail or a phone number can only be told from what the answer has of that kind.
  const keys = isMail(wanted) ? ['email'] : isPhone(wanted) ? ['phone', 'mobile'] : loginKeys
  return textsIn(source, keys)[0] ?? null
}

const isMail = (name: string) => name.includes('@')
const isPhone = (name: string) => /^\+?[\d\s-]{6,}$/.test(name)

function textsIn(source: Fields, keys: readonly string[]): string[] {
  return keys.flatMap((key) => readText(source[key]) ?? [])
}

function plain(name: string): string {
  return name.normalize('NFKC').trim().toLowerCase()
}
