import type {
  Expectations,
  MatrixLogin,
  PermissionPlan,
  PermissionRun,
} from '../../shared/domain/permissions'
import { OpsError } from '../../shared/errors'

/** The permission matrix: one at a time, the last one kept. */
export interface PermissionsFeature {
  plan(): PermissionPlan
  start(accounts: readonly MatrixLogin[], expectations: Expectations): PermissionRun
  cancel(): void
  current(): PermissionRun | null
  dispose(): Promise<void>
}

const absent = () => {
  throw new OpsError('unsupported', 'permissions')
}

/** Makes the permissions feature of one profile. */
export function createPermissions(): PermissionsFeature {
  return {
    plan: absent,
    start: absent,
    cancel: absent,
    current: () => null,
    dispose: () => Promise.resolve(),
  }
}
