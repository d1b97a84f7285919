import { it } from 'vitest'
import { recordCall } from './record'
import { createSecrets } from './secrets'
import { judge } from './judge'
import { auth } from './auth'
import { parseBody } from './answer'
it('pieces', () => {
  const secrets = createSecrets()
  secrets.add('eyJhbGciOiJIUzI1NiJ9.' + 'a'.repeat(200) + '.' + 'b'.repeat(43))
  const text = JSON.stringify({ status: 'healthy', service: 'x', features: ['a', 'b'] })
  const raw = { id: 'a', at: 1, service: 'auth' as const, operation: 'x', method: 'GET', url: 'http://127.0.0.1:8207/health', correlationId: 'c', attempt: 1, status: 200, timings: { queuedMs: 0, connectMs: 0, firstByteMs: 1, totalMs: 1 }, requestHeaders: [['accept', 'application/json'], ['accept-encoding', 'identity'], ['user-agent', 'looma-console'], ['x-request-id', '1b4e28ba-2fa1-11d2-883f-0016d3cca427']] as [string, string][], requestBody: null, response: { headers: [['content-type', 'application/json'], ['date', 'Tue, 24 Nov 2026 01:00:00 GMT'], ['connection', 'keep-alive'], ['keep-alive', 'timeout=5'], ['transfer-encoding', 'chunked']] as [string, string][], text, bytes: text.length } }
  const time = (name: string, f: () => unknown) => { for (let i = 0; i < 3000; i++) f(); const t = performance.now(); for (let i = 0; i < 5000; i++) f(); console.log('PIECE', name, ((performance.now() - t) / 5).toFixed(1), 'us') }
  const call = recordCall(raw, secrets)
  const ex = { call, status: 200, headers: {}, text, json: JSON.parse(text), failure: null }
  time('record', () => recordCall(raw, secrets))
  time('judge', () => judge(ex))
  time('decode', () => auth.health.decode(ex.json, ex))
  time('parse', () => parseBody(text))
  time('uuid', () => crypto.randomUUID())
})
