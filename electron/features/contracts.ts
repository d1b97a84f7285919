import type { ContractEntry } from '../../shared/domain/contracts'
import { OpsError } from '../../shared/errors'

/** What every endpoint is held against, and how its last answer differs. */
export interface ContractsFeature {
  list(): ContractEntry[]
  accept(operation: string, by: { name: string; note: string }): ContractEntry
}

/** Makes the contracts feature of one profile. */
export function createContracts(): ContractsFeature {
  return {
    list: () => [],
    accept: () => {
      throw new OpsError('unsupported', 'contracts')
    },
  }
}
