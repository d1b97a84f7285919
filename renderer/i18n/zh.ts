import { callsZh } from './zh/calls'
import { chatZh } from './zh/chat'
import { checklistZh } from './zh/checklist'
import { commonZh } from './zh/common'
import { contractsZh } from './zh/contracts'
import { dockerZh } from './zh/docker'
import { drillZh } from './zh/drill'
import { errorsZh } from './zh/errors'
import { logZh } from './zh/log'
import { logsZh } from './zh/logs'
import { matchesZh } from './zh/matches'
import { namesZh } from './zh/names'
import { permissionsZh } from './zh/permissions'
import { plansZh } from './zh/plans'
import { portsZh } from './zh/ports'
import { runsZh } from './zh/runs'
import { servicesZh } from './zh/services'
import { sessionZh } from './zh/session'
import { settingsZh } from './zh/settings'
import { shellZh } from './zh/shell'
import { stackZh } from './zh/stack'
import { statesZh } from './zh/states'
import { talentsZh } from './zh/talents'

/**
 * Every text of the page in Chinese; the other language must have the same keys.
 * A text is in the file that its first key names; those spread here hold several short ones.
 */
export const zh = {
  common: commonZh,
  ...shellZh,
  ...namesZh,
  ...statesZh,
  services: servicesZh,
  drill: drillZh,
  stack: stackZh,
  log: logZh,
  session: sessionZh,
  talents: talentsZh,
  matches: matchesZh,
  chat: chatZh,
  checklist: checklistZh,
  runs: runsZh,
  permissions: permissionsZh,
  contracts: contractsZh,
  plans: plansZh,
  ports: portsZh,
  docker: dockerZh,
  logs: logsZh,
  calls: callsZh,
  settings: settingsZh,
  errors: errorsZh,
}

/** The shape that every language must have. */
export type Dictionary = typeof zh
