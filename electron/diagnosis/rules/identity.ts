import type { ServiceView } from '../../checklist/system-view'
import { serviceOfName } from '../../process/identity'
import type { Facts } from '../facts'
import { portOf } from '../observed'
import { plansFitting } from '../port-plans'
import { fact, text, type Rule } from '../rule'

function isStrange({ probe, reportedName }: ServiceView): boolean {
  // An error answer need not name its service; the status is what is wrong with it.
  const isError = reportedName === null && (probe.status ?? 0) >= 400
  return probe.fault === 'identity' && !isError
}

/** The stranger's name on a service's address; null when the right one, or nobody, is there. */
function strangerOf(facts: Facts): { view: ServiceView; name: string } | null {
  const { symptom } = facts
  const view = symptom.kind === 'probe' ? symptom.view : null
  if (view === null || !isStrange(view)) return null
  const named = view.reportedName ?? /^(basic-server)/.exec(view.probe.detail ?? '')?.[1]
  return { view, name: named ?? '(no name)' }
}

const shifted: Rule = {
  reason: 'PORT_PLAN_SHIFTED',
  message: text(
    '端口规划错位：{url} 上是 {name}，应为 {service}（{fits}）',
    'The port plan is shifted: {url} is {name}, it should be {service} ({fits})',
  ),
  hint: text(
    '换用与实际端口相符的预设，或改正该地址；Looma 的 ZERVIGO_*_URL 同样要改。',
    'Choose the preset that fits the ports, or correct the address; Looma’s ZERVIGO_*_URL needs the same.',
  ),
  match(facts) {
    const stranger = strangerOf(facts)
    if (stranger === null) return null
    const { view, name } = stranger
    const actual = serviceOfName(name)
    if (actual === null || actual === view.id) return null
    const fits = plansFitting(facts)
    const isAlone = facts.views.filter(isStrange).length <= 1
    // A single stranger on the auth address is another issuer, not a shifted plan.
    if (view.id === 'auth' && isAlone && fits.length === 0) return null
    return {
      confidence: 'proven',
      facts: [
        fact('service', view.id),
        fact('url', view.url),
        fact('name', name),
        fact('fits', fits.length === 0 ? '-' : fits.join(', ')),
      ],
      action: { kind: 'open-settings' },
    }
  },
}

const wrongIssuerProbed: Rule = {
  reason: 'AUTH_WRONG_ISSUER',
  hint: text(
    '认证地址应指向统一认证服务（指南为 8207）；basic-server（7520/8080）没有 validate。',
    'The auth address must be the unified auth service (8207 in the guide); basic-server (7520/8080) has no validate.',
  ),
  match(facts) {
    const stranger = strangerOf(facts)
    if (stranger?.view.id !== 'auth') return null
    if (stranger.name !== 'basic-server' && serviceOfName(stranger.name) === null) return null
    return {
      confidence: 'proven',
      facts: [fact('service', 'auth'), fact('url', stranger.view.url), fact('name', stranger.name)],
      action: { kind: 'open-settings' },
    }
  },
}

const strangerOnPort: Rule = {
  reason: 'STRANGER_ON_PORT',
  hint: text(
    '{url} 被另一个程序占用（{name}）：停掉它或改用别的端口，然后核对配置。',
    '{url} is held by another program ({name}): stop it or use another port, then check the profile.',
  ),
  match(facts) {
    const stranger = strangerOf(facts)
    if (stranger === null) return null
    const { view, name } = stranger
    const port = portOf(facts.profile, view.id)
    return {
      confidence: view.reportedName === null ? 'likely' : 'proven',
      facts: [fact('service', view.id), fact('url', view.url), fact('name', name)],
      action: { kind: 'command', command: `lsof -nP -iTCP:${port} -sTCP:LISTEN` },
    }
  },
}

/** Each of the seven has a `/health`; what has none is another program, or another path of one. */
const withoutHealth: Rule = {
  reason: 'STRANGER_ON_PORT',
  code: 'WRONG_IDENTITY',
  message: text(
    '{url} 上的程序没有 /health（HTTP 404），它很可能不是 {service}',
    'The program on {url} has no /health (HTTP 404); it is probably not {service}',
  ),
  hint: text(
    '查看谁占用了该端口，并核对配置中的地址和路径。',
    'See who holds the port, and check address and path in the profile.',
  ),
  match({ symptom, profile }) {
    const view = symptom.kind === 'probe' ? symptom.view : null
    if (view?.probe.fault !== 'status' || view.probe.status !== 404) return null
    const { id, url, probe } = view
    return {
      confidence: 'likely',
      facts: [fact('service', id), fact('url', url), fact('answer', probe.detail ?? 'HTTP 404')],
      action: { kind: 'command', command: `lsof -nP -iTCP:${portOf(profile, id)} -sTCP:LISTEN` },
    }
  },
}

/** Someone else where a service should be (UPSTREAM 2.10, 5.2, 5.3). */
export const identityRules: readonly Rule[] = [
  shifted,
  wrongIssuerProbed,
  strangerOnPort,
  withoutHealth,
]
