import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { OpsError } from '../../shared/errors'
import { pack } from './pack'
import { makeZip, type TestEntry } from './test-zip'
import { unpack } from './unpack'
import { zipLimits } from './zip-limits'

const small = { packedBytes: 4_000, entries: 4, unpackedBytes: 6_000, ratio: 20, freeBytes: 1_000 }
const reasonOf = async (content: Buffer, limits = zipLimits): Promise<unknown> => {
  const error: unknown = await unpack(content, limits).catch((thrown: unknown) => thrown)
  if (!(error instanceof OpsError)) throw new Error(`expected a refusal, got ${String(error)}`)
  return error.facts['reason']
}
const noise = (length: number) =>
  Buffer.from(Array.from({ length }, (_, index) => (index * index * 31 + index * 7) % 251))

describe('a good zip', () => {
  it('comes back as it was packed, whichever hand packed it', async () => {
    const files = [
      { path: 'manifest.json', content: Buffer.from('{}') },
      { path: 'logs/服务.txt', content: noise(5_000) },
      { path: 'empty.txt', content: Buffer.alloc(0) },
    ]
    const found = await unpack(await pack(files, 1_700_000_000_000))
    expect([...found]).toEqual(files.map(({ path, content }) => [path, content]))
    const byHand = makeZip([
      ...files.map(({ path, content }) => ({ name: path, content })),
      { name: 'folder/', method: 0 },
      { name: 'stored.bin', content: noise(30), method: 0 },
    ])
    expect([...(await unpack(byHand)).keys()]).toEqual([
      ...files.map(({ path }) => path),
      'stored.bin',
    ])
  })

  it('is the same bytes for the same files and date', async () => {
    const files = [{ path: 'a', content: noise(3_000) }]
    const one = await pack(files, 1_700_000_000_000)
    expect(await pack(files, 1_700_000_000_000)).toEqual(one)
  })

  it('is not refused for a large file of one line', async () => {
    const content = Buffer.alloc(2 * 1024 * 1024, 'x')
    const found = (await unpack(await pack([{ path: 'a', content }], 0))).get('a')
    expect(found?.equals(content)).toBe(true)
  })

  it('is not made larger than it could be opened', async () => {
    const many = Array.from({ length: 5 }, (_, at) => ({ path: `${at}`, content: noise(9) }))
    const big = [{ path: 'a', content: noise(7_000) }]
    const dense = [{ path: 'a', content: noise(5_000) }]
    for (const [files, reason] of [
      [many, 'too-many'],
      [big, 'too-big'],
      [dense, 'too-big'],
    ] as const) {
      const error: unknown = await pack(files, 0, { ...small, packedBytes: 300 }).catch(
        (thrown: unknown) => thrown,
      )
      expect(error).toMatchObject({ code: 'oversized', facts: { reason } })
    }
  })
})

describe('a hostile zip is refused', () => {
  const entry = (more: Partial<TestEntry> & { name: string | Buffer }): Buffer =>
    makeZip([{ content: 'x', ...more }])

  it.each([
    ['../evil'],
    ['a/../../evil'],
    ['/etc/passwd'],
    ['C:/evil'],
    ['c:evil'],
    ['a\\b'],
    ['..\\evil'],
    ['./a'],
    ['a//b'],
    ['a\0b'],
    ['a\nb'],
    [''],
    ['../'],
    ['x'.repeat(301)],
  ])('for its name %j', async (name) => {
    expect(await reasonOf(entry({ name }))).toBe('path')
  })

  it('for a name that is no UTF-8', async () => {
    expect(await reasonOf(entry({ name: Buffer.of(0x61, 0xff) }))).toBe('path')
  })

  it.each([
    ['the same', 'a', 'a'],
    ['one but for case', 'Run.json', 'run.json'],
    ['one but for composition', 'e\u0301', '\u00e9'],
    ['file and folder', 'a', 'a/'],
  ])('for two names that are %s', async (_what, one, other) => {
    const zip = makeZip([{ name: one, content: 'x' }, { name: other }])
    expect(await reasonOf(zip)).toBe('path')
  })

  it('for a link, an encrypted entry, a name of its own in the local header', async () => {
    expect(await reasonOf(entry({ name: 'a', mode: 0o120777 }))).toBe('path')
    expect(await reasonOf(entry({ name: 'a', flags: 0x801 }))).toBe('encrypted')
    expect(await reasonOf(entry({ name: 'a', flags: 0x841 }))).toBe('encrypted')
    expect(await reasonOf(entry({ name: 'a', localName: 'b' }))).toBe('path')
  })

  it('for sizes that are not true', async () => {
    expect(await reasonOf(entry({ name: 'a', size: 5 }))).toBe('damaged')
    expect(await reasonOf(entry({ name: 'a', method: 0, size: 5 }))).toBe('damaged')
    expect(await reasonOf(entry({ name: 'a', packedSize: 9_999 }))).toBe('damaged')
    expect(await reasonOf(entry({ name: 'a', packedSize: 0xffffffff }))).toBe('damaged')
    expect(await reasonOf(entry({ name: 'a', offset: 0x7fffffff }))).toBe('damaged')
    expect(await reasonOf(entry({ name: 'a', method: 12 }))).toBe('damaged')
  })

  it('for counting fewer or more entries than it holds', async () => {
    const entries = [{ name: 'a' }, { name: 'b' }]
    expect(await reasonOf(makeZip(entries, { count: 1 }))).toBe('damaged')
    expect(await reasonOf(makeZip(entries, { count: 3 }))).toBe('not-zip')
  })

  it('for a bomb, whatever size it claims', async () => {
    const zeros = Buffer.alloc(60 * 1024 * 1024)
    const bomb = makeZip([{ name: 'a', content: zeros, size: 10 }])
    expect(bomb.length).toBeLessThan(100_000)
    expect(await reasonOf(bomb)).toBe('ratio')
  })

  it('for unpacking to too much in all, counted while unpacking', async () => {
    const entries = ['a', 'b', 'c'].map((name) => ({ name, content: noise(2_500), size: 1 }))
    const honest = entries.map(({ name, content }) => ({ name, content }))
    expect(await reasonOf(makeZip(honest), small)).toBe('too-big')
    expect(
      await reasonOf(makeZip(honest.map((one) => ({ ...one, method: 0 }))), {
        ...small,
        packedBytes: 9_000,
      }),
    ).toBe('too-big')
    expect(await reasonOf(makeZip(entries), small)).toBe('damaged')
    const zeros = [{ name: 'a', content: Buffer.alloc(3_000) }]
    expect(await reasonOf(makeZip(zeros), small)).toBe('ratio')
    const allowed = makeZip([{ name: 'a', content: Buffer.alloc(1_000) }])
    expect((await unpack(allowed, small)).get('a')).toHaveLength(1_000)
  })

  it('for too many entries or bytes', async () => {
    const many = Array.from({ length: 501 }, (_, at) => ({ name: `f${at}` }))
    expect(await reasonOf(makeZip(many))).toBe('too-many')
    expect(await unpack(makeZip(many.slice(1)))).toHaveProperty('size', 500)
    expect(await reasonOf(Buffer.alloc(4_001), small)).toBe('too-big')
  })

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['text', Buffer.from('this is no zip file, but long enough to look for an end record')],
    ['half a zip', makeZip([{ name: 'a', content: noise(500) }]).subarray(0, 300)],
  ])('for being %s', async (_what, content) => {
    expect(await reasonOf(content)).toBe('not-zip')
  })
})

describe('damaged bytes', () => {
  it('leave the entry without content when they cannot be unpacked', async () => {
    const zip = makeZip([{ name: 'a', content: noise(900) }])
    zip.fill(0xff, 31, 60)
    expect((await unpack(zip)).get('a')).toBeNull()
  })

  it('never end in anything but a refusal or files', async () => {
    const zip = makeZip([
      { name: 'manifest.json', content: '{"a":1}' },
      { name: 'logs/b', content: noise(300) },
    ])
    const change = fc.tuple(fc.nat(zip.length - 1), fc.nat(255))
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), async (changes) => {
        const broken = Buffer.from(zip)
        for (const [at, value] of changes) broken[at] = value
        try {
          await unpack(broken)
        } catch (error) {
          expect(error).toBeInstanceOf(OpsError)
        }
      }),
      { numRuns: 300 },
    )
  })
})
