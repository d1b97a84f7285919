import { once } from 'node:events'
import { createServer } from 'node:net'

/**
 * Below the ranges from which systems take ports for outgoing connections. A free port of such a
 * range can be taken by any connection before a test's service listens there; even the console's
 * own knock can be given the port it knocks at, and then answers itself.
 */
const [lowest, count] = [20_000, 6_000]
const mostTries = 200

/** Finds different ports that nobody listens on and no connection will take. */
export async function quietPorts(wanted: number): Promise<number[]> {
  const found = new Set<number>()
  for (let tries = 0; found.size < wanted; tries += 1) {
    if (tries >= mostTries) throw new Error(`no ${wanted} free ports from ${lowest} on`)
    const port = lowest + Math.floor(Math.random() * count)
    if (await isFree(port)) found.add(port)
  }
  return [...found]
}

/** One such port. */
export async function quietPort(): Promise<number> {
  const [port = 0] = await quietPorts(1)
  return port
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen({ port, host: '127.0.0.1', exclusive: true })
  const isListening = await once(server, 'listening').then(
    () => true,
    () => false,
  )
  if (isListening) await new Promise((resolve) => server.close(resolve))
  return isListening
}
