import { z } from 'zod'
import { ServiceId, StackFault } from '../../shared/domain/services'

const Url = z.url({ protocol: /^https?$/ })

/** An OpenAI-compatible endpoint that answers chat instead of the built-in answers. */
export const LlmEndpoint = z.strictObject({ url: Url, model: z.string().min(1) })
export type LlmEndpoint = z.infer<typeof LlmEndpoint>

/** Everything one service of the stack has to know, except secrets. */
export const StackConfig = z.strictObject({
  service: ServiceId,
  host: z.string().min(1),
  port: z.number().int().min(0).max(65535),
  dataDir: z.string().min(1),
  /** How many talents Looma seeds into an empty database. */
  talents: z.number().int().min(1).max(200_000),
  urls: z.strictObject({
    looma: Url,
    auth: Url,
    ai: Url,
    resume: Url,
    job: Url,
    company: Url,
    user: Url,
  }),
  tokenTtlSeconds: z.number().int().positive().optional(),
  llm: LlmEndpoint.optional(),
})
export type StackConfig = z.infer<typeof StackConfig>

/** What the environment of a service process says. */
export interface ServiceSettings {
  config: StackConfig
  jwtSecret: string | null
  llmKey: string | null
}

export const configVariable = 'LOCALSTACK_CONFIG'
export const jwtSecretVariable = 'LOCALSTACK_JWT_SECRET'
export const llmKeyVariable = 'LOCALSTACK_LLM_KEY'

/** The name each service gives itself in `/health`. */
export const serviceNames: Readonly<Record<ServiceId, string>> = {
  looma: 'looma-crm',
  auth: 'unified-auth-service',
  ai: 'ai-service-with-zervigo',
  resume: 'resume-service',
  job: 'job-service',
  company: 'company-service',
  user: 'user-service',
}

/** Message of the console to one of its services. */
export const ParentMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('fault'), fault: StackFault }),
  z.object({ type: z.literal('stop') }),
])
export type ParentMessage = z.infer<typeof ParentMessage>

/** Message of a service to the console. */
export type ServiceMessage =
  { type: 'listening'; port: number } | { type: 'failed'; message: string }

/** Reads a service's settings; throws with the variable and the path that is wrong. */
export function readSettings(env: Readonly<Record<string, string | undefined>>): ServiceSettings {
  const text = env[configVariable]
  if (text === undefined) throw new Error(`${configVariable} is not set`)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new Error(`${configVariable} is not JSON`)
  }
  const parsed = StackConfig.safeParse(value)
  if (!parsed.success) throw new Error(`${configVariable}: ${z.prettifyError(parsed.error)}`)
  const jwtSecret = env[jwtSecretVariable] ?? null
  if (parsed.data.service === 'auth' && (jwtSecret === null || jwtSecret.length < 32)) {
    throw new Error(`${jwtSecretVariable} must hold at least 32 characters`)
  }
  return { config: parsed.data, jwtSecret, llmKey: env[llmKeyVariable] ?? null }
}
