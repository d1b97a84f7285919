import { readFileSync, rmSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createHealth, type HealthTransition } from '../../electron/process/health'
import { probeHttp } from '../../electron/process/probe'
import { createOutput, outputLimits } from '../../electron/process/output'
import { loomaScripts } from '../../electron/projects/looma-scripts'
import { zervigoScripts } from '../../electron/projects/zervigo-scripts'
import { createClosers } from '../../electron/test-closers'
import { refusedUrl } from '../fixtures/peer/raw'
import { openFolder } from './peer-side'

const { add, closeAll } = createClosers()
afterEach(closeAll)
let folder = ''
beforeEach(() => {
  folder = openFolder(add)
})

describe('67. flags that would start or stop everything', () => {
  it('stand in no command of the product', async () => {
    const root = new URL('../../', import.meta.url).pathname
    const texts: string[] = []
    for (const part of ['electron', 'renderer', 'shared']) {
      const names = await readdir(join(root, part), { recursive: true })
      // The catalogue warns of them in words; what it lets run is looked at below.
      const sources = names.filter(
        (name) => /\.tsx?$/.test(name) && !/\.test\.|zervigo-scripts\.ts$/.test(name),
      )
      for (const name of sources) texts.push(await readFile(join(root, part, name), 'utf8'))
    }
    expect(texts.length).toBeGreaterThan(100)
    const commands = texts.join('\n')
    expect(commands).not.toMatch(/safe-startup\.sh[^\n]{0,20}--status/)
    expect(commands).not.toMatch(/safe-shutdown\.sh[^\n]{0,20}--backup-only/)
  })

  it('are given to no script that the console knows', () => {
    for (const script of [...zervigoScripts, ...loomaScripts]) {
      const { start, stop } = script.arguments
      expect([...start, ...stop].filter((word) => word.startsWith('-'))).toEqual([])
    }
  })
})

describe('69. log lines of every kind', () => {
  const make = (now = () => 0) => {
    const file = join(folder, 'service.log')
    const output = createOutput({ file, mask: (text) => text, now })
    add(() => output.close())
    return { file, output, texts: () => output.snapshot().map(({ text }) => text) }
  }

  it('a line of 1 MB is cut, the next one is whole', () => {
    const { output, texts } = make()
    const line = Buffer.from(`${'x'.repeat(1024 * 1024)}\nnext\n`)
    for (let at = 0; at < line.length; at += 60_000) {
      output.write('stdout', line.subarray(at, at + 60_000))
    }
    const [long = '', next] = texts()
    expect(long.length).toBeLessThan(outputLimits.maxLineChars + 100)
    expect(long).toContain('cut at')
    expect(next).toBe('next')
  })

  it('GBK among UTF-8 harms no other line', () => {
    const { output, texts } = make()
    const gbk = Buffer.from([0xc6, 0xf4, 0xb6, 0xaf, 0xca, 0xa7, 0xb0, 0xdc, 0x0a])
    output.write('stdout', Buffer.concat([Buffer.from('启动\n'), gbk, Buffer.from('完成\n')]))
    expect(texts()).toHaveLength(3)
    expect([texts()[0], texts()[2]]).toEqual(['启动', '完成'])
    expect(texts()[1]).toContain('\ufffd')
  })

  it('100,000 lines keep the newest in memory and all on disk', () => {
    const { file, output, texts } = make()
    for (let at = 0; at < 100; at += 1) {
      const lines = Array.from({ length: 1_000 }, (_, index) => `line ${at * 1_000 + index}\n`)
      output.write('stdout', Buffer.from(lines.join('')))
    }
    expect(texts().at(-1)).toBe('line 99999')
    expect(texts().length).toBeLessThanOrEqual(outputLimits.maxLines)
    expect(output.heldBytes()).toBeLessThanOrEqual(outputLimits.maxBytes)
    const onDisk = readFileSync(file, 'utf8')
    expect(onDisk.split('\n').length).toBe(100_001)
  })

  it('a log file that vanishes loses nothing in memory', () => {
    const { file, output, texts } = make()
    output.write('stdout', Buffer.from('before\n'))
    rmSync(file)
    output.write('stdout', Buffer.from('after\n'))
    expect(texts()).toEqual(['before', 'after'])
  })

  it('dates of the future are text, the time of arrival is ours', () => {
    const { output } = make(() => 42)
    output.write('stderr', Buffer.from('2099-01-01 00:00:00 ERROR from tomorrow\n'))
    expect(output.snapshot()).toMatchObject([{ at: 42, source: 'stderr' }])
  })
})

describe('70. thousands of refused probes', () => {
  it('are one change of state', async () => {
    const url = await refusedUrl()
    const transitions: HealthTransition[] = []
    const health = createHealth({
      targets: [
        {
          id: 'auth',
          kind: 'service',
          probe: (signal) =>
            probeHttp({
              url: `${url}/health`,
              expected: 'auth',
              timeoutMs: 500,
              slowMs: 500,
              signal,
            }),
        },
      ],
      ...{ intervalMs: 60_000, timeoutMs: 500, now: Date.now, onChange: () => {} },
      witness: () => Promise.resolve(null),
      onTransition: (transition) => transitions.push(transition),
    })
    add(() => health.dispose())
    for (let count = 0; count < 200; count += 1) await health.sweep()
    expect(transitions.map(({ to, fault }) => `${to} ${fault ?? ''}`)).toEqual([
      'unreachable refused',
    ])
    expect(health.snapshot('auth').probes.length).toBeLessThanOrEqual(60)
  })
})
