import { serviceIds } from '../../../shared/domain/services'
import { isSameName, namedPermission, tokenWordOf, wordsOf } from '../answers'
import type { Facts } from '../facts'
import { fact, text, type Rule } from '../rule'
import { deniedMatch, refusalOf, summary } from './refusal'

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

/** Who denied a request with a good token, and what the account lacks. */
export const denialRules: readonly Rule[] = [
  naming,
  noPermissions,
  roleLacks,
  aiDenies,
  serviceDenies,
  otherPermission,
]
