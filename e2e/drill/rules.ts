import { fieldsOf, type Fields } from '../../electron/zervigo/wire'
import type { Answer, Caller, Reply, Rule, Seen } from './proxy'

/** Which requests a rule is about. */
export interface Where {
  method?: string
  path?: RegExp
  from?: Caller
  when?: (seen: Seen) => boolean
}

/** Paths of the system, as the guide has them. */
export const at = {
  health: { method: 'GET', path: /^\/health$/ },
  zervigoHealth: { method: 'GET', path: /^\/api\/zervigo\/health$/ },
  talent: { method: 'GET', path: /^\/api\/talents\/[^/]+$/ },
  sync: { method: 'POST', path: /\/talents\/[^/]+\/sync$/ },
  matches: { method: 'GET', path: /\/matches$/ },
  aiProcess: { method: 'POST', path: /\/ai-process$/ },
  chat: { method: 'POST', path: /\/talents\/[^/]+\/chat$/ },
  syncAll: { method: 'POST', path: /\/sync-all$/ },
  guarded: { path: /\/(?:sync|matches|ai-process|chat|sync-all)$/ },
  login: { method: 'POST', path: /^\/api\/v1\/auth\/login$/ },
  validate: { method: 'POST', path: /^\/api\/v1\/auth\/validate$/ },
  permission: { method: 'GET', path: /^\/api\/v1\/auth\/permission$/ },
  resume: { method: 'GET', path: /^\/api\/resumes\/[^/]+$/ },
  business: { path: /^\/api\// },
  any: {},
} as const satisfies Record<string, Where>

/** Narrows a place to one caller. */
export const byConsole = (where: Where): Where => ({ ...where, from: 'console' })
export const byService = (where: Where): Where => ({ ...where, from: 'service' })

const fits =
  ({ method, path, from, when }: Where) =>
  (seen: Seen): boolean =>
    (method === undefined || seen.method === method) &&
    (path === undefined || path.test(seen.path)) &&
    (from === undefined || seen.caller === from) &&
    (when === undefined || when(seen))

/** An answer in JSON. */
export function jsonAnswer(
  status: number,
  value: unknown,
  headers: Record<string, string> = {},
): Answer {
  return textAnswer(status, JSON.stringify(value), 'application/json', headers)
}

/** An answer of any other type. */
export function textAnswer(
  status: number,
  text: string,
  type = 'text/plain; charset=utf-8',
  headers: Record<string, string> = {},
): Answer {
  return { status, headers: { 'content-type': type, ...headers }, body: Buffer.from(text) }
}

export const htmlAnswer = (status: number, title: string): Answer =>
  textAnswer(
    status,
    `<!doctype html>\n<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`,
    'text/html',
  )

/** Answers in place of the service. */
export const instead = (
  where: Where,
  reply: Reply | ((seen: Seen) => Reply | Promise<Reply>),
): Rule => ({
  matches: fits(where),
  reply: (seen) => (typeof reply === 'function' ? reply(seen) : reply),
})

/** Changes whatever the service answered. */
export const always = (
  where: Where,
  change: (answer: Answer, seen: Seen) => Reply | Promise<Reply>,
): Rule => ({
  matches: fits(where),
  reply: async (seen, next) => change(await next(), seen),
})

/** Changes an answer only where the service did what was asked; refusals stay as they are. */
export const after = (
  where: Where,
  change: Reply | ((answer: Answer, seen: Seen) => Reply | Promise<Reply>),
): Rule =>
  always(where, (answer, seen) => {
    if (answer.status < 200 || answer.status >= 300) return answer
    return typeof change === 'function' ? change(answer, seen) : change
  })

/** Changes the JSON of a success. */
export const json = (where: Where, change: (body: Fields, seen: Seen) => unknown): Rule =>
  after(where, (answer, seen) => ({
    ...answer,
    body: Buffer.from(JSON.stringify(change(bodyOf(answer), seen))),
  }))

/** Lets the service answer, but late. */
export const late = (where: Where, ms: number): Rule => ({
  matches: fits(where),
  reply: async (_seen, next) => {
    await new Promise((resolve) => setTimeout(resolve, ms))
    return next()
  },
})

/** The JSON object of an answer; empty when it is none. */
export function bodyOf(answer: Answer): Fields {
  return parsed(answer.body.toString('utf8'))
}

/** The JSON object in a text; empty when there is none. */
export function parsed(text: string): Fields {
  try {
    return fieldsOf(JSON.parse(text))
  } catch {
    return {}
  }
}
