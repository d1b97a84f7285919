import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { serviceIds } from '../../shared/domain/services'
import {
  configOf,
  fakeDocker,
  psLines,
  psRow,
  working,
  type FakeDocker,
} from '../../electron/docker/fake-docker'
import { startedFrom, type ProjectPair } from '../fixtures/projects/copy'
import { expectHeld, openBench, stepOf, type ProjectBench } from './project-bench'

let fake: FakeDocker
let bench: ProjectBench
beforeEach(async () => {
  fake = fakeDocker()
  bench = await openBench({
    launches: { zervigo: { kind: 'compose', file: 'docker-compose.yml' } },
    env: { ...process.env, PATH: `${join(fake.folder, 'bin')}:${process.env['PATH'] ?? ''}` },
    change: ({ zervigo }) => writeFile(join(zervigo, 'docker-compose.yml'), 'services: {}\n'),
  })
})
afterEach(async () => {
  await bench.dispose()
  fake.remove()
})

/** The containers are the engine's, not the client's: what it leaves in its own group is ended. */
const untilApart = `for pid in $(cat "$dir/pids"); do
  while [ -e "/proc/$pid/stat" ] && [ "$(cut -d' ' -f6 "/proc/$pid/stat")" != "$pid" ]; do
    sleep 0.02
  done
done`

/** Real listeners stand in for the containers of the six services. */
function replayWorking({ zervigo, ports }: ProjectPair): void {
  const names = serviceIds.filter((id) => id !== 'looma')
  const script = `'${join(zervigo, 'backend/service.py').replaceAll("'", `'\\''`)}'`
  const ups = names.map(
    (id) =>
      `setsid python3 ${script} ${id} ${ports[id]} </dev/null >/dev/null 2>&1 & echo $! >> "$dir/pids"`,
  )
  const rows = psLines(...names.map((id) => psRow(id))).stdout
  fake.replay('docker', {
    ...working,
    '*\\ config\\ *': configOf(names),
    '*\\ ps\\ *': { sh: `[ ! -s "$dir/pids" ] || printf '%s' '${String(rows)}'` },
    '*\\ up\\ *': { sh: [...ups, untilApart].join('\n') },
    '*\\ stop*': { sh: 'kill $(cat "$dir/pids"); : > "$dir/pids"' },
  })
}

describe.skipIf(process.platform !== 'linux')('a compose project', { timeout: 120_000 }, () => {
  it('holds the plan at docker while its engine is down, before anything is started', async () => {
    const stderr =
      'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?\n'
    fake.replay('docker', { '*': { stderr, code: 1 } })
    const plan = await bench.run('bring-up')
    expect(plan.state).toBe('held')
    const { problem } = stepOf(plan, 'docker')
    expectHeld(plan, 'docker', problem?.code ?? '', ['Docker'])
    expect(problem?.message).toMatchObject({ zh: expect.stringContaining('没有运行') })
    expect(stepOf(plan, 'start.zervigo').state).toBe('waiting')
    expect(await startedFrom(bench.pair.root)).toEqual([])

    replayWorking(bench.pair)
    await bench.own().call('plans:retry', { step: 'docker' })
    expect((await bench.settled()).state).toBe('done')
    const down = await bench.shutDown()
    expect(stepOf(down, 'stop.zervigo').state).toBe('done')
  })

  it('is brought up, answers by the right names, and is stopped, never removed', async () => {
    replayWorking(bench.pair)
    const up = await bench.run('bring-up')
    expect(up.state).toBe('done')
    expect(stepOf(up, 'start.zervigo').command).toContain('docker compose')
    const again = await bench.run('bring-up')
    expect(stepOf(again, 'start.zervigo').state).toBe('skipped')
    await bench.shutDown()
    const words = fake.calls().flat()
    expect(words.filter((word) => word === 'up')).toHaveLength(1)
    expect(words.filter((word) => word === 'stop')).toHaveLength(1)
    expect(words).not.toContain('down')
    expect(readFileSync(join(fake.folder, 'pids'), 'utf8')).toBe('')
  })
})
