import {
  appendFileSync,
  copyFileSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { followFile, positionFile, type FileFollower, type FollowOptions } from './file-follower'

let folder = ''
let path = ''
let follower: FileFollower | null = null
let text = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'follow-'))
  path = join(folder, 'service.log')
  text = ''
})
afterEach(() => {
  follower?.close()
  rmSync(folder, { recursive: true, force: true })
})
/** Looks only when asked to, so that every step is seen. */
function follow(more: Partial<FollowOptions> = {}): FileFollower {
  follower = followFile({
    ...{ path, from: 'start', pollMs: 3_600_000 },
    onChunk: (chunk) => {
      text += chunk.toString('utf8')
    },
    ...more,
  })
  return follower
}

describe('following a file', () => {
  it('waits for it, gives whole lines, and the unfinished one at the end', () => {
    const own = follow()
    appendFileSync(path, '一\n二')
    own.drain()
    expect(text).toBe('一\n二')
    appendFileSync(path, '\n三\n')
    own.drain()
    expect(text).toBe('一\n二\n三\n')
  })

  it('begins at the end of what was there before', () => {
    writeFileSync(path, 'old\n')
    const own = follow({ from: 'end' })
    appendFileSync(path, 'new\n')
    own.drain()
    expect(text).toBe('new\n')
  })

  it.each([
    ['renamed and made anew', () => renameSync(path, `${path}.1`)],
    ['deleted and made anew', () => rmSync(path)],
    [
      'copied and truncated',
      () => {
        copyFileSync(path, `${path}.1`)
        truncateSync(path)
      },
    ],
  ])('loses and doubles nothing when it is %s, a hundred times', (_name, rotate) => {
    writeFileSync(path, '')
    const own = follow()
    let expected = ''
    for (let round = 0; round < 100; round += 1) {
      const line = `line ${round}\n`.repeat((round % 5) + 1)
      appendFileSync(path, line)
      expected += line
      own.drain()
      rotate()
      own.drain()
    }
    expect(text).toBe(expected)
  })

  it('reads to its end what was written before it was moved away', () => {
    writeFileSync(path, 'one\n')
    const own = follow()
    own.drain()
    appendFileSync(path, 'two\n')
    renameSync(path, `${path}.1`)
    writeFileSync(path, 'three\n')
    own.drain()
    own.drain()
    expect(text).toBe('one\ntwo\nthree\n')
  })

  it('empties a file of our own once read, and goes on where it was after a crash', () => {
    const skipped: number[] = []
    const trim = { softBytes: 64, hardBytes: 1_000_000, onSkip: (n: number) => skipped.push(n) }
    const own = follow({ trim })
    appendFileSync(path, 'x'.repeat(99) + '\n')
    own.drain()
    expect(statSync(path).size).toBe(0)
    appendFileSync(path, 'short\n')
    own.drain()
    expect(readFileSync(positionFile(path), 'utf8')).toBe('6')
    own.close()
    appendFileSync(path, 'meanwhile\n')
    text = ''
    follow({ trim, from: 'saved' }).drain()
    expect(text).toBe('meanwhile\n')
    expect(skipped).toEqual([])
  })

  it('counts what a flood made it skip', () => {
    const skipped: number[] = []
    writeFileSync(path, 'y'.repeat(99_999) + '\n')
    const trim = { softBytes: 1, hardBytes: 50_000, onSkip: (n: number) => skipped.push(n) }
    writeFileSync(positionFile(path), '0')
    follow({ trim, from: 'start' }).drain()
    const seen = text.length + skipped.reduce((sum, bytes) => sum + bytes, 0)
    expect(seen).toBe(100_000)
    expect(statSync(path).size).toBe(0)
  })
})
