import { z } from 'zod'
import type { LlmEndpoint } from '../config'
import { refuse } from '../http/refusal'
import { languageOf } from '../matching/extract'
import type { ChatTurn, TalentFacts } from './talent-facts'

const Completion = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string().min(1) }) })).min(1),
})
export const endpointTimeoutMs = 60_000
const keptTurns = 12

/** Asks an OpenAI-compatible endpoint; every failure is said, never papered over with a built-in answer. */
export async function askEndpoint(
  endpoint: LlmEndpoint,
  key: string | null,
  question: string,
  talent: TalentFacts,
  history: readonly ChatTurn[],
): Promise<string> {
  const url = `${endpoint.url.replace(/\/+$/, '')}/chat/completions`
  const headers: Record<string, string> = { 'content-type': 'application/json' }
  if (key !== null) headers['authorization'] = `Bearer ${key}`
  const messages = [
    { role: 'system', content: instructions(question, talent) },
    ...history.slice(-keptTurns),
    { role: 'user', content: question },
  ]
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers,
      body: JSON.stringify({ model: endpoint.model, messages, temperature: 0.2 }),
      redirect: 'error',
      signal: AbortSignal.timeout(endpointTimeoutMs),
    })
    if (!answer.ok) throw new Error(`HTTP ${answer.status}`)
    const completion = Completion.safeParse(await answer.json())
    if (!completion.success) throw new Error('the answer holds no message')
    return completion.data.choices[0]?.message.content ?? ''
  } catch (error) {
    throw refuse(502, 'LLM_UNAVAILABLE', `语言模型不可用: ${reasonOf(error)}`)
  }
}

function instructions(question: string, talent: TalentFacts): string {
  const language = languageOf(question) === 'zh' ? '中文' : 'English'
  return [
    'You answer questions about one talent for a recruiter.',
    'Use only the record below; say so when it does not hold the answer.',
    `Answer in ${language}.`,
    `Record: ${JSON.stringify(talent)}`,
  ].join('\n')
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'TimeoutError') return `no answer within ${endpointTimeoutMs / 1000} s`
  return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message
}
