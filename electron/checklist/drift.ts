import type { ItemId } from '../../shared/domain/checklist'
import type { ItemContext } from './context'

/** Values that upstream really answers and that its documents have otherwise; no type differs. */
const forms = {
  'percent-scores': {
    zh: '匹配分数为 0–100，文档写的是 0–1',
    en: 'Match scores run from 0 to 100; the document has 0 to 1',
  },
} as const

/** Notes that an answer is legitimate but not as documented: a finding, never a failure. */
export function noteDrift(context: ItemContext, item: ItemId, form: keyof typeof forms): void {
  context.note({ code: 'contract-drift', message: forms[form], detail: item, diff: null })
}
