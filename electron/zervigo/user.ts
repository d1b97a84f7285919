import type { AuthUser } from './auth'
import { healthOperation } from './health'
import { segment, type Operation } from './operation'
import { fieldsOf, firstOf, malformed, readId, readText, unwrap } from './wire'

const profile: Operation<{ id: string }, AuthUser> = {
  service: 'user',
  name: 'user.profile',
  method: 'GET',
  path: ({ id }) => `/api/users/${segment(id)}`,
  secured: true,
  writes: false,
  decode(json, exchange) {
    const answer = unwrap(json, exchange)
    const fields = fieldsOf(answer.user ?? answer)
    const userId = readId(firstOf(fields, 'id', 'user_id', 'userId'))
    if (userId === null) throw malformed(exchange, 'a user without an id', 'shape', 'id')
    return {
      userId,
      username: readText(firstOf(fields, 'username', 'user_name', 'name')),
      email: readText(fields.email),
      role: readText(fields.role),
      status: readText(fields.status),
    }
  },
}

/** Every operation of the user service. */
export const user = { health: healthOperation('user'), profile }
