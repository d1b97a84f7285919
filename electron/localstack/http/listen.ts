import { createAdaptorServer } from '@hono/node-server'
import { Server } from 'node:http'
import type { ServiceApp } from './service-app'

/** A service that answers on a port. */
export interface ListeningService {
  readonly port: number
  /** Stops accepting, lets requests in flight end within the grace, then cuts the rest. */
  close(graceMs: number): Promise<void>
}

/** Longer than the poll interval, so that probes reuse their connection. */
const keepAliveTimeoutMs = 30_000
const idleSweepMs = 20

/** Binds an app to a port; rejects with the port in the message when it is taken. */
export async function listen(
  app: ServiceApp,
  { host, port }: { host: string; port: number },
): Promise<ListeningService> {
  const server = createAdaptorServer({ fetch: app.fetch })
  if (!(server instanceof Server)) throw new Error('unexpected kind of HTTP server')
  server.keepAliveTimeout = keepAliveTimeoutMs
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenError(error, host, port)))
    server.listen({ host, port, exclusive: true }, resolve)
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port was assigned')
  return { port: address.port, close: (graceMs) => closeServer(server, graceMs) }
}

function listenError(error: NodeJS.ErrnoException, host: string, port: number): Error {
  const reason =
    error.code === 'EADDRINUSE'
      ? `port ${port} on ${host} is already in use (EADDRINUSE)`
      : `cannot listen on ${host}:${port}: ${error.message}`
  return new Error(reason, { cause: error })
}

function closeServer(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    // A kept-alive connection becomes idle only after its answer, so one sweep is not enough.
    const sweep = setInterval(() => server.closeIdleConnections(), idleSweepMs)
    const deadline = setTimeout(() => server.closeAllConnections(), graceMs)
    server.close(() => {
      clearInterval(sweep)
      clearTimeout(deadline)
      resolve()
    })
    server.closeIdleConnections()
  })
}
