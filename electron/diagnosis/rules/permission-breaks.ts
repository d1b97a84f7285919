import { namedPermission, tokenWordOf, wordsOf } from '../answers'
import type { Facts } from '../facts'
import { fact, text, type Match, type Rule } from '../rule'
import { refusalOf, summary, type Refusal } from './refusal'

type Break = 'IDENTITY_KEY' | 'PERMISSION_PATH' | 'WILDCARD' | 'VOCABULARY'

/** What was seen of each break between a good token and a permitted request, in Looma's order. */
function breaksOf(facts: Facts, { permission, listed }: Refusal): Map<Break, string> {
  const { answers, role } = facts
  const found = new Map<Break, string>()
  const word = tokenWordOf(answers.validate)
  if (word !== null && word.userKeys.includes('id') && !word.userKeys.includes('user_id')) {
    found.set('IDENTITY_KEY', `validate: user.id, no user.user_id (${word.userKeys.join(', ')})`)
  }
  const { lookUp, roles, ofRole } = answers
  if (lookUp !== null && listed === null) {
    const { method, url } = lookUp.call
    found.set('PERMISSION_PATH', `${method} ${new URL(url).pathname} → ${wordsOf(lookUp)}`)
  }
  const held = listed ?? ofRole ?? []
  if (held.includes('*') && !held.includes(permission)) {
    const where = listed === null ? `role ${role ?? '?'}` : 'look-up'
    found.set('WILDCARD', `${where}: ${held.join(', ')}`)
  }
  const isListed = held.includes(permission)
  const isKnown = roles?.some((entry) => entry.permissions.includes(permission)) ?? true
  if (!isListed && !isKnown) {
    const names = roles?.map(({ name }) => name).join(', ') ?? ''
    found.set('VOCABULARY', `no role holds ${permission}: ${names}`)
  }
  return found
}

/** The break that stops the request first; null when none explains it. */
function firstBreak(facts: Facts, refusal: Refusal, found: Map<Break, string>): Break | null {
  const later = (['PERMISSION_PATH', 'WILDCARD', 'VOCABULARY'] as const).filter((step) =>
    found.has(step),
  )
  // A look-up that grants the permission leaves nothing but the identity to go wrong.
  const isOnlyIdentity = refusal.listed?.includes(refusal.permission) ?? false
  // Looma as built lets a garbage token through to the permission check; a Looma that refuses it
  // has been mended there, and the key may have been mended with it.
  const isAsBuilt = facts.answers.garbageAtLooma?.status === 403
  if (found.has('IDENTITY_KEY') && (isOnlyIdentity || isAsBuilt)) return 'IDENTITY_KEY'
  if (isOnlyIdentity) return null
  return later[0] ?? (found.has('IDENTITY_KEY') ? 'IDENTITY_KEY' : null)
}

function breakRule(step: Break, wording: Pick<Rule, 'message' | 'hint'>): Rule {
  return {
    reason: step,
    ...wording,
    match(facts) {
      const refusal = refusalOf(facts)
      if (refusal === null || !isLoomaCheck(refusal) || refusal.isAllowed !== true) return null
      const found = breaksOf(facts, refusal)
      if (firstBreak(facts, refusal, found) !== step) return null
      return { ...brokenMatch(facts, refusal, found, step), action: { kind: 'open-permissions' } }
    },
  }
}

/** True when the refusal is Looma's own permission check of this very permission. */
function isLoomaCheck({ exchange, permission }: Refusal): boolean {
  const named = namedPermission(exchange)
  return exchange.call.service === 'looma' && (named === null || named === permission)
}

function brokenMatch(
  facts: Facts,
  refusal: Refusal,
  found: Map<Break, string>,
  step: Break,
): Match {
  const { userInfo, garbageAtLooma } = facts.answers
  const first = found.get(step)
  const others = [...found].filter(([name]) => name !== step)
  const isSole = refusal.listed?.includes(refusal.permission) === true
  const isCertain = step !== 'IDENTITY_KEY' || isSole || garbageAtLooma?.status === 403
  return {
    confidence: isCertain ? 'proven' : 'likely',
    facts: [
      fact('permission', refusal.permission),
      fact('auth', `${refusal.permission}: allowed`),
      ...(first === undefined ? [] : [fact(step, first)]),
      ...others.map(([name, seen]) => fact(name, seen)),
      ...(userInfo === null ? [] : [fact('ai.user-info', summary(userInfo))]),
      ...(garbageAtLooma === null
        ? []
        : [fact('garbage token at looma', `HTTP ${garbageAtLooma.status ?? '-'}`)]),
    ],
    words: { account: facts.account, role: facts.role ?? '?' },
  }
}

/** Where the way from a good token to a permitted request breaks (UPSTREAM 2.6, 2.7). */
export const permissionBreakRules: readonly Rule[] = [
  breakRule('IDENTITY_KEY', {
    message: text(
      'Looma 找不到用户 id：认证服务给出 user.id，Looma 读取 user.user_id（权限 {permission}，账号 {account}）',
      'Looma finds no user id: auth answers user.id, Looma reads user.user_id (permission {permission}, account {account})',
    ),
    hint: text(
      '需要改代码：认证服务的 validate 同时给出 user_id，或 Looma 改读 id。改配置没有用。',
      'Needs a code change: let validate answer user_id as well, or let Looma read id. No configuration helps.',
    ),
  }),
  breakRule('PERMISSION_PATH', {
    message: text(
      'Looma 查询权限的接口不存在：{PERMISSION_PATH}（权限 {permission}）',
      'The look-up that Looma uses does not exist: {PERMISSION_PATH} (permission {permission})',
    ),
    hint: text(
      '需要改代码：认证服务提供 /api/users/<id>/permissions，或 Looma 改用 /api/v1/auth/permission。',
      'Needs a code change: let auth offer /api/users/<id>/permissions, or let Looma ask /api/v1/auth/permission.',
    ),
  }),
  breakRule('WILDCARD', {
    message: text(
      '权限列表只有 *，Looma 按字面比较，因此找不到 {permission}',
      'The list of permissions is * only; Looma compares it literally and does not find {permission}',
    ),
    hint: text(
      '需要改代码：认证服务展开 *，或 Looma 把 * 当作全部权限。',
      'Needs a code change: let auth expand *, or let Looma take * for every permission.',
    ),
  }),
  breakRule('VOCABULARY', {
    message: text(
      '认证服务里没有任何角色拥有 {permission}：这个权限名在那里不存在',
      'No role of the auth service holds {permission}: it does not know that name',
    ),
    hint: text(
      '在认证服务中登记 Looma 的权限名（talent:*、admin:sync_all）并授予角色。',
      'Register Looma’s permission names (talent:*, admin:sync_all) in the auth service and grant them to roles.',
    ),
  }),
]
