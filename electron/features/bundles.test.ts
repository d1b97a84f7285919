import { mkdtempSync, rmSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { RunReport } from '../../shared/domain/checklist'
import { createBundleShelf } from '../evidence/bundle-shelf'
import { hostileReport } from '../reports/report-fixture'
import { openStore, type Store } from '../store/database'
import { createSecrets } from '../zervigo/secrets'
import { fakeToken } from '../zervigo/test-servers'
import { createBundles, type BundlesDeps } from './bundles'

const at = 1_758_618_178_000
const token = fakeToken({ sub: '7' }, 'Q')

let folder: string
let store: Store
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bundles-'))
  store = openStore({ file: join(folder, 'console.db'), now: () => at })
})
afterEach(() => {
  store.close()
  rmSync(folder, { recursive: true, force: true })
})

function open(more: Partial<BundlesDeps> = {}, attached = 'nothing secret') {
  const secrets = createSecrets()
  secrets.add(token)
  const attachment = {
    ...{ id: 'a', itemId: null, fileName: 'n.txt', type: 'text/plain', bytes: 1 },
    ...{ sha256: 'b'.repeat(64), name: '李雷', at },
  }
  let now = at
  return createBundles({
    shelf: createBundleShelf((sha256) => store.bundles.has(sha256)),
    runOf: () => ({
      report: RunReport.parse({ ...hostileReport(), attachments: [attachment] }),
      evidence: null,
      attachment: () => ({
        type: 'text/plain',
        base64: Buffer.from(attached).toString('base64'),
      }),
    }),
    folderOf: (id) => join(folder, 'reports', id),
    chain: store.bundles,
    secrets,
    language: () => 'zh-CN',
    consoleVersion: '1',
    askForFile: () => Promise.resolve(null),
    now: () => (now += 60_000),
    ...more,
  })
}

describe('export', () => {
  it('makes one chain of bundles that are asked for at once', async () => {
    const bundles = open()
    const exports = await Promise.all([1, 2, 3].map(() => bundles.export('run-1')))
    expect(new Set(exports.map(({ file }) => file)).size).toBe(3)
    expect(await readdir(join(folder, 'reports', 'run-1'))).toHaveLength(3)
    expect(store.bundles.last()?.at).toBe(at + 180_000)
  })

  it('refuses while a secret stands in an attachment, and goes on afterwards', async () => {
    const leaky = open({}, `curl -H "Authorization: Bearer ${token}"`)
    await expect(leaky.export('run-1')).rejects.toMatchObject({
      code: 'leak',
      facts: { file: 'attachments/a-n.txt' },
    })
    expect(store.bundles.last()).toBeNull()
    expect((await open().export('run-1')).file).toMatch(/\.zip$/)
  })

  it('leaves no bundle that the chain does not know', async () => {
    const chain = {
      ...store.bundles,
      add: () => {
        throw new Error('disk full')
      },
    }
    await expect(open({ chain }).export('run-1')).rejects.toThrow('disk full')
    expect(await readdir(join(folder, 'reports', 'run-1'))).toEqual([])
  })
})
