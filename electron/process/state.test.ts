import { describe, expect, it } from 'vitest'
import { nextState } from './state'

describe('nextState', () => {
  it.each([
    ['stopped', 'start', 'starting'],
    ['starting', 'listening', 'running'],
    ['starting', 'exit', 'failed'],
    ['starting', 'give-up', 'failed'],
    ['starting', 'stop', 'stopping'],
    ['running', 'stop', 'stopping'],
    ['running', 'exit', 'failed'],
    ['stopping', 'exit', 'stopped'],
    ['failed', 'start', 'starting'],
    ['stopped', 'found', 'external'],
    ['external', 'lost', 'stopped'],
    ['external', 'start', 'starting'],
    ['stopped', 'adopt', 'running'],
  ] as const)('%s + %s = %s', (from, event, to) => {
    expect(nextState(from, event)).toBe(to)
  })

  it.each([
    ['stopped', 'exit'],
    ['stopped', 'listening'],
    ['stopping', 'listening'],
    ['failed', 'exit'],
    ['running', 'start'],
    ['running', 'found'],
    ['starting', 'adopt'],
  ] as const)('%s stays as it is on %s', (state, event) => {
    expect(nextState(state, event)).toBe(state)
  })
})
