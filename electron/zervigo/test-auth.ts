import { answer, fakeToken, type Script } from './test-servers'

/** The one account of the test auth service. */
export const account = { username: 'admin', password: 'p@ss"w\\rd-密码-2006' }
const inSeconds = (seconds: number) => Math.floor(Date.now() / 1000) + seconds
let issued = 0
/** A token that is valid for an hour and differs from every other. */
export const issue = (claims: object = {}) =>
  fakeToken({
    user_id: 1,
    username: 'admin',
    role: 'super_admin',
    permissions: ['*'],
    exp: inSeconds(3_600),
    jti: (issued += 1),
    ...claims,
  })

/** An auth service with one account; a login makes the tokens before it worthless. */
export function authServer(): { script: Script; revoke(): void; logins(): number } {
  let valid = ''
  let logins = 0
  return {
    revoke: () => (valid = ''),
    logins: () => logins,
    script(seen, response) {
      if (seen.path === '/api/v1/auth/login') {
        logins += 1
        if (JSON.parse(seen.body).password !== account.password) {
          return answer(response, 200, {
            success: false,
            error: '密码错误',
            error_code: 'INVALID_PASSWORD',
          })
        }
        valid = issue()
        return answer(response, 200, {
          success: true,
          token: valid,
          user: { id: 1, username: 'admin', role: 'super_admin' },
          permissions: ['*'],
        })
      }
      if (seen.path === '/api/v1/auth/validate') {
        const isValid = JSON.parse(seen.body).token === valid
        return answer(
          response,
          200,
          isValid
            ? {
                success: true,
                user: { id: 1, username: 'admin', role: 'super_admin' },
                permissions: ['*'],
              }
            : { success: false, error: '无效的token', error_code: 'INVALID_TOKEN' },
        )
      }
      const isValid = seen.headers.authorization === `Bearer ${valid}`
      answer(
        response,
        isValid ? 200 : 401,
        isValid ? { jobs: [] } : { error: 'Unauthorized', status: 401 },
      )
    },
  }
}
