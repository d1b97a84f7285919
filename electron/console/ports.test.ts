import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { serviceIds } from '../../shared/domain/services'
import { buildServiceForTests } from '../localstack/build-service-for-tests'
import { createProcessReader } from '../process/process-facts'
import type { StopQuestion } from '../process/stop-holder'
import { isAlive } from '../process/supervisor-fixture'
import { isHealthy, openConsole, type TestConsole } from './test-console'

const asked: StopQuestion[] = []
let isConfirmed = false
let built: Awaited<ReturnType<typeof buildServiceForTests>>
let own: TestConsole
beforeAll(async () => {
  built = await buildServiceForTests()
  own = await openConsole({
    serviceScript: built.script,
    confirmByName: (question) => {
      asked.push(question)
      return Promise.resolve(isConfirmed)
    },
  })
  own.program.begin()
  await own.told('services:changed', isHealthy)
}, 60_000)
afterAll(async () => {
  await own.dispose()
  await built.remove()
})

/** Starts a holder that outlives its parent, so that nothing of this test is above it. */
async function startOrphan(port: number): Promise<number> {
  const inner = `require('net').createServer().listen(${port}, '127.0.0.1', () => console.log(process.pid))`
  const code = `const child = require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(inner)}, '--', '--password', 'geheim'], { detached: true, stdio: ['ignore', 'pipe', 'ignore'] }); child.stdout.once('data', (text) => process.stdout.write(text, () => process.exit(0)))`
  const outer = spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'inherit'] })
  const gone = once(outer, 'exit')
  const [chunk] = await once(outer.stdout, 'data')
  await gone
  return Number(String(chunk).trim())
}

const rowOf = async (service: string) => {
  const { rows } = await own.call('ports:list')
  const row = rows.find(({ wants }) => wants.some((want) => want.service === service))
  if (row === undefined) throw new Error(`no row of ${service}`)
  return row
}

describe('the ports of the embedded stack', () => {
  it('are ours, named, and under the console', async () => {
    for (const id of serviceIds) {
      const { use, holders, conflict } = await rowOf(id)
      expect({ id, use, conflict }).toEqual({ id, use: 'ours', conflict: null })
      expect(holders[0]).toMatchObject({ service: id, isOurs: true })
      expect(holders[0]?.parents.map(({ pid }) => pid)).toContain(process.pid)
    }
    expect((await rowOf('resume')).holders[0]?.reportedName).toContain('resume')
    expect((await own.call('ports:list')).profile).toEqual({ id: 'embedded', kind: 'embedded' })
  })

  it('show a stranger in the place of a stopped service, and end it when confirmed', async () => {
    const { port } = await rowOf('company')
    await own.call('services:stop', { id: 'company' })
    const pid = await startOrphan(port)
    const row = await rowOf('company')
    expect(row).toMatchObject({ use: 'unexpected', holders: [{ pid, isOurs: false }] })
    expect(row.conflict?.zh).toContain('内置环境要在这里启动公司服务')
    expect(await own.call('ports:stop', { port, pid })).toMatchObject({ outcome: 'declined' })
    expect(isAlive(pid)).toBe(true)
    isConfirmed = true
    expect(await own.call('ports:stop', { port, pid })).toMatchObject({ outcome: 'stopped' })
    // Nobody need have reaped it yet, so the bare number may still be taken.
    expect(await createProcessReader()(pid)).toBeNull()
    expect(asked).toMatchObject([
      { port, pid },
      { port, pid },
    ])
    expect(own.seen() + JSON.stringify(asked)).not.toContain('geheim')
    await own.call('services:start', { id: 'company' })
    expect((await rowOf('company')).use).toBe('ours')
    expect(own.bugs).toEqual([])
  })
})
