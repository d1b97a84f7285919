import { z } from 'zod'
import { answerFromRecord } from '../ai/answers'
import { askEndpoint } from '../ai/endpoint'
import { ChatTurn, TalentFacts, type GroundedAnswer } from '../ai/talent-facts'
import { serviceNames } from '../config'
import { createGate } from '../http/gate'
import { pathId, readJson } from '../http/input'
import { refuse } from '../http/refusal'
import {
  createServiceApp,
  healthBody,
  refuseOtherMethods,
  type ServiceApp,
} from '../http/service-app'
import { embed, embeddingDimension, embeddingModel } from '../matching/embedding'
import { extractProfile, languageOf } from '../matching/extract'
import { createAnalysisStore } from './analysis-store'
import { aiLies } from './lies'
import type { ServiceDeps } from './service-deps'

const maxTextCharacters = 200_000
const text = z.string().max(maxTextCharacters)
const ProcessResume = z
  .object({
    talent_id: z.string().min(1).max(1000).optional(),
    text: text.default(''),
    title: text.default(''),
    experience: text.default(''),
    years: z.number().min(0).max(80).nullable().default(null),
    skills: z.array(z.string().max(200)).max(500).default([]),
    education: text.default(''),
    summary: text.default(''),
  })
  .refine((resume) => resume.text !== '' || resume.summary !== '' || resume.skills.length > 0, {
    path: ['text'],
  })
const GenerateVectors = z.object({ text: text.min(1) })
const Chat = z.object({
  message: z.string().trim().min(1).max(8000),
  context: z.object({ talent_id: z.string(), talent_data: TalentFacts }),
  history: z.array(ChatTurn).max(200).default([]),
})
const missingMessage = { code: 'MESSAGE_REQUIRED', message: '消息内容或人才上下文缺失' }

/** The AI service: skill extraction, embeddings and chat about a talent. */
export function createAiService(deps: ServiceDeps & { llmKey: string | null }): ServiceApp {
  const { database, upstream, faults, log, now, config, llmKey } = deps
  const name = serviceNames.ai
  const gate = createGate(upstream)
  const analyses = createAnalysisStore(database, now)
  const app = createServiceApp({ name, log, faults, now, lie: aiLies(now) })
  app.get('/health', (c) =>
    c.json({
      ...healthBody(name, now),
      embedding_model: embeddingModel,
      chat_provider: config.llm === undefined ? 'record' : 'openai-compatible',
    }),
  )

  app.post('/api/ai/process-resume', async (c) => {
    await gate.authenticate(c)
    const resume = await readJson(c, ProcessResume)
    const processed = processResume(resume)
    if (resume.talent_id !== undefined) analyses.put(resume.talent_id, processed)
    return c.json({ success: true, message: '简历处理完成', data: processed })
  })
  app.get('/api/ai/analyses/:id', async (c) => {
    await gate.authenticate(c)
    const analysis = analyses.byTalent(pathId(c))
    if (analysis === null) throw refuse(404, 'ANALYSIS_NOT_FOUND', '该人才尚无AI处理结果')
    return c.json({ success: true, data: analysis.result, processed_at: analysis.at })
  })
  app.post('/api/ai/generate-vectors', async (c) => {
    await gate.authenticate(c)
    const body = await readJson(c, GenerateVectors)
    return c.json({
      success: true,
      vectors: embed(body.text),
      dimension: embeddingDimension,
      model: embeddingModel,
    })
  })
  app.post('/api/ai/chat', async (c) => {
    await gate.authenticate(c)
    const { message, context, history } = await readJson(c, Chat, missingMessage)
    const answer: GroundedAnswer =
      config.llm === undefined
        ? answerFromRecord(message, context.talent_data, history)
        : {
            response: await askEndpoint(config.llm, llmKey, message, context.talent_data, history),
            sources: ['talent_data'],
          }
    const { response, sources } = answer
    const language = languageOf(message)
    return c.json({
      success: true,
      response,
      context: { talent_id: context.talent_id, language, sources },
    })
  })
  app.get('/api/v1/ai/user-info', async (c) => {
    const caller = await gate.authenticate(c)
    return c.json({
      user_id: caller.userId,
      username: caller.username,
      email: caller.email,
      role: caller.role,
      subscription_status: 'free',
      subscription_type: null,
      is_active: true,
      permissions: caller.permissions,
      expires_at: null,
      last_login: null,
    })
  })
  return refuseOtherMethods(app)
}

function processResume(resume: z.infer<typeof ProcessResume>) {
  const summary = resume.summary === '' ? resume.text : resume.summary
  const { skills, years, level, education, language } = extractProfile({ ...resume, summary })
  return {
    talent_id: resume.talent_id ?? null,
    skills: skills.map(({ name, category, confidence }) => ({ name, category, confidence })),
    skill_names: skills.map(({ name }) => name),
    years,
    level,
    education: resume.education,
    education_level: education,
    summary: summary.slice(0, 2000),
    language,
  }
}
