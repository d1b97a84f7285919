import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { createBench, failureOf, isAlive } from '../../electron/process/supervisor-fixture'
import { createClosers } from '../../electron/test-closers'
import { askHttp } from '../fixtures/peer/ask'
import { startPeer } from '../fixtures/peer/peer'

const { add, closeAll } = createClosers()
afterEach(closeAll)

function bench(timings = {}) {
  const made = createBench({
    timings: {
      ...{ readyMs: 5_000, stopMs: 200, killMs: 3_000, verifyMs: 2_000, drainMs: 1_000 },
      ...timings,
    },
  })
  add(() => made.dispose())
  return made
}

describe('66. start scripts that misbehave', () => {
  it('a script that is missing is a failure with its words', async () => {
    const { supervisor, define, folder } = bench()
    define('job', 'plain', { script: `${folder}/no-such-script.mjs` })
    expect((await failureOf(supervisor.start('job'))).code).toBe('process')
    expect(supervisor.snapshot('job')).toMatchObject({ state: 'failed' })
    expect(supervisor.snapshot('job').tail.join('\n')).toContain('no-such-script')
  })

  it('a folder that is missing is a failure too', async () => {
    const { supervisor, define, folder } = bench()
    define('job', 'plain', { cwd: `${folder}/nowhere` })
    expect((await failureOf(supervisor.start('job'))).code).toBe('process')
    expect(supervisor.snapshot('job').state).toBe('failed')
  })

  it('an exit with 0 before it listens is no start', async () => {
    const { supervisor, define } = bench()
    define('job', 'quick')
    expect((await failureOf(supervisor.start('job'))).code).toBe('process')
    expect(supervisor.snapshot('job')).toMatchObject({ state: 'failed', exit: { code: 0 } })
  })

  it('one that never gets ready is given up and leaves nothing behind', async () => {
    const { supervisor, define, changes } = bench({ readyMs: 300 })
    define('job', 'silent')
    const starting = failureOf(supervisor.start('job'))
    await expect.poll(() => supervisor.snapshot('job').pid).not.toBeNull()
    const { pid } = supervisor.snapshot('job')
    expect((await starting).code).toBe('process')
    expect(isAlive(pid)).toBe(false)
    expect(changes.at(-1)).toBe('job failed')
  })

  it('one that ignores TERM is ended all the same', async () => {
    const { supervisor, define } = bench()
    define('job', 'stubborn')
    await supervisor.start('job')
    const { pid } = supervisor.snapshot('job')
    await supervisor.stop('job')
    expect(isAlive(pid)).toBe(false)
    expect(supervisor.snapshot('job').state).toBe('stopped')
  })

  it('last words without a newline are kept', async () => {
    const { supervisor, define, folder } = bench()
    const script = join(folder, 'no-newline.mjs')
    const ready = "process.send({ type: 'listening' })"
    const source = `process.stdout.write('the end', () => ${ready}); setInterval(() => {}, 1000)`
    writeFileSync(script, source)
    define('job', 'plain', { script })
    await supervisor.start('job')
    await supervisor.stop('job')
    const said = supervisor.log('job').snapshot()
    expect(said.map(({ text }) => text)).toContain('the end')
  })
})

describe('68. what the console did not start', () => {
  it('is named, left alone, and goes on answering', async () => {
    const peer = await startPeer()
    add(() => peer.close())
    const { supervisor, define } = bench()
    define('auth', 'plain', { port: peer.ports.auth })
    expect((await failureOf(supervisor.start('auth'))).code).toBe('port')
    await supervisor.stop('auth')
    await supervisor.stopAll(['auth'])
    supervisor.killNow()
    expect((await askHttp(`${peer.url('auth')}/health`)).json).toMatchObject({ status: 'healthy' })
  })
})
