import type { Cause } from '../../shared/domain/checklist'
import { healthCause } from '../diagnosis/explain'
import { diagnose } from '../diagnosis/diagnose'
import type { Datum } from '../diagnosis/facts'
import type { ItemContext } from './context'
import { factsOf } from './inquiry'
import type { ServiceView } from './system-view'

/** Why a direct health request was not healthy, as specific as it can be said; null when it was. */
export function viewCause(context: ItemContext, view: ServiceView): Cause | null {
  const generic = healthCause(view)
  return generic === null ? null : diagnose(generic, factsOf(context, { kind: 'probe', view }))
}

/** Why what stands in an answer is wrong, as specific as it can be said. */
export function datumCause(context: ItemContext, generic: Cause, datum: Datum): Cause {
  return diagnose(generic, factsOf(context, { kind: 'datum', datum }))
}
