import type { ContractEntry, ObservedShape } from '../../shared/domain/contracts'
import { OpsError } from '../../shared/errors'
import {
  documentedBaseline,
  documentedOperations,
  type Baseline,
  type BaselineOf,
} from '../contracts/documented'
import { endpointOf, endpoints, type Endpoint } from '../contracts/endpoints'
import { diffShapes } from '../contracts/shape'
import type { ContractStore, StoredContract } from '../store/contracts'

/** What every endpoint is held against, and how its last answer differs. */
export interface ContractsFeature {
  /** Documented, observed and accepted operations, in the order of the services. */
  list(): ContractEntry[]
  /** Makes the last answer of an operation what later ones are held against. */
  accept(operation: string, by: { name: string; note: string }): ContractEntry
  /** Keeps what a run has seen. */
  observe(shapes: readonly ObservedShape[]): void
  /** What a run that begins now is held against. */
  baselines(): BaselineOf
}

/** What the contracts need. */
export interface ContractsDeps {
  profileId: string
  store: ContractStore
  now: () => number
}

const unchanged = { added: [], removed: [], changed: [] }

/** Makes the contracts feature of one profile. */
export function createContracts({ profileId, store, now }: ContractsDeps): ContractsFeature {
  const stored = () =>
    new Map(store.list(profileId).map((contract) => [contract.operation, contract]))

  function list(): ContractEntry[] {
    const kept = stored()
    const known = new Set([...documentedOperations, ...kept.keys()])
    const ordered = endpoints.map(({ operation }) => operation).filter((name) => known.has(name))
    return [...new Set([...ordered, ...known])].flatMap((operation) => {
      const contract = kept.get(operation)
      // An operation of another version of the console is shown as it was then.
      const endpoint =
        endpointOf(operation) ?? contract?.observed?.endpoint ?? contract?.accepted?.endpoint
      return endpoint === undefined ? [] : [entryOf(endpoint, contract)]
    })
  }

  return {
    list,
    accept(operation, by) {
      const observed = stored().get(operation)?.observed ?? null
      if (observed === null) {
        throw new OpsError('missing', `no answer of ${operation} was seen yet: run the checklist`, {
          facts: { operation },
        })
      }
      store.accept(profileId, observed.endpoint, { ...by, at: now() })
      const entry = list().find((candidate) => candidate.operation === operation)
      if (entry === undefined) throw new OpsError('storage', `the contract of ${operation} is gone`)
      return entry
    },
    observe: (shapes) => store.observe(profileId, shapes, now()),
    baselines() {
      const kept = stored()
      return (operation) => baselineOf(operation, kept.get(operation)?.accepted ?? null)
    },
  }
}

/** A person's word goes before the guide's. */
function baselineOf(operation: string, accepted: StoredContract['accepted']): Baseline | null {
  if (accepted === null) return documentedBaseline(operation)
  return { source: 'accepted', shape: accepted.endpoint.shape }
}

function entryOf(endpoint: Endpoint, contract: StoredContract | undefined): ContractEntry {
  const { operation, service, method, path } = endpoint
  const observed = contract?.observed ?? null
  const accepted = contract?.accepted ?? null
  const baseline = baselineOf(operation, accepted)
  return {
    ...{ operation, service, method, path },
    source: baseline?.source ?? 'none',
    baseline: baseline?.shape ?? null,
    accepted:
      accepted === null ? null : { at: accepted.at, name: accepted.name, note: accepted.note },
    observed: observed === null ? null : { at: observed.at, shape: observed.endpoint.shape },
    diff:
      observed === null || baseline === null
        ? unchanged
        : diffShapes(baseline.shape, observed.endpoint.shape),
  }
}
