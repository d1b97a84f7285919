import { Agent, request } from 'undici'
import { createClient } from '../../../electron/zervigo/client'
import { looma } from '../../../electron/zervigo/looma'
import { createSecrets } from '../../../electron/zervigo/secrets'
import type { Row } from '../row'
import { onlyLooma, ownNames, profileOf } from '../profiles'
import { startServers } from '../roles'
import { alternate, median, ratiosOf } from '../statistics'

const warmUps = 50

/** One call after the other over a kept-alive connection, with and without the client. */
export const clientRow: Row = {
  name: 'client',
  figures: [
    {
      id: 'client',
      zh: '客户端每次调用 ÷ 直接使用 undici',
      en: 'client per call ÷ bare undici request',
      ...{ unit: ' ×', digits: 2, budget: { sense: 'most', limit: 1.25 } },
    },
  ],
  async measure({ benchScript, quick }) {
    const server = await startServers(benchScript, [{ name: ownNames.looma, delayMs: 0 }])
    const port = server.ports[0] ?? 0
    const calls = quick ? 500 : 2_000
    try {
      // The process has to be warm before either side counts.
      await ours(port, calls)
      await bare(port, calls)
      const pairs = await alternate(
        quick ? 6 : 20,
        () => ours(port, calls),
        () => bare(port, calls),
      )
      const [a, b] = [median(pairs.map((pair) => pair.a)), median(pairs.map((pair) => pair.b))]
      const both = `${a.toFixed(3)} ÷ ${b.toFixed(3)} ms`
      return {
        client: {
          values: ratiosOf(pairs),
          zh: `${both}；本机立即回答的服务，每次重复 ${calls} 次调用，含记录与遮盖`,
          en: `${both}; a local service that answers at once, ${calls} calls each, record and masking included`,
        },
      }
    } finally {
      await server.end()
    }
  },
}

/** Milliseconds per call with the client, which keeps a masked record of each. */
async function ours(port: number, calls: number): Promise<number> {
  const client = createClient({
    profile: profileOf({ urlOf: onlyLooma(port) }),
    tokens: { tokenFor: () => null, renew: () => Promise.resolve(false) },
    secrets: createSecrets(),
    onCall: () => undefined,
  })
  const once = async () => {
    const { status } = await client.exchange(looma.health, undefined)
    if (status !== 200) throw new Error(`status ${status}`)
  }
  try {
    return await perCall(calls, once)
  } finally {
    await client.close()
  }
}

/** The same with what the client stands on: same agent, body read and parsed. */
async function bare(port: number, calls: number): Promise<number> {
  const agent = new Agent({
    connect: { timeout: 3_000, autoSelectFamily: true, autoSelectFamilyAttemptTimeout: 250 },
    ...{ keepAliveTimeout: 4_000, pipelining: 1, headersTimeout: 0, bodyTimeout: 0 },
  })
  const once = async () => {
    const { statusCode, body } = await request(`http://127.0.0.1:${port}/health`, {
      dispatcher: agent,
    })
    JSON.parse(await body.text())
    if (statusCode !== 200) throw new Error(`status ${statusCode}`)
  }
  try {
    return await perCall(calls, once)
  } finally {
    await agent.destroy()
  }
}

async function perCall(calls: number, once: () => Promise<void>): Promise<number> {
  for (let index = 0; index < warmUps; index += 1) await once()
  const startedAt = performance.now()
  for (let index = 0; index < calls; index += 1) await once()
  return (performance.now() - startedAt) / calls
}
