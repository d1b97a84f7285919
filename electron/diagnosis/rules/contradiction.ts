import { fact, text, type Rule } from '../rule'
import { deniedMatch, refusalOf } from './refusal'

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

/** Where auth contradicts itself, or the token that it gave out. */
export const contradictionRules: readonly Rule[] = [listsDiffer, wildcardUnknown, permissionsStale]
