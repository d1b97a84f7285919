import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { LogLine } from '../../shared/domain/services'
import { createOutput, outputLimits, type Output, type OutputLimits } from './output'

let folder: string
let open: Output[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'output-'))
})
afterEach(() => {
  for (const output of open) output.close()
  open = []
  rmSync(folder, { recursive: true, force: true })
})

function make(limits: Partial<OutputLimits> = {}, mask = (text: string) => text): Output {
  const file = join(folder, 'logs', 'job.log')
  const output = createOutput({ file, mask, now: () => 0, limits: { ...outputLimits, ...limits } })
  open.push(output)
  return output
}
const texts = (output: Output): string[] => output.snapshot().map((line) => line.text)

describe('lines', () => {
  it('joins a line that came in pieces and keeps the two sources apart', () => {
    const output = make()
    output.write('stdout', Buffer.from('one\r\ntw'))
    output.write('stderr', Buffer.from('bad\n'))
    output.write('stdout', Buffer.from('o\n'))
    expect(output.snapshot().map(({ seq, source, text }) => ({ seq, source, text }))).toEqual([
      { seq: 0, source: 'stdout', text: 'one' },
      { seq: 1, source: 'stderr', text: 'bad' },
      { seq: 2, source: 'stdout', text: 'two' },
    ])
  })

  it('decodes a character that was split between two chunks', () => {
    const output = make()
    const bytes = Buffer.from('健康\n')
    output.write('stdout', bytes.subarray(0, 4))
    output.write('stdout', bytes.subarray(4))
    expect(texts(output)).toEqual(['健康'])
  })

  it('shows invalid UTF-8 as replacement characters and goes on', () => {
    const output = make()
    output.write('stdout', Buffer.from([0x61, 0xff, 0xfe, 0x62, 0x0a, 0x63, 0x0a]))
    expect(texts(output)).toEqual(['a\ufffd\ufffdb', 'c'])
  })

  it('keeps colours and removes every other control sequence', () => {
    const output = make()
    const wild =
      '\u001b[31mred\u001b[0m\u001b[2J\u001b]0;title\u0007\u001b]8;;x\u001b\\\u0000\u0007\tend\u001b[1'
    output.write('stdout', Buffer.from(`${wild}\n`))
    expect(texts(output)).toEqual(['\u001b[31mred\u001b[0m\tend[1'])
  })

  it('ends the last line when the process ends', () => {
    const output = make()
    output.write('stderr', Buffer.from('no newline'))
    expect(texts(output)).toEqual([])
    output.flush()
    expect(texts(output)).toEqual(['no newline'])
  })

  it('cuts an overlong line with a visible mark', () => {
    const output = make({ maxLineChars: 100 })
    output.write('stdout', Buffer.from(`${'x'.repeat(50_000)}\nnext\n`))
    expect(texts(output)).toEqual([`${'x'.repeat(100)} […cut at 100 characters]`, 'next'])
  })
})

describe('masking', () => {
  const mask = (text: string): string => text.replace(/secret-\w+/g, '***')

  it('masks before memory, listeners and disk', () => {
    const output = make({}, mask)
    const heard: LogLine[] = []
    output.subscribe((lines) => heard.push(...lines))
    output.write('stdout', Buffer.from('token secret-abc123\n'))
    expect(texts(output)).toEqual(['token ***'])
    expect(heard.map((line) => line.text)).toEqual(['token ***'])
    expect(readFileSync(output.file, 'utf8')).not.toContain('secret')
  })

  it('masks a secret that was split between chunks or lies across the cut', () => {
    const output = make({ maxLineChars: 20 }, mask)
    output.write('stdout', Buffer.from('a sec'))
    output.write('stdout', Buffer.from('ret-abc123\n'))
    output.write('stdout', Buffer.from(`${'x'.repeat(14)} secret-${'b'.repeat(40)}\n`))
    expect(texts(output)).toEqual(['a ***', `${'x'.repeat(14)} ***`])
  })
})

describe('bounds', () => {
  it('keeps at most so many lines, the newest', () => {
    const output = make({ maxLines: 3 })
    output.write('stdout', Buffer.from('1\n2\n3\n4\n5\n'))
    expect(texts(output)).toEqual(['3', '4', '5'])
    expect(output.tail(2)).toEqual(['4', '5'])
    expect(output.tail(9)).toEqual(['3', '4', '5'])
  })

  it('keeps at most so many bytes', () => {
    const output = make({ maxBytes: 1_000 })
    for (let line = 0; line < 500; line += 1)
      output.write('stdout', Buffer.from(`${'y'.repeat(99)}\n`))
    expect(output.heldBytes()).toBeLessThanOrEqual(1_000)
    expect(output.snapshot()).toHaveLength(5)
  })

  it('rotates its file and keeps so many in all', () => {
    const output = make({ fileBytes: 2_000, files: 3 })
    for (let line = 0; line < 200; line += 1) output.note(`line ${line}`)
    const names = readdirSync(join(folder, 'logs')).sort()
    expect(names).toEqual(['job.log', 'job.log.1', 'job.log.2'])
    for (const name of names) {
      expect(statSync(join(folder, 'logs', name)).size).toBeLessThanOrEqual(2_000)
    }
    expect(readFileSync(output.file, 'utf8')).toContain('line 199')
  })
})

describe('subscribe', () => {
  it('gives what is kept and then exactly what follows', () => {
    const output = make()
    output.note('before')
    const heard: string[] = []
    const { snapshot, dispose } = output.subscribe((lines) =>
      heard.push(...lines.map((line) => line.text)),
    )
    output.note('after')
    dispose()
    output.note('later')
    expect(snapshot.map((line) => line.text)).toEqual(['before'])
    expect(heard).toEqual(['after'])
  })
})

describe('a disk that refuses', () => {
  it('is told once with its reason, and what it cost once it takes lines again', () => {
    writeFileSync(join(folder, 'logs'), '')
    const output = make()
    for (const text of ['one', 'two', 'three']) output.write('stdout', Buffer.from(`${text}\n`))
    const file = join(folder, 'logs', 'job.log')
    expect(texts(output)).toEqual([
      ...['one', expect.stringContaining(`${file} cannot be written: E`), 'two', 'three'],
    ])
    output.flush()
    output.flush()
    expect(texts(output).slice(4)).toEqual([`3 lines are not in ${file} so far`])
    rmSync(join(folder, 'logs'))
    output.write('stdout', Buffer.from('four\n'))
    const gap = `4 lines could not be written to ${file}`
    expect(texts(output).slice(-2)).toEqual(['four', gap])
    const written = readFileSync(file, 'utf8').trim().split('\n')
    expect(written.map((line) => line.split(' ').slice(2).join(' '))).toEqual(['four', gap])
  })
})
