import { z } from 'zod'

const port = z.number().int().min(1).max(65_535)

/** An absolute http(s) URL without credentials, query or fragment. */
export const BaseUrl = z.string().superRefine((text, context) => {
  const problem = urlProblem(text)
  if (problem !== null) context.addIssue({ code: 'custom', message: problem })
})

function urlProblem(text: string): string | null {
  let url: URL
  try {
    url = new URL(text)
  } catch {
    return 'expected an absolute URL such as http://localhost:8888'
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return 'expected http:// or https://'
  if (url.username !== '' || url.password !== '') return 'expected no user name or password in it'
  if (url.search !== '' || url.hash !== '') return 'expected no query and no fragment'
  if (url.port === '0') return 'expected a port from 1 to 65535'
  if (url.hostname === '0.0.0.0') return 'expected a host to connect to, not 0.0.0.0'
  return null
}

const Endpoint = z.strictObject({ url: BaseUrl })

/** An extra target of the grid besides the seven services. */
export const Monitor = z.discriminatedUnion('kind', [
  z.strictObject({
    id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,40}$/),
    name: z.string().min(1).max(80),
    kind: z.literal('tcp'),
    host: z.string().min(1),
    port,
  }),
  z.strictObject({
    id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,40}$/),
    name: z.string().min(1).max(80),
    kind: z.literal('http'),
    url: BaseUrl,
  }),
])
export type Monitor = z.infer<typeof Monitor>

/** How a local service is started and stopped; argv only, never a shell line. */
export const ProcessCommand = z.strictObject({
  cwd: z.string().min(1),
  start: z.array(z.string().min(1)).min(1),
  stop: z.array(z.string().min(1)).min(1).optional(),
  log: z.string().min(1).optional(),
  readyTimeoutMs: z.number().int().min(1_000).max(600_000).default(60_000),
})
export type ProcessCommand = z.infer<typeof ProcessCommand>

const timeoutMs = z.number().int().min(100).max(600_000)

/** The profile file of DESIGN 7; unknown keys are refused. */
export const Profile = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,40}$/)
    .optional(),
  name: z.string().min(1).max(80),
  looma: z.strictObject({ url: BaseUrl, concurrency: z.number().int().min(1).max(64).default(1) }),
  zervigo: z.strictObject({
    auth: Endpoint,
    ai: Endpoint,
    resume: Endpoint,
    job: Endpoint,
    company: Endpoint,
    user: Endpoint,
  }),
  requestTimeoutMs: timeoutMs.default(15_000),
  chatTimeoutMs: timeoutMs.default(120_000),
  poll: z
    .strictObject({
      intervalMs: z.number().int().min(250).max(600_000).default(10_000),
      timeoutMs: timeoutMs.default(3_000),
    })
    .prefault({}),
  monitors: z.array(Monitor).max(2_000).default([]),
  dependsOn: z.record(z.string(), z.array(z.string())).default({}),
  env: z
    .strictObject({ looma: z.string().min(1).optional(), zervigo: z.string().min(1).optional() })
    .prefault({}),
  processes: z.record(z.string(), ProcessCommand).default({}),
})

/** A profile with every default filled in and its id settled. */
export type Profile = Omit<z.infer<typeof Profile>, 'id'> & { id: string }

/** One thing wrong in a profile: where, what stands there, what is allowed. */
export const ProfileProblem = z.object({
  path: z.string(),
  value: z.string(),
  allowed: z.string(),
})
export type ProfileProblem = z.infer<typeof ProfileProblem>

/** One line of the profile picker. */
export const ProfileEntry = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['embedded', 'local', 'remote']),
  active: z.boolean(),
  loomaUrl: z.string(),
  /** Problems of a stored file; such a profile cannot be chosen. */
  problems: z.array(ProfileProblem),
})
export type ProfileEntry = z.infer<typeof ProfileEntry>
