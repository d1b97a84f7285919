import {
  protectedIds,
  type ProtectedEndpoint,
  type ProtectedId,
} from '../../shared/domain/permissions'
import type { CallOptions, Client } from '../zervigo/client'
import type { Exchange } from '../zervigo/exchange'
import { looma } from '../zervigo/looma'
import type { Operation } from '../zervigo/operation'

/** A protected endpoint and how it is asked about one talent. */
export interface ProtectedProbe {
  endpoint: ProtectedEndpoint
  ask(client: Client, talentId: string, options: CallOptions): Promise<Exchange>
}

const question = '请用一句话介绍这位人才。'

/** Every protected endpoint of Looma (UPSTREAM 2.3). */
const probes: Readonly<Record<ProtectedId, ProtectedProbe>> = {
  sync: probe('sync', 'talent:sync', looma.sync, (id) => ({ id })),
  matches: probe('matches', 'talent:read', looma.matches, (id) => ({ id })),
  'ai-process': probe('ai-process', 'talent:ai_process', looma.aiProcess, (id) => ({ id })),
  chat: probe('chat', 'talent:chat', looma.chat, (id) => ({ id, message: question })),
  'sync-all': probe('sync-all', 'admin:sync_all', looma.syncAll, () => undefined),
}

/** The endpoints in the order they are shown. */
export const protectedEndpoints: readonly ProtectedEndpoint[] = protectedIds.map(
  (id) => probes[id].endpoint,
)

/** The order one account asks in: what only reads comes before what writes. */
export const askingOrder: readonly ProtectedProbe[] = [
  ...protectedIds.map((id) => probes[id]).filter(({ endpoint }) => !endpoint.writes),
  ...protectedIds.map((id) => probes[id]).filter(({ endpoint }) => endpoint.writes),
]

function probe<A, T>(
  id: ProtectedId,
  permission: string,
  operation: Operation<A, T>,
  argsOf: (talentId: string) => A,
): ProtectedProbe {
  const { method, writes } = operation
  const path = decodeURIComponent(operation.path(argsOf('{id}')))
  return {
    endpoint: { id, method, path, permission, writes },
    ask: (client, talentId, options) => client.exchange(operation, argsOf(talentId), options),
  }
}
