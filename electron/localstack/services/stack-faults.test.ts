import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { serviceIds, zervigoIds, type ZervigoId } from '../../../shared/domain/services'
import { createServiceLog } from '../http/log'
import { field, startTestStack, type TestStack } from '../test-stack'

let stack: TestStack
let token: string
beforeAll(async () => {
  stack = await startTestStack()
  token = await stack.login('admin', 'password')
})
afterEach(() => {
  for (const id of serviceIds) stack.faults(id).set('none')
})
afterAll(() => stack.dispose())

const act = (action: 'sync' | 'matches' | 'ai-process' | 'chat') =>
  stack.ask('looma', `/api/zervigo/talents/test123/${action}`, {
    method: action === 'matches' ? 'GET' : 'POST',
    token,
    ...(action === 'chat' ? { json: { message: 'hi' } } : {}),
  })

describe('a service that is down', () => {
  const needed: readonly (readonly [ZervigoId, 'sync' | 'matches' | 'ai-process' | 'chat'])[] = [
    ['resume', 'sync'],
    ['resume', 'matches'],
    ['job', 'matches'],
    ['ai', 'ai-process'],
    ['ai', 'chat'],
  ]
  it.each(needed)('%s makes %s a bad gateway that names it', async (service, action) => {
    await act('sync')
    await stack.stop(service)
    const answer = await act(action)
    await stack.restart(service)
    expect(answer).toMatchObject({
      status: 502,
      body: { success: false, code: 'UPSTREAM_UNAVAILABLE', service, status: 502 },
    })
    expect((await act(action)).status).toBe(200)
  })

  it('auth makes every protected call unavailable', async () => {
    await stack.stop('auth')
    const answer = await act('sync')
    const direct = await stack.ask('resume', '/api/resumes/resume_1', { token })
    await stack.restart('auth')
    expect(answer).toMatchObject({ status: 503, body: { code: 'AUTH_UNAVAILABLE', status: 503 } })
    expect(direct).toMatchObject({ status: 503, body: { code: 'AUTH_UNAVAILABLE' } })
  })

  it('resume makes sync-all fail with its name', async () => {
    await stack.stop('resume')
    const answer = await stack.ask('looma', '/api/zervigo/sync-all', { method: 'POST', token })
    await stack.restart('resume')
    expect(answer).toMatchObject({ status: 502, body: { success: false, service: 'resume' } })
  })

  it('company leaves matches without the names they need', async () => {
    const fresh = await startTestStack({ talents: 5 })
    const own = await fresh.login('admin', 'password')
    await fresh.stop('company')
    const path = '/api/zervigo/talents/test123/matches?limit=1'
    const answer = await fresh.ask('looma', path, { token: own })
    await fresh.dispose()
    expect(answer.status).toBe(200)
    expect(field(answer.body, 'matches.0.company')).toBeNull()
  })

  it.each(zervigoIds)('%s shows in the health Looma reports', async (id) => {
    const fresh = await startTestStack({ talents: 3 })
    await fresh.stop(id)
    const own = await fresh.ask('looma', '/health')
    const integration = await fresh.ask('looma', '/api/zervigo/health')
    await fresh.dispose()
    expect(own).toMatchObject({ status: 200, body: { status: 'healthy' } })
    expect(integration).toMatchObject({ status: 200, body: { success: false } })
    expect(field(integration.body, `services.${id}`)).toMatchObject({
      success: false,
      healthy: false,
      status: 'unreachable',
    })
    const others = zervigoIds.filter((other) => other !== id)
    for (const other of others) {
      expect(field(integration.body, `services.${other}.healthy`)).toBe(true)
    }
  })
})

describe('a planted fault', () => {
  it('slow answers late but rightly', async () => {
    stack.faults('job').set('slow')
    expect(await stack.ask('job', '/health')).toMatchObject({
      status: 200,
      body: { status: 'healthy' },
    })
  })

  it('error answers 500 as JSON, and Looma says whose it is', async () => {
    stack.faults('resume').set('error')
    expect(await stack.ask('resume', '/health')).toMatchObject({
      status: 500,
      body: { success: false },
    })
    expect(await act('sync')).toMatchObject({
      status: 502,
      body: { code: 'UPSTREAM_ERROR', service: 'resume', upstream_status: 500 },
    })
  })

  it('hang never answers', async () => {
    stack.faults('user').set('hang')
    const abort = new AbortController()
    const request = fetch(`http://127.0.0.1:${stack.ports.user}/health`, { signal: abort.signal })
    const other = await stack.ask('company', '/health')
    expect(other.status).toBe(200)
    abort.abort()
    await expect(request).rejects.toThrow(/abort/i)
  })

  it('deny refuses business and keeps reporting health', async () => {
    stack.faults('resume').set('deny')
    expect((await stack.ask('resume', '/health')).status).toBe(200)
    expect(await act('sync')).toMatchObject({
      status: 403,
      body: { code: 'INSUFFICIENT_PERMISSIONS', status: 403 },
    })
    stack.faults('resume').set('none')
    stack.faults('auth').set('deny')
    expect(await act('sync')).toMatchObject({ status: 403 })
  })

  it('html answers a web page with 200', async () => {
    stack.faults('ai').set('html')
    const answer = await stack.ask('ai', '/health')
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toContain('text/html')
    expect(answer.text).toContain('nginx')
    expect(await act('chat')).toMatchObject({
      status: 502,
      body: { code: 'UPSTREAM_MALFORMED', service: 'ai' },
    })
  })

  it('lie of looma is green over red', async () => {
    stack.faults('looma').set('lie')
    const health = await stack.ask('looma', '/api/zervigo/health')
    expect(health.body).toMatchObject({ success: true, services: { auth: { healthy: false } } })
    expect((await stack.ask('looma', '/health')).body).toMatchObject({ status: 'healthy' })
    const sync = await act('sync')
    expect(sync.body).toMatchObject({ success: true, zervigo_resume_id: 'resume_900001' })
    const readBack = await stack.ask('resume', '/api/resumes/resume_900001', { token })
    expect(readBack.status).toBe(404)
    expect((await act('chat')).body).toMatchObject({ response: 'AI聊天功能正在开发中' })
    const stranger = await stack.ask('looma', '/api/zervigo/talents/x/sync', { method: 'POST' })
    expect(stranger).toMatchObject({ status: 401, body: { code: 'AUTH_REQUIRED' } })
    const invented = await stack.ask('looma', '/api/talents/whoever')
    expect(invented.body).toMatchObject({ success: true, talent: { source: 'default' } })
  })

  it('lie of the others is caught or passed on as it would be upstream', async () => {
    stack.faults('auth').set('lie')
    const login = await stack.ask('auth', '/api/v1/auth/login', { method: 'POST', json: {} })
    expect(login).toMatchObject({ status: 200, body: { success: true } })
    expect(field(login.body, 'token')).toBeUndefined()
    expect(await act('sync')).toMatchObject({ status: 503, body: { code: 'AUTH_UNAVAILABLE' } })
    stack.faults('auth').set('none')
    stack.faults('ai').set('lie')
    expect((await act('chat')).body).toMatchObject({ response: 'AI聊天功能正在开发中' })
    expect(field((await act('ai-process')).body, 'vectors.0')).toBe(0)
    for (const id of zervigoIds) {
      stack.faults(id).set('lie')
      const health = await stack.ask(id, '/health')
      expect(health.body).toMatchObject({ status: 'healthy', core_health: { status: 'unhealthy' } })
    }
  })

  it('crash ends the process at once', () => {
    expect(() => stack.faults('company').set('crash')).not.toThrow()
    expect(stack.faults('company').current).toBe('crash')
  })
})

describe('the access log', () => {
  it('has a line per request and never a token, a password or a body', async () => {
    const lines: string[] = []
    const sink = (line: string) => void lines.push(line)
    const log = createServiceLog({ out: sink, err: sink }, () => new Date(0))
    const fresh = await startTestStack({ talents: 3, log })
    const own = await fresh.login('szjason72', '@SZxym2006')
    const path = '/api/zervigo/talents/test123/sync'
    const headers = { 'x-request-id': 'abc-1' }
    await fresh.ask('looma', path, { method: 'POST', token: own, headers })
    await fresh.dispose()
    const text = lines.join('\n')
    expect(text).toMatch(/^1970-01-01T00:00:00\.000Z WARN POST \S+\/sync 403 [\d.]+ms abc-1$/m)
    expect(text).toMatch(/INFO POST \/api\/v1\/auth\/validate 200 [\d.]+ms abc-1$/m)
    expect(text).not.toContain(own)
    expect(text).not.toContain('SZxym')
    expect(text).not.toContain('user_id=')
  })
})

describe('chat by an OpenAI-compatible endpoint', () => {
  it('uses the endpoint, and says so when it fails', async () => {
    const seen: { authorization: string | undefined; body: string }[] = []
    let status = 200
    const endpoint = createServer(async (request, response) => {
      let body = ''
      for await (const chunk of request) body += String(chunk)
      seen.push({ authorization: request.headers.authorization, body })
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ choices: [{ message: { content: 'from the model' } }] }))
    })
    endpoint.listen(0, '127.0.0.1')
    await once(endpoint, 'listening')
    const { port } = endpoint.address() as AddressInfo
    const llm = { url: `http://127.0.0.1:${port}/v1/`, model: 'small', key: 'key-for-tests' }
    const fresh = await startTestStack({ talents: 3, llm })
    const own = await fresh.login('admin', 'password')
    const ask = () =>
      fresh.ask('looma', '/api/zervigo/talents/test123/chat', {
        method: 'POST',
        token: own,
        json: { message: '介绍一下' },
      })
    expect((await ask()).body).toMatchObject({ success: true, response: 'from the model' })
    expect(seen[0]?.authorization).toBe('Bearer key-for-tests')
    expect(seen[0]?.body).toContain('林晓岚')
    status = 500
    const failed = await ask()
    expect(failed).toMatchObject({ status: 502, body: { code: 'LLM_UNAVAILABLE', service: 'ai' } })
    expect(failed.text).not.toContain('key-for-tests')
    await fresh.dispose()
    endpoint.close()
  })
})
