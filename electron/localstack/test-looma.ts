import { TalentRecord } from './records'
import { field, startTestStack, type TestAnswer, type TestStack } from './test-stack'

/** A stack with somebody logged in, and what tests ask its Looma for. */
export interface TestLooma {
  stack: TestStack
  token: string
  post(path: string, json?: unknown): Promise<TestAnswer>
  talentOf(id: string): Promise<TalentRecord>
}

/** The path of something that is done to one talent. */
export const talentPath = (id: string, action: string): string =>
  `/api/zervigo/talents/${encodeURIComponent(id)}/${action}`

/** Starts a stack with so many talents. */
export async function startTestLooma(talents: number): Promise<TestLooma> {
  const stack = await startTestStack({ talents })
  const token = await stack.login('admin', 'password')
  return {
    ...{ stack, token },
    post: (path, json = {}) => stack.ask('looma', path, { method: 'POST', token, json }),
    async talentOf(id) {
      const answer = await stack.ask('looma', `/api/talents/${encodeURIComponent(id)}`)
      return TalentRecord.parse(field(answer.body, 'talent'))
    },
  }
}
