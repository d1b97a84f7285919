import { healthOperation } from './health'
import { decodeAiAnswer, readVector, type AiAnswer, type ChatAnswer } from './looma'
import type { Operation } from './operation'
import { readPermissions, type AuthIdentity } from './auth'
import { type Fields, fieldsOf, firstOf, malformed, readId, readText, unwrap } from './wire'

const protectedPost = { service: 'ai', method: 'POST', secured: true, writes: true } as const

const processResume: Operation<{ resume: Fields }, AiAnswer> = {
  ...protectedPost,
  name: 'ai.process-resume',
  path: () => '/api/ai/process-resume',
  body: ({ resume }) => resume,
  pace: 'chat',
  decode: decodeAiAnswer,
}

const generateVectors: Operation<{ text: string }, number[]> = {
  ...protectedPost,
  name: 'ai.generate-vectors',
  path: () => '/api/ai/generate-vectors',
  body: ({ text }) => ({ text }),
  pace: 'chat',
  decode(json, exchange) {
    const vector = readVector(unwrap(json, exchange))
    if (vector === null) throw malformed(exchange, 'no numeric vector', 'shape', 'vectors')
    return vector
  },
}

const chat: Operation<{ message: string; context?: Fields }, ChatAnswer> = {
  ...protectedPost,
  name: 'ai.chat',
  path: () => '/api/ai/chat',
  body: ({ message, context }) => ({ message, context: context ?? {} }),
  pace: 'chat',
  decode(json, exchange) {
    const answer = unwrap(json, exchange)
    const text = firstOf(answer, 'response', 'reply', 'answer', 'message')
    return { text: readText(text), context: fieldsOf(answer.context) }
  },
}

const userInfo: Operation<void, AuthIdentity> = {
  service: 'ai',
  method: 'GET',
  secured: true,
  writes: false,
  name: 'ai.user-info',
  path: () => '/api/v1/ai/user-info',
  decode(json, exchange) {
    const answer = unwrap(json, exchange)
    const source = fieldsOf(answer.user ?? answer)
    const userId = readId(firstOf(source, 'user_id', 'id'))
    if (userId === null) throw malformed(exchange, 'a user without an id', 'shape', 'user_id')
    return {
      user: {
        userId,
        username: readText(source.username),
        email: readText(source.email),
        role: readText(source.role),
        status: readText(source.status),
      },
      permissions: readPermissions(answer.permissions),
    }
  },
}

/** Every operation of the AI service. */
export const ai = {
  health: healthOperation('ai'),
  processResume,
  generateVectors,
  chat,
  userInfo,
}
