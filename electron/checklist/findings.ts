import type { Finding } from '../../shared/domain/checklist'
import type { Bilingual } from '../../shared/domain/text'
import { zervigoIds } from '../../shared/domain/services'
import { skewOf } from '../diagnosis/rules/token-times'
import type { Exchange } from '../zervigo/exchange'
import type { WitnessView } from '../zervigo/health'
import type { TokenClaims } from '../zervigo/token'
import { fieldsOf, readText } from '../zervigo/wire'
import type { ItemContext } from './context'
import type { ServiceView } from './system-view'

const noticed = {
  STALE_CLOCK: {
    zh: '健康回答里的时间是固定的或很旧，不能证明服务现在还活着',
    en: 'The time in a health answer is fixed or old; it does not prove that the service lives now',
  },
  AI_AUTH_FIELD_STALE: {
    zh: 'AI 服务说认证服务不可达，而认证服务直接探测是健康的：该字段有已知缺陷，不要采信',
    en: 'The AI service calls auth unreachable while auth answers us: a known fault of that field, ignore it',
  },
  WITNESS_ALWAYS_HEALTHY: {
    zh: 'Looma 的总标志说成功，而它自己列出的服务有不健康的：总标志没有意义',
    en: 'Looma’s overall flag says success while services it lists are not healthy: the flag means nothing',
  },
  CLOCK_SKEW: {
    zh: '认证服务与本机的时钟不一致；自行验签的服务可能拒绝新 token',
    en: 'The clocks of auth and this machine differ; services that verify tokens may refuse fresh ones',
  },
  TOKEN_NESTED: {
    zh: '登录的 token 在 data 之下：回答登录的不是统一认证服务，只读 .token 的脚本会得到空值',
    en: 'The login puts the token under data: another issuer answers, and scripts that read .token get null',
  },
  NO_PERMISSIONS_KEY: {
    zh: '认证服务没有给出该账号的权限列表：角色不在内置之列，或权限没有初始化',
    en: 'Auth gives no list of permissions for this account: its role is not built in, or was never seeded',
  },
  ENV_WITHOUT_EFFECT: {
    zh: '这些变量没有任何代码读取，改它们没有效果',
    en: 'No code reads these variables; changing them has no effect',
  },
  ENV_DUPLICATE_KEY: {
    zh: '.env 中有重复的变量，最后一个生效',
    en: 'A variable stands twice in the .env file; the last one counts',
  },
  SECRET_DEFAULT: {
    zh: '两侧的 JWT_SECRET 是同一个公开的占位值：能用，但任何人都能签发 token',
    en: 'Both sides use the same well-known placeholder as JWT_SECRET: it works, and anyone can sign tokens',
  },
} as const satisfies Record<string, Bilingual>

/** Notes something that is no failure of an item, once a run. */
export function notice(context: ItemContext, code: keyof typeof noticed, detail: string): void {
  context.note({ code, message: noticed[code], detail, diff: null } satisfies Finding)
}

const dayMs = 24 * 3_600_000

/** Notes health answers whose time stands still and fields that are known to be wrong. */
export function noteHealthFields(context: ItemContext, views: readonly ServiceView[]): void {
  const stale = views.flatMap((view) => {
    const text = fieldOf(view, 'timestamp')
    const at = text !== null && /^\d{4}-/.test(text) ? Date.parse(text) : NaN
    // A naive time may be off by a zone, never by a day.
    return at < view.probe.at - dayMs ? [`${view.id}: ${text}`] : []
  })
  if (stale.length > 0) notice(context, 'STALE_CLOCK', stale.join(', '))
  const auth = views.find(({ id }) => id === 'auth')
  const ai = views.find(({ id }) => id === 'ai')
  if (ai === undefined || auth?.probe.outcome !== 'healthy') return
  const field = ['unified_auth_client_status', 'zervigo_auth_status'].find(
    (name) => fieldOf(ai, name) === 'unreachable',
  )
  if (field !== undefined) notice(context, 'AI_AUTH_FIELD_STALE', `${field}: unreachable`)
}

function fieldOf({ call }: ServiceView, name: string): string | null {
  try {
    return readText(fieldsOf(JSON.parse(call.response ?? 'null'))[name])
  } catch {
    return null
  }
}

/** Notes a top-level success over services that are down. */
export function noteWitnessFlag(context: ItemContext, witness: WitnessView): void {
  const down = zervigoIds.filter((id) => witness.services[id]?.healthy === false)
  if (witness.success !== true || down.length === 0) return
  notice(context, 'WITNESS_ALWAYS_HEALTHY', `success: true, ${down.join(', ')}: healthy: false`)
}

/** Notes a login whose token is not where the unified auth service puts it. */
export function noteTokenPlace(context: ItemContext, { json }: Exchange): void {
  const top = fieldsOf(json)
  const isNested = top.token === undefined && fieldsOf(top.data).token !== undefined
  if (isNested) notice(context, 'TOKEN_NESTED', 'data.token')
}

/** Notes clocks that differ, seen by the issue time of a token that was made just now. */
export function noteSkew(context: ItemContext, claims: TokenClaims | null): void {
  const { authClockMs } = context.facts
  // The clock of auth itself says more than the times it wrote into a token.
  const isAgreed = authClockMs !== null && skewOf({ issuedAt: authClockMs }, 0) === null
  const minutes = isAgreed ? null : skewOf(claims, Date.now())
  if (minutes !== null) notice(context, 'CLOCK_SKEW', `auth is ${minutes} min off`)
}
