import { useTranslation } from 'react-i18next'
import type { PortRow, PortUse } from '../../../shared/domain/ports'
import { inLanguage, type Bilingual } from '../../../shared/domain/text'
import { useServiceName } from '../../components/service-words'
import type { Tone } from '../../components/tone'
import { useLanguage } from '../../i18n/language'

/** A foreign holder is alarming only where this environment wants the port. */
export function toneOf({ use, wants }: Pick<PortRow, 'use' | 'wants'>): Tone {
  const tones: Record<PortUse, Tone> = {
    free: 'idle',
    ours: 'ok',
    expected: 'info',
    unexpected: wants.length > 0 ? 'bad' : 'warn',
    elsewhere: 'held',
  }
  return tones[use]
}

/** The plans that have a name of their own in both languages. */
const namedPlans = [
  'joint-8xxx',
  'pro-86xx-v1',
  'pro-86xx-v2',
  'future-75xx',
  'go-zervi',
  'looma-api-90xx',
  'looma-zervi',
  'planning-document',
  'databases-shared',
  'databases-independent',
  'databases-future',
  'other-uses',
] as const

/** Words about a port in the reader's language. */
export interface PortWords {
  said(text: Bilingual): string
  planOf(id: string): string
  /** The services of this environment that want the port; empty when none does. */
  wantsOf(row: PortRow): string
}

/** Makes the words of the language in use. */
export function usePortWords(): PortWords {
  const { t } = useTranslation()
  const nameOf = useServiceName()
  const language = useLanguage()
  return {
    said: (text) => inLanguage(text, language),
    planOf: (id) => {
      const known = namedPlans.find((plan) => plan === id)
      return known === undefined ? id : t(`ports.planNames.${known}`)
    },
    wantsOf: (row) => row.wants.map(({ service, name }) => name ?? nameOf(service)).join(' / '),
  }
}

/** True when a row holds every word that was searched for, in whatever it shows. */
export function matches(row: PortRow, query: string, words: PortWords): boolean {
  const texts = [
    String(row.port),
    row.host,
    words.wantsOf(row),
    ...row.holders.flatMap(({ pid, command, program, user, reportedName, container }) => [
      String(pid ?? ''),
      ...[command, program, user, reportedName, container?.name, container?.project],
    ]),
    ...row.claims.flatMap(({ plan, service }) => [
      plan,
      words.planOf(plan),
      service.zh,
      service.en,
    ]),
  ]
  const text = texts.join('\n').toLowerCase()
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}
