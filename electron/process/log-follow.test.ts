import { appendFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  createLogFollower,
  createLogFollowers,
  followLimits,
  type FollowedLine,
  type FollowLimits,
  type LogFollower,
} from './log-follow'

let folder: string
let path: string
let open: { close(): Promise<void> }[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'follow-'))
  path = join(folder, 'service.log')
})
afterEach(async () => {
  await Promise.all(open.map((follower) => follower.close()))
  open = []
  rmSync(folder, { recursive: true, force: true })
})

/** So long an interval that only the test looks. */
const never = 3_600_000

interface Following {
  follower: LogFollower
  lines: FollowedLine[]
  texts(): string[]
}

function follow(
  more: {
    mask?: (text: string) => string
    limits?: Partial<FollowLimits>
    now?: () => number
  } = {},
): Following {
  const follower = createLogFollower({
    path,
    mask: more.mask ?? ((text) => text),
    now: more.now ?? Date.now,
    limits: { ...followLimits, ...more.limits },
    intervalMs: never,
  })
  open.push(follower)
  const lines: FollowedLine[] = []
  follower.subscribe((batch) => lines.push(...batch))
  return { follower, lines, texts: () => lines.map(({ text }) => text) }
}

describe('what stands in the file', () => {
  it('begins with the last so many bytes, at the beginning of a line', async () => {
    writeFileSync(path, Array.from({ length: 1_000 }, (_, index) => `line ${index}\n`).join(''))
    const { follower, texts } = follow({ limits: { lastBytes: 100 } })
    await follower.poll()
    expect(texts().at(-1)).toBe('line 999')
    expect(texts().length).toBeGreaterThan(8)
    expect(texts()).toEqual(texts().map((_, index) => `line ${1_000 - texts().length + index}`))
  })

  it('keeps a line whose beginning is exactly the first byte that is read', async () => {
    writeFileSync(path, 'older\nfirst\nsecond\n')
    const { follower, texts } = follow({ limits: { lastBytes: 'first\nsecond\n'.length } })
    await follower.poll()
    expect(texts()).toEqual(['first', 'second'])
  })

  it('says that it is not there yet, and reads it whole when it comes', async () => {
    const { follower, texts } = follow({ limits: { lastBytes: 1 } })
    await follower.poll()
    expect(follower.problem()).toMatchObject({ code: 'missing' })
    writeFileSync(path, 'one\ntwo\n')
    await follower.poll()
    expect(follower.problem()).toBeNull()
    expect(texts()).toEqual(['one', 'two'])
  })

  it('says what else keeps it from being read, and goes on when that ends', async () => {
    mkdirSync(path)
    const { follower, texts } = follow()
    await follower.poll()
    expect(follower.problem()).toMatchObject({ code: 'not-a-file' })
    rmSync(path, { recursive: true })
    symlinkSync(path, path)
    await follower.poll()
    expect(follower.problem()).toMatchObject({ code: 'unreadable' })
    rmSync(path)
    writeFileSync(path, 'now\n')
    await follower.poll()
    expect(texts()).toEqual(['now'])
  })

  it.runIf(process.getuid?.() !== 0)('says that it may not be read', async () => {
    writeFileSync(path, 'secret\n', { mode: 0o000 })
    const { follower } = follow()
    await follower.poll()
    expect(follower.problem()).toMatchObject({ code: 'denied' })
  })

  it('takes any bytes: broken UTF-8, GBK, CRLF, zeros and colours', async () => {
    const gbk = Buffer.from([0xb4, 0xed, 0xce, 0xf3])
    writeFileSync(
      path,
      Buffer.concat([
        Buffer.from('ok\r\n\u001b[31mred\u001b[0m\u001b[2J\n'),
        gbk,
        Buffer.from('\na\0b\nend\n'),
      ]),
    )
    const { follower, texts } = follow()
    await follower.poll()
    expect(texts()).toEqual([
      'ok',
      '\u001b[31mred\u001b[0m',
      expect.stringMatching(/^\ufffd+/),
      'ab',
      'end',
    ])
  })

  it('cuts a line of a megabyte visibly and reads on behind it', async () => {
    writeFileSync(path, '')
    const { follower, texts } = follow()
    await follower.poll()
    appendFileSync(path, `${'x'.repeat(1_000_000)}\nnext\n`)
    await follower.poll()
    expect(texts()).toHaveLength(2)
    expect(texts()[0]).toMatch(/^x{65536} \[…cut at 65536 characters\]$/)
    expect(texts()[1]).toBe('next')
  })

  it('holds no more than its bounds while 100,000 lines come at once, and tells them all', async () => {
    writeFileSync(path, '')
    const { follower, texts } = follow()
    await follower.poll()
    appendFileSync(path, Array.from({ length: 100_000 }, (_, n) => `line ${n}\n`).join(''))
    await follower.poll()
    expect(texts()).toHaveLength(100_000)
    expect(texts().every((text, index) => text === `line ${index}`)).toBe(true)
    const { snapshot } = follower.subscribe(() => undefined)
    expect(snapshot).toHaveLength(10_000)
    expect(snapshot.at(-1)?.text).toBe('line 99999')
  })

  it('shows a last line without its newline after a while, marked, and whole once it ends', async () => {
    writeFileSync(path, 'first\n')
    const { follower, texts } = follow()
    await follower.poll()
    appendFileSync(path, 'panic: nil pointer')
    for (let look = 0; look < 20; look += 1) await follower.poll()
    expect(texts()).toEqual(['first', 'panic: nil …'])
    appendFileSync(path, ' dereference\n')
    await follower.poll()
    expect(texts()).toEqual(['first', 'panic: nil …', 'panic: nil pointer dereference'])
  })
})

describe('secrets', () => {
  const token = `eyJ${'aB3_'.repeat(99)}x`
  const mask = (text: string) => text.replaceAll(token, '***')

  it('are caught wherever a read ends', async () => {
    writeFileSync(path, '')
    const { follower, texts } = follow({ mask })
    await follower.poll()
    const line = `before Bearer ${token} after`
    for (let at = 1; at < line.length; at += 1) {
      appendFileSync(path, line.slice(0, at))
      await follower.poll()
      appendFileSync(path, `${line.slice(at)}\n`)
      await follower.poll()
    }
    expect(texts()).toHaveLength(line.length - 1)
    expect(new Set(texts())).toEqual(new Set(['before Bearer *** after']))
  })

  it('do not show by their beginning while the rest has not come', async () => {
    writeFileSync(path, '')
    const { follower, texts } = follow({ mask })
    await follower.poll()
    appendFileSync(path, `Bearer ${token.slice(0, 200)}`)
    for (let look = 0; look < 20; look += 1) await follower.poll()
    expect(texts()).toEqual(['Bearer …'])
  })

  it('are hidden on every line of a private key', async () => {
    const body = ['MIIEvQIBADANBg', 'kqhkiG9w0BAQEF']
    writeFileSync(
      path,
      `a\n-----BEGIN PRIVATE KEY-----\n${body.join('\n')}\n-----END PRIVATE KEY-----\nb\n`,
    )
    const { follower, texts } = follow()
    await follower.poll()
    expect(texts().at(-1)).toBe('b')
    expect(texts().filter((text) => body.some((part) => text.includes(part)))).toEqual([])
  })
})

describe('shared followers', () => {
  it('are one for a file, and end with the last reader', async () => {
    writeFileSync(path, 'held\n')
    let made = 0
    const followers = createLogFollowers((file) => {
      made += 1
      return createLogFollower({ path: file, mask: (text) => text, now: Date.now, intervalMs: 5 })
    })
    const heard: string[] = []
    const first = new Promise<ReturnType<typeof followers.subscribe>>((resolve) => {
      const subscription = followers.subscribe(path, (lines) => {
        heard.push(...lines.map(({ text }) => text))
        resolve(subscription)
      })
    })
    const one = await first
    const two = followers.subscribe(path, () => undefined)
    expect(made).toBe(1)
    expect(heard).toEqual(['held'])
    expect(two.snapshot.map(({ text }) => text)).toEqual(['held'])
    one.dispose()
    one.dispose()
    expect(followers.paths()).toEqual([path])
    two.dispose()
    expect(followers.paths()).toEqual([])
    followers.subscribe(path, () => undefined)
    expect(made).toBe(2)
    await followers.dispose()
    expect(followers.paths()).toEqual([])
  })
})
