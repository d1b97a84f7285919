import type { AuthUser } from './auth'
import { healthOperation } from './health'
import { segment, type Operation } from './operation'
import { fieldsOf, firstOf, malformed, OptionalId, OptionalText, unwrap } from './wire'

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
    const userId = OptionalId.parse(firstOf(fields, 'id', 'user_id', 'userId'))
    if (userId === null) throw malformed(exchange, 'a user without an id', 'shape', 'id')
    return {
      userId,
      username: OptionalText.parse(firstOf(fields, 'username', 'user_name', 'name')),
      email: OptionalText.parse(fields.email),
      role: OptionalText.parse(fields.role),
      status: OptionalText.parse(fields.status),
    }
  },
}

/** Every operation of the user service. */
export const user = { health: healthOperation('user'), profile }
