import { cause } from '../../diagnosis/causes'
import { diagnose } from '../../diagnosis/diagnose'
import { auth } from '../../zervigo/auth'
import { ask } from '../ask'
import type { ItemCheck, ItemContext } from '../context'
import { factsOf } from '../inquiry'

/** Permissions that Looma's protected endpoints ask for (UPSTREAM 2.3). */
const apiPermissions = [
  'talent:sync',
  'talent:read',
  'talent:ai_process',
  'talent:chat',
  'admin:sync_all',
] as const

/** `auth.permission`: who this account is, and a clear answer for every permission the API needs. */
export const permission: ItemCheck = async (context) => {
  const { facts, observe } = context
  const missing = (what: string) => cause('WRONG_SHAPE', { detail: what })
  observe.expect('user.id', facts.userId !== null, 'an id', facts.userId ?? '-', missing('user.id'))
  observe.expect(
    'user.role',
    facts.role !== null,
    'a role',
    facts.role ?? '-',
    missing('user.role'),
  )
  const { userId } = facts
  if (userId === null) return
  for (const name of apiPermissions) {
    const answer = await ask(context, auth.permission, { userId, permission: name })
    if (answer !== null) expectConsistent(context, name, answer.value.allowed)
  }
}

/** What the token claims must be granted; a `*` that is not understood shows here (UPSTREAM 2.7). */
function expectConsistent(context: ItemContext, name: string, allowed: boolean): void {
  const held = ['*', name].find((candidate) => context.facts.permissions.includes(candidate))
  const generic = cause('DENIAL_UNPROVEN', {
    permission: name,
    account: context.account?.username ?? context.facts.userId ?? '?',
    detail: `token: ${held ?? ''}, auth: false`,
  })
  const symptom = { kind: 'contradiction', permission: name, held: held ?? '' } as const
  context.observe.expect(
    `permission.${name}`,
    allowed || held === undefined,
    held === undefined ? 'true or false' : `true, the token holds ${held}`,
    String(allowed),
    diagnose(generic, factsOf(context, symptom)),
  )
}
