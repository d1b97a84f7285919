import type { EvidenceCall } from '../../shared/domain/checklist'
import { zervigoIds, type Probe, type ServiceId } from '../../shared/domain/services'

/** What one direct health request showed. */
export interface ServiceView {
  id: ServiceId
  url: string
  probe: Probe
  reportedName: string | null
  version: string | null
  /** The request itself, for an item that judges by it. */
  call: EvidenceCall
}

/** Direct look at the services, apart from what Looma says about them. */
export interface SystemView {
  /** The first look at a service in this run, shared by all items. */
  look(id: ServiceId): Promise<ServiceView>
  /** A new look, for finding out why something failed just now. */
  lookAgain(id: ServiceId): Promise<ServiceView>
  /** Everything looked at so far. */
  seen(): ServiceView[]
}

/** Makes the view of one run over a function that sends one health request. */
export function createSystemView(probe: (id: ServiceId) => Promise<ServiceView>): SystemView {
  const first = new Map<ServiceId, Promise<ServiceView>>()
  const last = new Map<ServiceId, ServiceView>()
  async function lookAgain(id: ServiceId): Promise<ServiceView> {
    const view = await probe(id)
    last.set(id, view)
    return view
  }
  return {
    lookAgain,
    look(id) {
      const looking = first.get(id) ?? lookAgain(id)
      first.set(id, looking)
      return looking
    },
    seen: () =>
      (['looma', ...zervigoIds] as const).flatMap((id) => {
        const view = last.get(id)
        return view === undefined ? [] : [view]
      }),
  }
}
