import type { CauseFact } from '../../../shared/domain/checklist'
import { serviceIds } from '../../../shared/domain/services'
import type { Exchange } from '../../zervigo/exchange'
import {
  isSameName,
  namedPermission,
  permissionListOf,
  permissionWordOf,
  tokenWordOf,
  wordsOf,
} from '../answers'
import type { Facts } from '../facts'
import { fact, text, type Match, type Rule } from '../rule'

interface Refusal {
  exchange: Exchange
  permission: string
  /** Auth's own yes or no. */
  isAllowed: boolean | null
  /** What auth lists where Looma as built looks; null when there is no list. */
  listed: readonly string[] | null
}

function refusalOf({ symptom, answers }: Facts): Refusal | null {
  if (symptom.kind !== 'refusal' || symptom.permission === null) return null
  return {
    exchange: symptom.exchange,
    permission: symptom.permission,
    isAllowed: permissionWordOf(answers.permission),
    listed: permissionListOf(answers.lookUp),
  }
}

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

function summary(exchange: Exchange): string {
  return exchange.failure === null ? `HTTP ${exchange.status ?? '-'}` : wordsOf(exchange)
}

function deniedMatch(facts: Facts, { permission }: Refusal, more: CauseFact[]): Match {
  return {
    confidence: 'proven',
    facts: [
      fact('permission', permission),
      fact('account', facts.account),
      fact('role', facts.role ?? '?'),
      ...more,
    ],
  }
}

function heldBy(facts: Facts): readonly string[] {
  const word = tokenWordOf(facts.answers.validate)
  return word?.permissions ?? facts.answers.ofRole ?? facts.claims?.permissions ?? []
}

const naming: Rule = {
  reason: 'PERMISSION_NAMING',
  message: text(
    '账号 {account} 持有 {held}，而接口要的是 {permission}：同一权限两种写法',
    'Account {account} holds {held}, the endpoint asks for {permission}: one permission, two spellings',
  ),
  hint: text(
    '统一两侧的权限名（冒号、点、下划线与先后次序）。',
    'Use one spelling on both sides: colon, dot, underscore and order.',
  ),
  match(facts) {
    const refusal = refusalOf(facts)
    if (refusal === null || refusal.isAllowed === null) return null
    const { permission, listed, isAllowed } = refusal
    const held = isAllowed ? (listed ?? []) : heldBy(facts)
    if (held.includes(permission)) return null
    const other = held.find((name) => isSameName(name, permission))
    if (other === undefined) return null
    return deniedMatch(facts, refusal, [fact('held', other)])
  },
}

const noPermissions: Rule = {
  reason: 'NO_PERMISSIONS_KEY',
  message: text(
    '账号 {account}（{role}）没有任何权限：认证服务的回答里没有 permissions',
    'Account {account} ({role}) holds no permission at all: auth’s answer has no permissions',
  ),
  hint: text(
    '该角色不在四个内置角色之内，或角色权限没有初始化：补上角色权限，或换用其他账号。',
    'The role is none of the four built-in ones, or its permissions were never seeded: seed them, or use another account.',
  ),
  match(facts) {
    const refusal = refusalOf(facts)
    const word = tokenWordOf(facts.answers.validate)
    if (refusal?.isAllowed !== false || word?.state !== 'accepted') return null
    if ((word.permissions ?? []).length > 0) return null
    const seen = word.permissions === null ? 'no permissions key' : 'permissions: []'
    return deniedMatch(facts, refusal, [fact('validate', seen)])
  },
}

const roleLacks: Rule = {
  reason: 'ROLE_LACKS',
  match(facts) {
    const refusal = refusalOf(facts)
    if (refusal?.isAllowed !== false) return null
    const held = heldBy(facts).join(', ')
    return {
      ...deniedMatch(facts, refusal, [fact('held', held === '' ? '-' : held)]),
      action: { kind: 'log-in' },
    }
  },
}

const aiDenies: Rule = {
  reason: 'AI_DENIES',
  hint: text(
    'AI 服务自己有权限或订阅规则：换用有订阅（monthly）的账号或更高的角色。',
    'The AI service has a permission or subscription rule of its own: use an account with a monthly subscription or a higher role.',
  ),
  match(facts) {
    const refusal = refusalOf(facts)
    if (refusal === null || refusal.isAllowed === false) return null
    const named = namedPermission(refusal.exchange)
    const isNamed = named?.startsWith('ai:') === true && named !== refusal.permission
    const refused = facts.answers.userInfo?.status === 403
    if (!isNamed && !refused && refusal.exchange.call.service !== 'ai') return null
    const { userInfo } = facts.answers
    return deniedMatch(facts, refusal, [
      fact('service', 'ai'),
      fact('refusal', wordsOf(refusal.exchange)),
      ...(userInfo === null ? [] : [fact('ai.user-info', summary(userInfo))]),
    ])
  },
}

const serviceDenies: Rule = {
  reason: 'SERVICE_DENIES',
  hint: text(
    '拒绝来自 Looma 身后的 {service}：查看它的权限规则。',
    'The refusal comes from {service} behind Looma: check its own permission rules.',
  ),
  match(facts) {
    const refusal = refusalOf(facts)
    if (refusal === null || refusal.isAllowed === false) return null
    const named = namedPermission(refusal.exchange)
    const service = serviceIds.find(
      (id) => named === `${id}:access` || (refusal.exchange.call.service === id && id !== 'looma'),
    )
    if (service === undefined) return null
    const words = wordsOf(refusal.exchange)
    return deniedMatch(facts, refusal, [fact('service', service), fact('refusal', words)])
  },
}

const otherPermission: Rule = {
  reason: 'OTHER_PERMISSION',
  hint: text(
    'Looma 检查的是 {named}，不是文档中的 {permission}：核对该路由要求的权限名。',
    'Looma checks {named}, not the documented {permission}: check which permission the route asks for.',
  ),
  match(facts) {
    const refusal = refusalOf(facts)
    if (refusal?.isAllowed !== true) return null
    const named = namedPermission(refusal.exchange)
    if (named === null || named === refusal.permission) return null
    return deniedMatch(facts, refusal, [fact('named', named)])
  },
}

const listsDiffer: Rule = {
  reason: 'PERMISSION_LISTS_DIFFER',
  hint: text(
    '认证服务的两个接口说法不一：单项检查允许，权限列表里却没有 {permission}。',
    'Two endpoints of auth disagree: the check allows it, the list lacks {permission}.',
  ),
  match(facts) {
    const refusal = refusalOf(facts)
    if (refusal?.isAllowed !== true || refusal.listed === null) return null
    if (refusal.listed.includes(refusal.permission)) return null
    return deniedMatch(facts, refusal, [fact('listed', refusal.listed.join(', '))])
  },
}

const wildcardUnknown: Rule = {
  reason: 'WILDCARD',
  hint: text(
    '需要改代码：认证服务自己的权限检查没有把 * 当作全部权限。',
    'Needs a code change: auth’s own permission check does not take * for every permission.',
  ),
  match({ symptom }) {
    if (symptom.kind !== 'contradiction' || symptom.held !== '*') return null
    const { permission } = symptom
    return { confidence: 'proven', facts: [fact('held', '*'), fact('permission', permission)] }
  },
}

const permissionsStale: Rule = {
  reason: 'PERMISSIONS_STALE',
  hint: text(
    'token 里的权限是登录时的，角色之后变了：重新登录。',
    'The token carries the permissions of its login, the role has changed since: log in again.',
  ),
  match({ symptom }) {
    if (symptom.kind !== 'contradiction') return null
    return {
      confidence: 'likely',
      facts: [fact('held', symptom.held), fact('permission', symptom.permission)],
      action: { kind: 'log-in' },
    }
  },
}

/** Why a request with a good token was refused for want of a permission (UPSTREAM 2.6, 2.7). */
export const permissionRules: readonly Rule[] = [
  naming,
  noPermissions,
  roleLacks,
  aiDenies,
  serviceDenies,
  otherPermission,
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
  listsDiffer,
  wildcardUnknown,
  permissionsStale,
]
