import { harmless, inGroup, type Planting } from '../defect'
import { at, jsonAnswer } from '../rules'

const defect = inGroup('concurrency')
const variant = harmless()
const built = inGroup('concurrency', 'peer')
const builtVariant = harmless('peer')

/** Looma's one shared session: requests that overlap close it for each other. */
function sharedSession(p: Planting, concurrency: number): void {
  p.run.profile = { ...p.run.profile, looma: { url: p.url('looma'), concurrency } }
  let inFlight = 0
  p.on('looma', {
    matches: ({ path }) => at.guarded.path.test(path),
    reply: async (_seen, next) => {
      inFlight += 1
      let overlapped = inFlight > 1
      // Long enough that two requests at a time truly meet.
      await new Promise((resolve) => setTimeout(resolve, 40))
      overlapped ||= inFlight > 1
      const answer = await next()
      overlapped ||= inFlight > 1
      inFlight -= 1
      return overlapped ? jsonAnswer(500, { success: false, error: 'Session is closed' }) : answer
    },
  })
}

// prettier-ignore
export const concurrency = [
  defect('session-closed', '并发 4：请求互相关闭会话', 'Four at a time: requests close each other’s session',
    { items: { 'api.sync': 'fail', 'auth.middleware': 'fail' }, reason: 'SESSION_CLOSED' },
    (p) => sharedSession(p, 4)),
  variant('session-closed-serial', '同一缺陷，并发 1：不受影响', 'The same Looma, one at a time: unharmed',
    (p) => sharedSession(p, 1)),
  builtVariant('shared-session-as-built', '现状的共享会话，并发 1', 'The shared session as built, one at a time',
    (p) => p.peer.set('looma', { sharedSession: true })),
  built('shared-session-overlap', '现状的共享会话，并发 4', 'The shared session as built, four at a time',
    { items: { 'api.health': 'fail' }, reason: 'SESSION_CLOSED' },
    (p) => {
      p.run.profile = { ...p.run.profile, looma: { url: p.peer.url('looma'), concurrency: 8 } }
      p.peer.set('looma', { sharedSession: true })
      for (const id of ['auth', 'ai', 'resume', 'job', 'company', 'user'] as const) p.peer.set(id, { delayMs: 60 })
    }),
]
