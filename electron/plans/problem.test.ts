import { describe, expect, it } from 'vitest'
import { StepProblem } from '../../shared/domain/plans'
import { OpsError } from '../../shared/errors'
import { LaunchError } from '../process/command-launch'
import { problemOf } from './problem'

const failed = (code: string | number, more: Record<string, string | number> = {}) =>
  new OpsError('process', 'technical text', { facts: { id: 'job', code, ...more } })

describe('a problem', () => {
  const known: [string, unknown][] = [
    ['FOLDER_MISSING', failed('cwd-missing', { cwd: '/nowhere' })],
    ['FOLDER_RELATIVE', failed('cwd-relative', { cwd: 'here' })],
    ['PROGRAM_MISSING', failed('missing', { program: './quick_start.sh', cwd: '/x' })],
    ['NOT_EXECUTABLE', failed('not-executable', { program: './start.sh' })],
    ['OUTPUT_FILE', failed('output')],
    ['EXITED', failed(7)],
    ['EXITED', failed(0)],
    ['EXITED', failed('SIGSEGV')],
    ['NOT_READY', failed('timeout', { limitMs: 60_000 })],
    ['UNTRACKED', failed('untracked')],
    ['LEFT_NOTHING', failed('left-nothing')],
    ['STUCK', failed('stuck', { pids: '7, 8' })],
    ['SPAWN', failed('spawn')],
    ['PROCESS', failed('something-new')],
    ['OTHER_CONSOLE', new OpsError('busy', 'another', { facts: { pid: 42 } })],
    ['BUSY', new OpsError('busy', 'a call is under way')],
    ['ABORTED', new OpsError('aborted', 'stopped')],
    ['DISK_FULL', Object.assign(new Error('x'), { code: 'ENOSPC' })],
    [
      'DISK_FULL',
      new OpsError('storage', 'x', { cause: Object.assign(new Error('y'), { code: 'EDQUOT' }) }),
    ],
    ['NOT_WRITABLE', Object.assign(new Error('x'), { code: 'EACCES', path: '/data/x' })],
    ['STORAGE', new OpsError('storage', 'x')],
    ['MISSING', new OpsError('missing', 'no process')],
    ['UNSUPPORTED', new OpsError('unsupported', 'not here')],
    ['INTERNAL', new TypeError('x is not a function')],
    ['INTERNAL', 'a text'],
  ]
  it.each(known)('%s has a cause and a next step in both languages', (code, error) => {
    const problem = StepProblem.parse(problemOf(error))
    expect(problem.code).toBe(code)
    for (const text of [problem.message, problem.hint]) {
      expect(text.zh).not.toBe('')
      expect(text.en).not.toBe('')
      expect(`${text.zh}${text.en}`).not.toContain('undefined')
    }
  })

  it('says who holds a port, and only what is known of it', () => {
    const facts = { port: 8207, service: 'auth', pid: 42, command: 'python app.py', user: 'anna' }
    const problem = problemOf(new OpsError('port', 'held', { facts }))
    expect(problem).toMatchObject({ code: 'PORT_HELD', port: 8207 })
    for (const part of ['8207', 'auth', 'pid 42', 'python app.py', 'anna']) {
      expect(problem.message.zh).toContain(part)
      expect(problem.message.en).toContain(part)
    }
    const hidden = { port: 8207, service: 'auth', pid: 'unknown', command: 'unknown', user: '?' }
    const unseen = problemOf(new OpsError('port', 'held', { facts: hidden }))
    expect(unseen.message.en).not.toContain('unknown')
    expect(unseen.message.zh).not.toContain('?')
  })

  it('does not take a program without permission for a full or closed disk', () => {
    const cause = new LaunchError(
      'not-executable',
      'x',
      Object.assign(new Error(), { code: 'EACCES' }),
    )
    const facts = { id: 'job', code: 'not-executable', program: './a' }
    expect(problemOf(new OpsError('process', 'x', { facts, cause })).code).toBe('NOT_EXECUTABLE')
  })
})
