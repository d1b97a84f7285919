import { callsEn } from './en/calls'
import { chatEn } from './en/chat'
import { checklistEn } from './en/checklist'
import { commonEn } from './en/common'
import { contractsEn } from './en/contracts'
import { dockerEn } from './en/docker'
import { drillEn } from './en/drill'
import { errorsEn } from './en/errors'
import { logEn } from './en/log'
import { logsEn } from './en/logs'
import { matchesEn } from './en/matches'
import { namesEn } from './en/names'
import { permissionsEn } from './en/permissions'
import { plansEn } from './en/plans'
import { portsEn } from './en/ports'
import { runsEn } from './en/runs'
import { servicesEn } from './en/services'
import { sessionEn } from './en/session'
import { settingsEn } from './en/settings'
import { shellEn } from './en/shell'
import { stackEn } from './en/stack'
import { statesEn } from './en/states'
import { talentsEn } from './en/talents'
import type { Dictionary } from './zh'

/** Every text of the page in English. */
export const en: Dictionary = {
  common: commonEn,
  ...shellEn,
  ...namesEn,
  ...statesEn,
  services: servicesEn,
  drill: drillEn,
  stack: stackEn,
  log: logEn,
  session: sessionEn,
  talents: talentsEn,
  matches: matchesEn,
  chat: chatEn,
  checklist: checklistEn,
  runs: runsEn,
  permissions: permissionsEn,
  contracts: contractsEn,
  plans: plansEn,
  ports: portsEn,
  docker: dockerEn,
  logs: logsEn,
  calls: callsEn,
  settings: settingsEn,
  errors: errorsEn,
}
