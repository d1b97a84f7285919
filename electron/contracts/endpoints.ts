import type { ObservedShape } from '../../shared/domain/contracts'
import { ai } from '../zervigo/ai'
import { auth } from '../zervigo/auth'
import { company } from '../zervigo/company'
import { job } from '../zervigo/job'
import { looma } from '../zervigo/looma'
import type { Operation } from '../zervigo/operation'
import { resume } from '../zervigo/resume'
import { user } from '../zervigo/user'

/** An endpoint as the console calls it, without what it answers. */
export type Endpoint = Omit<ObservedShape, 'shape'>

/** The refusal of a protected endpoint of Looma: one answer, whichever endpoint gives it. */
export const refusalEndpoint: Endpoint = {
  operation: 'looma.unauthorized',
  service: 'looma',
  method: '*',
  path: '/api/zervigo/*',
}

const id = '{id}'

/** Every typed operation whose answers are learned, in the order they are shown. */
export const endpoints: readonly Endpoint[] = [
  endpoint(looma.health, undefined),
  endpoint(looma.zervigoHealth, undefined),
  refusalEndpoint,
  endpoint(looma.root, undefined),
  endpoint(looma.talents, {}),
  endpoint(looma.talent, { id }),
  endpoint(looma.sync, { id }),
  endpoint(looma.matches, { id }),
  endpoint(looma.aiProcess, { id }),
  endpoint(looma.chat, { id, message: '' }),
  endpoint(looma.syncAll, undefined),
  endpoint(auth.health, undefined),
  endpoint(auth.login, { username: '', password: '' }),
  endpoint(auth.validate, { token: '' }),
  endpoint(auth.permission, { userId: '', permission: '' }),
  endpoint(auth.permissions, { role: '' }),
  endpoint(auth.roles, undefined),
  endpoint(auth.user, { userId: '' }),
  endpoint(auth.access, { userId: '', resource: '', action: '' }),
  endpoint(auth.log, { userId: '', action: '', resource: '', result: '' }),
  endpoint(ai.health, undefined),
  endpoint(ai.processResume, { resume: {} }),
  endpoint(ai.generateVectors, { text: '' }),
  endpoint(ai.chat, { message: '' }),
  endpoint(ai.userInfo, undefined),
  endpoint(resume.health, undefined),
  endpoint(resume.create, { resume: {} }),
  endpoint(resume.get, { id }),
  endpoint(job.health, undefined),
  endpoint(job.list, {}),
  endpoint(job.match, { resumeId: id }),
  endpoint(company.health, undefined),
  endpoint(company.list, {}),
  endpoint(user.health, undefined),
  endpoint(user.profile, { id }),
]

const byOperation = new Map(endpoints.map((known) => [known.operation, known]))

/** The endpoint behind the name of an operation; null for a free-form request. */
export function endpointOf(operation: string): Endpoint | null {
  return byOperation.get(operation) ?? null
}

/** True for the operations of Looma that ask for a token. */
export function isProtected(operation: string): boolean {
  return protectedOperations.has(operation)
}

const protectedOperations: ReadonlySet<string> = new Set(
  [looma.sync, looma.matches, looma.aiProcess, looma.chat, looma.syncAll].map(({ name }) => name),
)

/** Writes the path with its places named, in place of a real id. */
function endpoint<A, T>({ name, service, method, path }: Operation<A, T>, args: A): Endpoint {
  const [template = ''] = path(args).split('?')
  return { operation: name, service, method, path: decodeURIComponent(template) }
}
