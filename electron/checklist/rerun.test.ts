import { afterAll, beforeAll, expect, it } from 'vitest'
import type { RunProgress } from '../../shared/domain/checklist'
import { startTestStack, type TestStack } from '../localstack/test-stack'
import { mergeAttempt, rerunOptions } from './attempts'
import { defaultGateRules, judged } from './gate'
import { itemOf, notPassed, profileOf, runTest } from './test-run'

let stack: TestStack
beforeAll(async () => {
  stack = await startTestStack()
})
afterAll(() => stack.dispose())

it('passes on the second attempt what a stopped service had failed, and says so', async () => {
  const profile = profileOf(stack.ports)
  await stack.stop('ai')
  // Looma keeps its view of the others for a second; a fresh one has to look.
  await stack.restart('looma')
  const options = { readOnly: '只读', skip: { 'basic.env': '未提供' }, tester: '李雷' }
  const first = await runTest({ profile, options })
  await stack.restart('ai')
  await stack.restart('looma')
  const again = rerunOptions(first)
  if (again === null) throw new Error('nothing to try again')

  const seen: RunProgress[] = []
  const next = await runTest({
    ...{ profile, options: again, runId: first.run.id },
    onProgress: (progress) => seen.push(progress),
  })
  expect(new Set([next.run.id, ...seen.map(({ id }) => id)])).toEqual(new Set([first.run.id]))

  const merged = judged(mergeAttempt(first, next), defaultGateRules)
  const failed = ['basic.zervigo-health', 'basic.network', 'api.health'] as const
  for (const id of failed) {
    expect(itemOf(first, id).verdict).toBe('fail')
    expect(itemOf(merged, id)).toMatchObject({ verdict: 'pass', flaky: true, attempt: 2 })
  }
  expect(itemOf(merged, 'auth.jwt')).toMatchObject({ verdict: 'pass', flaky: false, attempt: 2 })
  expect(itemOf(merged, 'auth.errors')).toEqual(itemOf(first, 'auth.errors'))
  // Left out with reasons of their own, in the words of the first attempt.
  const leftOut = notPassed(first)
  for (const id of failed) delete leftOut[id]
  expect(notPassed(merged)).toEqual(leftOut)
  expect(itemOf(merged, 'basic.env').cause?.message.zh).toContain('未提供')
  expect(itemOf(merged, 'api.sync').cause?.message.zh).toContain('只读')
  expect(merged.run).toMatchObject({ readOnly: '只读', tester: '李雷' })
  expect(merged.gate?.sentence.zh).toContain('3 项重试后才通过')
})
