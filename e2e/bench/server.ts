import { createServer, type Server, type ServerResponse } from 'node:http'
import { z } from 'zod'

const Listeners = z.array(z.object({ name: z.string(), delayMs: z.number() }))

/** Answers health, and syncs of talents, as the services do, after a fixed time. */
export async function serverRole(input: unknown, send: (message: unknown) => void): Promise<void> {
  const ports: number[] = []
  for (const { name, delayMs } of Listeners.parse(input)) {
    const health = JSON.stringify({ status: 'healthy', service: name, version: '1.0.0' })
    const server = createServer((request, response) => {
      request.resume()
      const id = /^\/api\/zervigo\/talents\/([^/]+)\/sync$/.exec(request.url ?? '')?.[1]
      const text =
        id === undefined
          ? health
          : JSON.stringify({ success: true, action: 'created', zervigo_resume_id: `r-${id}` })
      if (delayMs === 0) answer(response, text)
      else setTimeout(() => answer(response, text), delayMs)
    })
    server.keepAliveTimeout = 60_000
    ports.push(await listen(server))
  }
  send(ports)
}

function answer(response: ServerResponse, text: string): void {
  response.writeHead(200, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
  })
  response.end(text)
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      if (address === null || typeof address === 'string') reject(new Error('no port'))
      else resolve(address.port)
    })
  })
}
