import type { StackConfig } from '../config'
import type { FaultSwitch } from '../http/fault'
import type { ServiceLog } from '../http/log'
import type { Upstream } from '../http/upstream'
import type { ServiceDatabase } from '../storage/database'

/** What every service of the stack is made of. */
export interface ServiceDeps {
  config: StackConfig
  database: ServiceDatabase
  upstream: Upstream
  faults: FaultSwitch
  log: ServiceLog
  now: () => Date
}
