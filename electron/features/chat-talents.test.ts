import { mkdtempSync, rmSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { OpsError } from '../../shared/errors'
import { createClosers } from '../test-closers'
import { openStore, type Store } from '../store/database'
import { answer, clientOn, profileOn, startHttp, type Script } from '../zervigo/test-servers'
import { createChat } from './chat'
import { createTalents } from './talents'

const { add, closeAll } = createClosers()
afterEach(closeAll)

function temporaryStore(): Store {
  const folder = mkdtempSync(join(tmpdir(), 'features-'))
  const store = openStore({ file: join(folder, 'console.db'), now: Date.now })
  add(
    () => rmSync(folder, { recursive: true, force: true }),
    () => store.close(),
  )
  return store
}

async function open(script: Script) {
  const server = await startHttp(script)
  const { client, calls } = clientOn(profileOn(server.url))
  const store = temporaryStore()
  add(server.close, client.close)
  const chat = createChat({ profileId: 'p', client, chats: store.chats, now: Date.now })
  const talents = createTalents({
    profileId: 'p',
    client,
    results: store.talentResults,
    now: () => 5,
  })
  return { server, client, calls, store, chat, talents }
}

/** A server that answers when told. */
function held() {
  const waiting: ServerResponse[] = []
  let arrived = () => {}
  const arrival = new Promise<void>((resolve) => (arrived = resolve))
  const script: Script = (_seen, response) => {
    waiting.push(response)
    arrived()
  }
  const reply = (text: string) => {
    for (const response of waiting) answer(response, 200, { success: true, response: text })
  }
  return { script, arrival, reply }
}

describe('chat', () => {
  it('keeps question and answer, with call and time', async () => {
    const { chat, calls } = await open((_seen, response) =>
      answer(response, 200, { success: true, response: '他有六年经验。' }),
    )
    const messages = await chat.send('上海/1?', '经验?')
    expect(messages).toMatchObject([
      { author: 'person', text: '经验?', state: 'answered', callId: calls[0]?.id },
      { author: 'assistant', text: '他有六年经验。', state: 'answered' },
    ])
    expect(chat.history('上海/1?')).toEqual(messages)
    expect(chat.history('somebody else')).toEqual([])
  })

  it.each([
    ['an error', 500, { error: 'down' }, 'upstream'],
    ['a refusal', 403, { error: 'no', code: 'INSUFFICIENT_PERMISSIONS' }, 'denied'],
    ['success without text', 200, { success: true, response: null }, 'malformed'],
  ])('keeps the message after %s, sent once', async (_name, status, body, code) => {
    const { chat, server } = await open((_seen, response) => answer(response, status, body))
    const [message, ...more] = await chat.send('t', 'hello')
    expect(message).toMatchObject({ text: 'hello', state: 'failed', error: { code } })
    expect(message?.callId).not.toBeNull()
    expect([more, server.journal.length]).toEqual([[], 1])
  })

  it('cancels what is under way and keeps the question', async () => {
    const { script, arrival } = held()
    const { chat } = await open(script)
    const sending = chat.send('t', 'hello')
    await arrival
    chat.cancel('t')
    expect(await sending).toMatchObject([{ text: 'hello', state: 'cancelled' }])
    chat.cancel('nobody')
  })

  it('refuses a second message to the same talent while one is under way', async () => {
    const { script, arrival, reply } = held()
    const { chat } = await open(script)
    const first = chat.send('t', 'one')
    await arrival
    await expect(chat.send('t', 'two')).rejects.toMatchObject({ code: 'busy' })
    reply('answer')
    expect(await first).toHaveLength(2)
    expect(chat.history('t').map(({ text }) => text)).toEqual(['one', 'answer'])
  })

  it('stays empty when it was cleared while sending', async () => {
    const { script, arrival } = held()
    const { chat } = await open(script)
    const sending = chat.send('t', 'one')
    await arrival
    chat.clear('t')
    expect(await sending).toEqual([])
    expect(chat.history('t')).toEqual([])
  })

  it('ends with everything under way kept as cancelled', async () => {
    const { script, arrival } = held()
    const { chat } = await open(script)
    const sending = chat.send('t', 'one')
    await arrival
    await chat.dispose()
    expect(chat.history('t')).toMatchObject([{ state: 'cancelled' }])
    await sending
  })

  it('sends nothing that it cannot keep', async () => {
    const { store, server, client } = await open((_seen, response) => answer(response, 200, {}))
    const full = new OpsError('storage', 'disk full')
    const chats = {
      ...store.chats,
      append: () => {
        throw full
      },
    }
    const chat = createChat({ profileId: 'p', client, chats, now: Date.now })
    await expect(chat.send('t', 'one')).rejects.toBe(full)
    expect(server.journal).toEqual([])
    // The next one is not refused as a second at the same time.
    await expect(chat.send('t', 'one')).rejects.toBe(full)
  })
})

describe('talents', () => {
  it('remembers the resume id of a sync', async () => {
    const { talents } = await open(({ method }, response) =>
      answer(
        response,
        200,
        method === 'POST'
          ? { success: true, zervigo_resume_id: 'resume_7', action: 'created' }
          : { success: true, talent: { talent_id: 't', name: 'x' } },
      ),
    )
    expect((await talents.get('t')).resumeId).toBeNull()
    expect(await talents.sync('t')).toMatchObject({ resumeId: 'resume_7', action: 'created' })
    expect((await talents.get('t')).resumeId).toBe('resume_7')
  })

  it('success without a resume id is an error with its call', async () => {
    const { talents, calls } = await open((_seen, response) =>
      answer(response, 200, { success: true }),
    )
    const error: unknown = await talents.sync('t').catch((reason: unknown) => reason)
    expect(error).toMatchObject({
      code: 'malformed',
      facts: { field: 'zervigo_resume_id' },
      callId: calls[0]?.id,
    })
    expect(calls).toHaveLength(1)
  })

  it('keeps the last AI result, and calls success without any an error', async () => {
    const bodies: unknown[] = [
      { success: true, processed_data: { skills: ['Go'], years: 6 }, vectors: [0.5, 0.25] },
      { success: true, message: '简历分析功能正在开发中' },
    ]
    const { talents } = await open((_seen, response) => answer(response, 200, bodies.shift()))
    expect(talents.lastResult('t')).toBeNull()
    const result = await talents.process('t')
    expect(result).toMatchObject({ at: 5, skills: ['Go'], years: 6, vectorLength: 2 })
    await expect(talents.process('t')).rejects.toMatchObject({ code: 'malformed' })
    expect(talents.lastResult('t')).toEqual(result)
  })

  it('reads a page and passes the search on', async () => {
    const { talents, server } = await open((_seen, response) =>
      answer(response, 200, { success: true, talents: [{ talent_id: 1, name: 'x' }], total: 90 }),
    )
    expect(await talents.list({ query: '上海 Go', offset: 50, limit: 1 })).toMatchObject({
      total: 90,
      items: [{ id: '1', placeholder: false }],
    })
    const query = new URL(`http://x${server.journal[0]?.path ?? ''}`).searchParams
    expect([query.get('query'), query.get('offset')]).toEqual(['上海 Go', '50'])
  })
})
