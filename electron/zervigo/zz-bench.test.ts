import { it } from 'vitest'
import { Agent, request } from 'undici'
import { auth } from './auth'
import { answer, clientOn, profileOn, startHttp } from './test-servers'
it('bench', async () => {
  const server = await startHttp((_s, r) => answer(r, 200, { status: 'healthy', service: 'x', features: ['a', 'b'] }))
  const { client, secrets } = clientOn(profileOn(server.url))
  secrets.add('eyJhbGciOiJIUzI1NiJ9.' + 'a'.repeat(200) + '.' + 'b'.repeat(43))
  const agent = new Agent()
  const n = 2000
  for (let round = 0; round < 3; round++) {
    let t = performance.now()
    for (let i = 0; i < n; i++) await (await request(server.url + '/health', { dispatcher: agent })).body.json()
    const bare = (performance.now() - t) / n
    t = performance.now()
    for (let i = 0; i < n; i++) await client.call(auth.health, undefined)
    const ours = (performance.now() - t) / n
    console.log('BENCH', bare.toFixed(3), ours.toFixed(3), (ours / bare).toFixed(2))
  }
  await client.close(); await agent.destroy(); await server.close()
})
