import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { dockerCheck } from './docker-check'
import { errorOf, fakeDocker, stepIo, working, type FakeDocker } from './fake-docker'

let fake: FakeDocker
beforeEach(() => {
  fake = fakeDocker()
})
afterEach(() => fake.remove())

describe.skipIf(process.platform === 'win32')('the step that looks for docker', () => {
  const down = {
    ...working,
    'version*': {
      stderr: 'Cannot connect to the Docker daemon. Is the docker daemon running?',
      code: 1,
    },
  }

  it('is done with both versions', async () => {
    fake.replay('docker', working)
    const result = await dockerCheck({ cli: fake.cli, need: 'required' }).run(stepIo())
    expect(result).toMatchObject({
      state: 'done',
      result: { zh: '可以使用：Docker 28.2.2, Compose 2.36.2' },
    })
  })

  it.each([
    ['linux', 'sudo systemctl start docker'],
    ['darwin', 'Docker Desktop'],
    ['win32', 'Docker Desktop'],
  ] as const)('fails with the next step of %s when docker is needed', async (platform, next) => {
    fake.replay('docker', down)
    const result = await dockerCheck({ cli: fake.cli, need: 'required', platform }).run(stepIo())
    expect(result).toMatchObject({ state: 'failed', problem: { code: 'DOCKER_NOT_RUNNING' } })
    if (result.state !== 'failed') return
    expect(result.problem.message.zh).toContain('Cannot connect to the Docker daemon')
    expect(result.problem.hint.zh).toContain(next)
    expect(result.problem.hint.en).toContain(next)
  })

  it('names the group when only the permission is missing', async () => {
    const stderr = 'permission denied while trying to connect to the docker API at unix:///x'
    fake.replay('docker', { ...working, 'version*': { stderr, code: 1 } })
    const result = await dockerCheck({ cli: fake.cli, need: 'required', platform: 'linux' }).run(
      stepIo(),
    )
    expect(result).toMatchObject({ problem: { code: 'DOCKER_NOT_PERMITTED' } })
    expect(result.state === 'failed' && result.problem.hint.en).toContain('usermod -aG docker')
  })

  it('only warns when a script merely mentions docker', async () => {
    const result = await dockerCheck({ cli: fake.cli, need: 'mentioned' }).run(stepIo())
    expect(result).toMatchObject({ state: 'warned', warnings: [{ zh: expect.any(String) }] })
  })

  it('is skipped when nothing needs docker, without running it', async () => {
    fake.replay('docker', working)
    const step = dockerCheck({ cli: fake.cli, need: 'none' })
    expect(await step.run(stepIo())).toMatchObject({ state: 'skipped' })
    expect(step.command).toBe(null)
    expect(fake.calls()).toEqual([])
  })

  it('says nothing about docker when it was cancelled', async () => {
    fake.replay('docker', working)
    const step = dockerCheck({ cli: fake.cli, need: 'required' })
    expect(await errorOf(step.run(stepIo(AbortSignal.abort())))).toMatchObject({ code: 'aborted' })
  })
})
