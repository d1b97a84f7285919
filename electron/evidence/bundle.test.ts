import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { RunReport } from '../../shared/domain/checklist'
import type { RunEvidence } from '../../shared/domain/evidence'
import type { AttachmentType } from '../../shared/domain/records'
import { OpsError } from '../../shared/errors'
import { hostileReport } from '../reports/report-fixture'
import { createSecrets, type Secrets } from '../zervigo/secrets'
import { fakeToken } from '../zervigo/test-servers'
import { readChosenFile } from './bundle-file'
import { attachmentPath, bundleFileName } from './bundle-layout'
import { createBundleShelf } from './bundle-shelf'
import { readBundle } from './bundle-read'
import { writeBundle, type BundleOptions } from './bundle-write'
import { makeZip } from './test-zip'
import { unpack } from './unpack'

const at = 1_758_618_178_000
const token = fakeToken({ sub: '7' }, 'Q')
const never = () => false

let folder: string
let secrets: Secrets
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bundle-'))
  secrets = createSecrets()
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const failure = async (work: Promise<unknown>): Promise<OpsError> => {
  const error: unknown = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (error instanceof OpsError) return error
  throw new Error(`expected a failure, got ${String(error)}`)
}

function evidenceOf(text = 'quiet'): RunEvidence {
  const line = { seq: 0, at, source: 'stderr', text } as const
  return {
    calls: [],
    timeline: [{ service: 'auth', probes: [] }],
    incidents: [],
    logs: [
      {
        ...{ service: 'auth', items: ['basic.env'], from: at - 9, to: at + 9 },
        ...{ lines: [line], omitted: 3 },
      },
    ],
    fingerprint: {
      ...{ takenAt: at, platform: 'linux-x64', osRelease: '6', consoleVersion: '1' },
      ...{ profileSha256: 'a'.repeat(64), files: [], services: [] },
    },
  }
}

interface Attached {
  fileName: string
  type: AttachmentType
  content: Buffer
}
function contentOf(attached: Attached[] = [], evidence: RunEvidence | null = evidenceOf()) {
  const report = hostileReport()
  const attachments = attached.map(({ fileName, type, content }, index) => ({
    ...{ id: `att-${index}`, itemId: null, fileName, type, bytes: content.length },
    ...{ sha256: 'b'.repeat(64), name: '李雷', at },
  }))
  return {
    report: RunReport.parse({ ...report, attachments }),
    evidence,
    attachment(id: string) {
      const found = attached[Number(id.slice(4))]
      if (found === undefined) throw new Error(`no ${id}`)
      return { type: found.type, base64: found.content.toString('base64') }
    },
  }
}
const optionsOf = (more: Partial<BundleOptions> = {}): BundleOptions => ({
  ...{ folder, language: 'en', consoleVersion: '1', createdAt: at, previous: null, secrets },
  ...more,
})
async function written(content = contentOf(), more: Partial<BundleOptions> = {}) {
  const receipt = await writeBundle(content, optionsOf(more))
  return { ...receipt, bytes: await readFile(join(folder, receipt.file)) }
}
/** The bundle with one of its files changed, added or taken away. */
async function changed(bytes: Buffer, path: string, content: Buffer | string | null) {
  const files = new Map(await unpack(bytes))
  if (content === null) files.delete(path)
  else files.set(path, Buffer.from(content))
  return makeZip([...files].map(([name, found]) => ({ name, content: found ?? '' })))
}

describe('a written bundle', () => {
  it('opens as what it was, every file listed, the manifest first', async () => {
    const picture = { fileName: '截图 1.png', type: 'image/png', content: Buffer.of(1, 2) } as const
    const note = { fileName: '../n.txt', type: 'text/plain', content: Buffer.from('hi') } as const
    const content = contentOf([picture, note])
    const { bytes, sha256, file } = await written(content)
    const paths = [...(await unpack(bytes)).keys()]
    expect(paths).toEqual([
      ...['manifest.json', 'run.json', 'index.html', 'README.txt', 'evidence/calls.json'],
      ...['evidence/timeline.json', 'evidence/incidents.json', 'evidence/fingerprint.json'],
      ...['evidence/logs.json', 'evidence/logs/auth.txt'],
      ...['attachments/att-0-截图_1.png', 'attachments/att-1-n.txt', 'hashes.txt'],
    ])
    const { bundle, attachments } = await readBundle(file, bytes, never)
    expect(bundle.check).toEqual({ state: 'intact', problems: [], chain: 'first' })
    expect(bundle).toMatchObject({ id: `bundle-${sha256.slice(0, 12)}`, sha256, fileName: file })
    expect(bundle.report).toEqual(content.report)
    expect(bundle.evidence).toEqual(content.evidence)
    expect(attachments.get('att-0')).toEqual(picture.content)
    expect(bundle.manifest.redaction.unscanned).toEqual(['attachments/att-0-截图_1.png'])
    expect(bundle.manifest.redaction.scanned).toContain('attachments/att-1-n.txt')
  })

  it('can be checked by hand', async () => {
    const files = await unpack((await written()).bytes)
    const lines = (files.get('hashes.txt') ?? '').toString().trim().split('\n')
    for (const line of lines) {
      const [digest = '', path = ''] = line.split('  ')
      expect(
        createHash('sha256')
          .update(files.get(path) ?? 'none')
          .digest('hex'),
      ).toBe(digest)
    }
    expect(lines).toHaveLength(files.size - 2)
    expect(String(files.get('evidence/logs/auth.txt'))).toBe(
      '# 2025-09-23T09:02:57.991Z … 2025-09-23T09:02:58.009Z  basic.env\n# … 3\n' +
        '2025-09-23T09:02:58.000Z stderr quiet\n',
    )
    expect(String(files.get('index.html'))).toContain('<!doctype html>')
    expect(String(files.get('README.txt'))).toMatch(/sha256sum -c hashes.txt/)
  })

  it('is the same file for the same run and moment, and never takes the place of another', async () => {
    const one = await written()
    const two = await written()
    expect(two.bytes.equals(one.bytes)).toBe(true)
    expect(one.file).toBe(bundleFileName(at, 'run-1'))
    expect(one.file).toMatch(/^looma-evidence-\d{8}-\d{4}-run-1\.zip$/)
    expect(two.file).toBe(one.file.replace('.zip', '-2.zip'))
  })

  it('opens without evidence when none was kept', async () => {
    const { bytes } = await written(contentOf([], null))
    const { bundle } = await readBundle('x.zip', bytes, never)
    expect(bundle).toMatchObject({ evidence: null, check: { state: 'intact' } })
  })

  it('is masked, and says by which rule how often', async () => {
    secrets.add('S3cret-that-must-be-masked')
    secrets.add(token)
    const evidence = evidenceOf(`token was ${token} {"password":"hunter2!"}`)
    const { bytes } = await written(contentOf([], evidence))
    const files = await unpack(bytes)
    for (const [path, content] of files) {
      expect([path, secrets.findIn(content ?? '')]).toEqual([path, null])
      expect(String(content)).not.toContain('hunter2')
    }
    const { bundle } = await readBundle('x.zip', bytes, never)
    const counts = Object.fromEntries(
      bundle.manifest.redaction.rules.map(({ name, count }) => [name, count]),
    )
    expect(counts['secret-keys']).toBe(2)
    expect(counts['live-values']).toBeGreaterThanOrEqual(8)
    expect(counts['marks']).toBeGreaterThanOrEqual(10)
    expect(bundle.evidence?.logs[0]?.lines[0]?.text).toMatch(/^token was \*\*\*/)
  })

  it.each([
    ['text', 'text/plain', Buffer.from(`my token: ${token}`)],
    ['JSON', 'application/json', Buffer.from(JSON.stringify({ note: token }))],
    ['text of another encoding', 'text/plain', Buffer.from(`x ${token}`, 'utf16le')],
    ['a picture', 'image/png', Buffer.concat([Buffer.of(0x89, 0, 1), Buffer.from(token)])],
  ] as const)('is not written while a secret stands in %s', async (_what, type, content) => {
    secrets.add(token)
    const attached = contentOf([{ fileName: 'n', type, content }])
    const error = await failure(writeBundle(attached, optionsOf()))
    expect(error).toMatchObject({ code: 'leak', facts: { file: 'attachments/att-0-n' } })
    expect(JSON.stringify([error, error.message])).not.toContain(token.slice(0, 30))
    expect(await readdir(folder)).toEqual([])
  })

  it('is whole or not there', async () => {
    await writeFile(join(folder, 'file'), '')
    const inFile = await failure(written(contentOf(), { folder: join(folder, 'file') }))
    expect(inFile).toMatchObject({ code: 'storage', facts: { folder: join(folder, 'file') } })
  })

  it.runIf(process.platform !== 'win32' && process.getuid?.() !== 0)(
    'leaves nothing in a folder that cannot be written',
    async () => {
      const closed = join(folder, 'closed')
      await mkdir(closed)
      await chmod(closed, 0o500)
      expect(await failure(written(contentOf(), { folder: closed }))).toMatchObject({
        code: 'storage',
      })
      expect(await readdir(closed)).toEqual([])
    },
  )
})

describe('an altered bundle', () => {
  it.each([
    ['index.html', '<p>all good</p>', 'altered'],
    ['index.html', null, 'missing'],
    ['evidence/calls.json', '[]\n ', 'altered'],
    ['extra.zip', 'PK', 'unlisted'],
    ['attachments/att-9-x.png', 'x', 'unlisted'],
  ] as const)('opens and says so: %s %j', async (path, content, problem) => {
    const { bytes } = await written()
    const { bundle } = await readBundle('x.zip', await changed(bytes, path, content), never)
    expect(bundle.check).toMatchObject({ state: 'altered', problems: [{ path, problem }] })
  })

  it('shows a verdict turned green as altered', async () => {
    const { bytes } = await written()
    const run = String((await unpack(bytes)).get('run.json'))
    const turned = await changed(bytes, 'run.json', run.replaceAll('"fail"', '"pass"'))
    const { bundle } = await readBundle('x.zip', turned, never)
    expect(bundle.report.verdict).toBe('pass')
    expect(bundle.check.problems).toEqual([{ path: 'run.json', problem: 'altered' }])
  })

  it('has no evidence rather than half of it', async () => {
    const { bytes } = await written()
    for (const content of [null, '{}', 'no JSON']) {
      const zip = await changed(bytes, 'evidence/calls.json', content)
      const { bundle } = await readBundle('x.zip', zip, never)
      expect(bundle).toMatchObject({ evidence: null, check: { state: 'altered' } })
    }
  })

  it('shows a run that is not the one its manifest names', async () => {
    const { bytes } = await written()
    const manifest = String((await unpack(bytes)).get('manifest.json'))
    const zip = await changed(bytes, 'manifest.json', manifest.replace('"run-1"', '"run-2"'))
    const { bundle } = await readBundle('x.zip', zip, never)
    expect(bundle.check.problems).toEqual([{ path: 'run.json', problem: 'altered' }])
  })
})

describe('what is no bundle is refused', () => {
  const manifest = (more: object) =>
    JSON.stringify({ format: 'looma-evidence', version: 1, ...more })

  it.each([
    ['a zip without manifest', 'no-manifest', { 'run.json': '{}' }],
    ['the manifest of something else', 'no-manifest', { 'manifest.json': '{"name":"app"}' }],
    ['a newer one', 'newer', { 'manifest.json': manifest({ version: 2 }) }],
    ['a manifest that is no JSON', 'bad-json', { 'manifest.json': '{' }],
    ['a manifest of another shape', 'bad-json', { 'manifest.json': manifest({ files: 3 }) }],
  ] as const)('%s', async (_what, reason, files) => {
    const zip = makeZip(Object.entries(files).map(([name, content]) => ({ name, content })))
    expect((await failure(readBundle('x.zip', zip, never))).facts).toMatchObject({ reason })
  })

  it.each([
    ['gone', null],
    ['no JSON', '{'],
    ['of another shape', '{"schema":2}'],
  ])('a run that is %s', async (_what, content) => {
    const { bytes } = await written()
    const error = await failure(
      readBundle('x.zip', await changed(bytes, 'run.json', content), never),
    )
    expect(error).toMatchObject({
      code: 'invalid',
      facts: { reason: 'bad-json', file: 'run.json' },
    })
  })
})

describe('the chain', () => {
  it('is first, known by itself or its predecessor, or unknown', async () => {
    const one = await written()
    const previous = { runId: 'run-1', sha256: one.sha256 }
    const two = await written(contentOf(), { previous })
    const chain = async (bytes: Buffer, known: string[]) =>
      (await readBundle('x.zip', bytes, (sha256) => known.includes(sha256))).bundle.check.chain
    expect(await chain(one.bytes, [])).toBe('first')
    expect(await chain(one.bytes, [one.sha256])).toBe('known')
    expect(await chain(two.bytes, [])).toBe('unknown')
    expect(await chain(two.bytes, [one.sha256])).toBe('known')
    expect(await chain(two.bytes, [two.sha256])).toBe('known')
  })
})

describe('the shelf', () => {
  it('holds ten bundles and gives their runs', async () => {
    const shelf = createBundleShelf(never)
    const note = { fileName: 'n.txt', type: 'text/plain', content: Buffer.from('hi') } as const
    const { bytes } = await written(contentOf([note]))
    const { id, report } = await shelf.open('x.zip', bytes)
    expect(shelf.opened(id)?.report).toEqual(report)
    expect(shelf.opened(id)?.attachment('att-0')).toEqual(note.content)
    expect(shelf.opened(id)?.attachment('att-1')).toBeNull()
    expect(shelf.opened('run-1')).toBeNull()
    for (let minute = 1; minute < 10; minute += 1) {
      await shelf.open('y', (await written(contentOf(), { createdAt: at + minute })).bytes)
    }
    const other = (await written(contentOf(), { createdAt: at + 99 })).bytes
    expect((await failure(shelf.open('z', other))).facts).toMatchObject({ reason: 'too-many-open' })
    expect((await shelf.open('again.zip', bytes)).fileName).toBe('again.zip')
    expect(shelf.list()).toHaveLength(10)
    shelf.close(id)
    expect(shelf.opened(id)).toBeNull()
    expect(() => shelf.close(id)).toThrow('no bundle')
    await shelf.open('z', other)
  })
})

describe('names', () => {
  it.each([
    ['../../etc/passwd', 'attachments/a-etc_passwd'],
    ['C:\\x\\y.png', 'attachments/a-C_x_y.png'],
    ['..', 'attachments/a-_'],
    ['\u0000\n', 'attachments/a-_'],
    [`${'长'.repeat(200)}.json`, `attachments/a-${'长'.repeat(115)}.json`],
  ])('of attachments lead nowhere: %j', (fileName, expected) => {
    expect(attachmentPath({ id: 'a', fileName })).toBe(expected)
  })
})

describe('a chosen file', () => {
  it('is read, and refused before reading when it is too large or no file', async () => {
    const path = join(folder, 'a.zip')
    await writeFile(path, '12345')
    expect(await readChosenFile(path)).toEqual({ name: 'a.zip', content: Buffer.from('12345') })
    const reason = async (file: string) => (await failure(readChosenFile(file, 4))).facts['reason']
    expect(await reason(path)).toBe('too-big')
    expect(await reason(folder)).toBe('not-zip')
    expect(await failure(readChosenFile(join(folder, 'gone')))).toMatchObject({ code: 'storage' })
  })
})
