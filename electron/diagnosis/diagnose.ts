import type { Cause } from '../../shared/domain/checklist'
import type { Facts } from './facts'
import { diagnoseWith, type Rule } from './rule'
import { tokenRules } from './rules/auth'
import { behindRules } from './rules/behind'
import { configRules } from './rules/config'
import { contradictionRules } from './rules/contradiction'
import { dataRules } from './rules/data'
import { denialRules } from './rules/denial'
import { loginRules } from './rules/login'
import { permissionBreakRules } from './rules/permission-breaks'
import { protectionRules } from './rules/protection'
import { plainTextRule, serviceRules, wrongTypeRule } from './rules/service'
import { slowBehindRule } from './rules/slow'
import { wiringRules } from './rules/wiring'

/** Every rule, the more specific before the more general. */
export const rules: readonly Rule[] = [
  ...configRules,
  ...dataRules,
  ...tokenRules,
  ...loginRules,
  ...denialRules,
  ...permissionBreakRules,
  ...contradictionRules,
  ...protectionRules,
  ...wiringRules,
  ...behindRules,
  slowBehindRule,
  ...serviceRules,
  wrongTypeRule,
  plainTextRule,
]

/** Names the failure mode behind a generic cause, where one of the known ones fits. */
export function diagnose(generic: Cause, facts: Facts): Cause {
  return diagnoseWith(rules, generic, facts)
}
