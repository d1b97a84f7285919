import type { ItemId } from '../../shared/domain/checklist'
import type { ItemCheck } from './context'
import { aiProcess, chat, health, matches, sync, syncAll } from './items/api'
import { jwt } from './items/auth'
import { loomaUp, network, zervigoHealth } from './items/basic'
import { chatData } from './items/chat-data'
import { aiResult, talentSynced } from './items/data'
import { env } from './items/env'
import { errors } from './items/errors'
import { matchData } from './items/match-data'
import { middleware } from './items/middleware'
import { permission } from './items/permission'

/** The code behind every item; a missing or extra one does not compile. */
export const itemChecks: Readonly<Record<ItemId, ItemCheck>> = {
  'basic.zervigo-health': zervigoHealth,
  'basic.looma-up': loomaUp,
  'basic.network': network,
  'basic.env': env,
  'auth.jwt': jwt,
  'auth.permission': permission,
  'auth.middleware': middleware,
  'auth.errors': errors,
  'api.health': health,
  'api.sync': sync,
  'api.matches': matches,
  'api.ai-process': aiProcess,
  'api.chat': chat,
  'api.sync-all': syncAll,
  'data.talent-synced': talentSynced,
  'data.ai-result': aiResult,
  'data.matches': matchData,
  'data.chat': chatData,
}
