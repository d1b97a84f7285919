import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { StopQuestion } from '../process/stop-holder'
import { answerIn, confirmPage } from './confirm-page'

const origin = 'app://confirm'
const question: StopQuestion = {
  ...{ name: 'node', port: 8082, pid: 4242, command: 'node server.js', user: 'alice' },
  isImmediate: false,
}

describe('the question before a stop', () => {
  it('says in both languages what would be ended', () => {
    const page = confirmPage(question, null)
    for (const part of ['8082', '4242', 'node server.js', 'alice', '键入程序名', 'SIGTERM']) {
      expect(page).toContain(part)
    }
    expect(page).toContain('Type the program')
    expect(page).not.toContain('role="alert"')
    expect(confirmPage({ ...question, isImmediate: true }, null)).toContain('立即结束')
  })

  it('says which name was wrong and that nothing was stopped', () => {
    const page = confirmPage(question, 'Node')
    expect(page).toContain('“Node” 与程序名 “node” 不一致，没有停止任何进程')
    expect(page).toContain('nothing was stopped')
  })

  it('is never more than text, whatever a process calls itself', () => {
    const tagsOf = (page: string) => page.match(/<[^>]*>/g)
    const expected = tagsOf(confirmPage(question, 'x'))
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (name, command, wrong) => {
        const one = confirmPage({ ...question, name, command, user: command }, wrong)
        expect(tagsOf(one)).toEqual(expected)
      }),
    )
    const page = confirmPage({ ...question, command: '<img src=x onerror="1"><script>' }, null)
    expect(page).not.toMatch(/<img|<script/)
  })
})

describe('the answer', () => {
  it.each([
    ['app://confirm/answer?name=node', { kind: 'name', name: 'node' }],
    ['app://confirm/answer?name=+node%20', { kind: 'name', name: 'node' }],
    ['app://confirm/answer?name=%E6%9C%8D%E5%8A%A1', { kind: 'name', name: '服务' }],
    ['app://confirm/answer?name=', { kind: 'name', name: '' }],
    ['app://confirm/cancel?name=node', { kind: 'cancel' }],
    ['app://confirm/cancel', { kind: 'cancel' }],
    ['app://confirm/answer', null],
    ['app://confirm/other?name=node', null],
    ['app://bundle/answer?name=node', null],
    ['https://confirm/answer?name=node', null],
    [`app://confirm/answer?name=${'n'.repeat(201)}`, null],
    ['no address', null],
  ])('in %s is %j', (address, expected) => {
    expect(answerIn(address, origin)).toEqual(expected)
  })
})
