import type { CauseAction } from '../../../shared/domain/checklist'
import type { ServiceId } from '../../../shared/domain/services'
import type { Facts, Setting } from '../facts'
import { exportsOf } from '../observed'
import { planOfPort } from '../port-plans'
import { fact, text, type Rule } from '../rule'

function settingOf({ symptom }: Facts): Setting | null {
  return symptom.kind === 'setting' ? symptom.setting : null
}

/** Fixes a `.env` line by exporting the right address. */
function exportOf(facts: Facts, service: ServiceId): CauseAction {
  return service === 'looma' ? { kind: 'open-settings' } : exportsOf(facts.profile, [service])
}

const duplicateAddress: Rule = {
  reason: 'DUPLICATE_ADDRESS',
  match(facts) {
    const setting = settingOf(facts)
    if (setting?.fault !== 'shared-address') return null
    return {
      confidence: 'proven',
      facts: [fact('services', setting.services.join(', ')), fact('url', setting.url)],
      action: { kind: 'open-settings' },
    }
  },
}

const aiPort: Rule = {
  reason: 'AI_PORT_8000',
  hint: text(
    '旧指南把 AI 写成 8000，实际是 8206：改 {key}，然后重启 Looma。',
    'Older guides say 8000 for AI, it is 8206: correct {key} and restart Looma.',
  ),
  match(facts) {
    const setting = settingOf(facts)
    if (setting?.fault !== 'bad-port') return null
    const { service, url, key } = setting
    return {
      confidence: 'proven',
      facts: [fact('service', service), fact('key', key), fact('url', url)],
      action:
        key === 'profile'
          ? { kind: 'open-settings' }
          : { kind: 'command', command: `export ${key}=${facts.profile.zervigo.ai.url}` },
    }
  },
}

const keysMissing: Rule = {
  reason: 'ENV_KEYS_MISSING',
  hint: text(
    '补上缺少的变量：{missing}。缺少的 ZERVIGO_*_URL 会退回代码里的 75xx 默认地址。',
    'Add what is missing: {missing}. A missing ZERVIGO_*_URL falls back to the 75xx address in the code.',
  ),
  match(facts) {
    const setting = settingOf(facts)
    if (setting?.fault !== 'missing') return null
    const { key, expected, others } = setting
    const command = key === 'JWT_SECRET' ? null : `export ${key}=${expected}`
    return {
      confidence: 'proven',
      facts: [fact('key', key), fact('missing', others.join(', '))],
      action: command === null ? { kind: 'open-settings' } : { kind: 'command', command },
    }
  },
}

const urlDiffers: Rule = {
  reason: 'ENV_URL_DIFFERS',
  match(facts) {
    const setting = settingOf(facts)
    if (setting?.fault !== 'other-address') return null
    const { service, key, actual, expected } = setting
    const port = URL.canParse(actual) ? Number(new URL(actual).port) : null
    const other = port === null ? null : planOfPort(port)
    return {
      confidence: 'proven',
      facts: [
        fact('service', service),
        fact('key', key),
        fact('actual', actual),
        fact('expected', expected),
        ...(other === null ? [] : [fact('port belongs to', `${other.service} (${other.plan})`)]),
      ],
      action: exportOf(facts, service),
    }
  },
}

const secretsDiffer: Rule = {
  reason: 'SECRET_DIFFERS',
  hint: text(
    '两侧使用同一个 JWT_SECRET，然后重启认证服务与所有自行验签的服务。',
    'Use one JWT_SECRET on both sides, then restart auth and every service that verifies by itself.',
  ),
  match(facts) {
    const setting = settingOf(facts)
    if (setting?.fault !== 'secrets') return null
    return {
      confidence: 'proven',
      facts: [fact('looma', setting.looma), fact('zervigo', setting.zervigo)],
      action: { kind: 'open-settings' },
    }
  },
}

const unreadable: Rule = {
  reason: 'ENV_FILE_UNREADABLE',
  match(facts) {
    const setting = settingOf(facts)
    if (setting?.fault !== 'unreadable') return null
    return {
      confidence: 'proven',
      facts: [fact('path', setting.path), fact('detail', setting.detail)],
      action: { kind: 'open-settings' },
    }
  },
}

/** Settings that cannot work (UPSTREAM 5, 7). */
export const configRules: readonly Rule[] = [
  duplicateAddress,
  aiPort,
  keysMissing,
  urlDiffers,
  secretsDiffer,
  unreadable,
]
