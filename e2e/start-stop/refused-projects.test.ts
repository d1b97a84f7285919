import { execFile } from 'node:child_process'
import { appendFile, chmod, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, describe, expect, it } from 'vitest'
import { startedFrom, type ProjectPair } from '../fixtures/projects/copy'
import { expectHeld, openBench, startScript, stepOf, type ProjectBench } from './project-bench'

const run = promisify(execFile)
let bench: ProjectBench
afterEach(() => bench.dispose())

const start = ({ zervigo }: ProjectPair) => join(zervigo, startScript)
const python = ({ looma }: ProjectPair) => join(looma, 'venv/bin/python')

interface Fault {
  spoil(pair: ProjectPair): Promise<void>
  mend(pair: ProjectPair): Promise<unknown>
  step: string
  code: string
  facts: string[]
}

const kept = (file: (pair: ProjectPair) => string) => ({
  spoil: (pair: ProjectPair) => rename(file(pair), `${file(pair)}.away`),
  mend: (pair: ProjectPair) => rename(`${file(pair)}.away`, file(pair)),
})
const atStart = { step: 'folder.zervigo', facts: [startScript] }

const faults: Record<string, Fault> = {
  'a start script that is gone': { ...kept(start), ...atStart, code: 'FILE_LOST' },
  'a start script that is not executable': {
    ...{ spoil: (pair) => chmod(start(pair), 0o644), mend: (pair) => chmod(start(pair), 0o755) },
    ...{ ...atStart, code: 'SCRIPT_NOT_EXECUTABLE' },
  },
  'a start script with CRLF': {
    async spoil(pair) {
      const text = await readFile(start(pair), 'utf8')
      await writeFile(start(pair), text.replaceAll('\n', '\r\n'))
    },
    mend: (pair) => run('perl', ['-pi', '-e', 's/\\r$//', start(pair)]),
    ...{ ...atStart, code: 'SCRIPT_CRLF' },
  },
  'a folder that is gone': {
    ...kept(({ zervigo }) => zervigo),
    ...{ step: 'folder.zervigo', code: 'FOLDER_MISSING', facts: ['zervigo'] },
  },
  'a virtual environment whose python does not run': {
    async spoil(pair) {
      await rename(python(pair), `${python(pair)}.away`)
      await writeFile(python(pair), '#!/bin/sh\necho broken >&2\nexit 3\n', { mode: 0o755 })
    },
    mend: (pair) => rename(`${python(pair)}.away`, python(pair)),
    ...{ step: 'venv.looma', code: 'VENV_BROKEN', facts: ['venv/'] },
  },
  'no virtual environment': {
    ...kept(({ looma }) => join(looma, 'venv')),
    ...{ step: 'venv.looma', code: 'VENV_MISSING', facts: ['venv/'] },
  },
  'packages that are missing': {
    spoil: ({ looma }) => appendFile(join(looma, 'requirements.txt'), '\nsanic==23.12.1\n'),
    mend: ({ looma }) => writeFile(join(looma, 'requirements.txt'), ''),
    ...{ step: 'venv.looma', code: 'PACKAGES_MISSING', facts: ['sanic==23.12.1'] },
  },
  'a .env that is a folder': {
    async spoil({ zervigo }) {
      await rename(join(zervigo, '.env'), join(zervigo, '.env.away'))
      await run('mkdir', [join(zervigo, '.env')])
    },
    async mend({ zervigo }) {
      await rm(join(zervigo, '.env'), { recursive: true })
      await rename(join(zervigo, '.env.away'), join(zervigo, '.env'))
    },
    ...{ step: 'env.zervigo', code: 'ENV_UNUSABLE', facts: ['.env'] },
  },
}

describe.skipIf(process.platform !== 'linux')('a bring-up', { timeout: 120_000 }, () => {
  it.each(Object.entries(faults))(
    'is held by %s, starts nothing, and goes on once mended',
    async (_name, { spoil, mend, step, code, facts }) => {
      bench = await openBench()
      await bench.own().call('plans:prepare', { kind: 'bring-up' })
      // Between the preparation and the start, as a person at a shell does it.
      await spoil(bench.pair)
      await bench.own().call('plans:start')
      expectHeld(await bench.settled(), step, code, facts)
      expect(await startedFrom(bench.pair.root)).toEqual([])

      await mend(bench.pair)
      await bench.own().call('plans:retry', { step })
      expect(stepOf(await bench.settled(), step).problem).toBeNull()
      await bench.own().call('plans:cancel')
      await bench.shutDown()
    },
  )
})
