import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ContractEntry, hasDrift } from '../../shared/domain/contracts'
import { endpointOf } from '../contracts/endpoints'
import { shapeOf } from '../contracts/shape'
import { connect } from '../store/connection'
import { openStore, type Store } from '../store/database'
import { createContracts } from './contracts'

let folder: string
let store: Store
let now: number
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'contracts-'))
  now = 1_000
  store = openStore({
    file: join(folder, 'console.db'),
    now: () => now,
    mask: (text) => text.replaceAll('hunter2', '***'),
  })
})
afterEach(() => {
  store.close()
  rmSync(folder, { recursive: true, force: true })
})

const open = (profileId = 'p') =>
  createContracts({ profileId, store: store.contracts, now: () => now })
const seen = (operation: string, body: unknown) => {
  const endpoint = endpointOf(operation)
  if (endpoint === null) throw new Error(`no endpoint ${operation}`)
  return { ...endpoint, shape: shapeOf(body) }
}
const by = { name: '李雷', note: '新版本多了 hunter2 字段' }
const entryOf = (feature: ReturnType<typeof open>, operation: string) =>
  feature.list().find((entry) => entry.operation === operation)

describe('contracts', () => {
  it('lists the documented ones before anything was seen', () => {
    const entries = open()
      .list()
      .map((entry) => ContractEntry.parse(entry))
    expect(entries.map(({ operation }) => operation)).toEqual([
      'looma.health',
      'zervigo.health',
      'looma.unauthorized',
    ])
    for (const entry of entries) {
      expect(entry).toMatchObject({ source: 'documented', observed: null, accepted: null })
      expect(hasDrift(entry.diff)).toBe(false)
    }
  })

  it('shows how the last answer differs, and takes it as the contract by name', () => {
    const feature = open()
    feature.observe([seen('zervigo.health', { success: true, health_status: {} })])
    expect(entryOf(feature, 'zervigo.health')).toMatchObject({
      source: 'documented',
      observed: { at: 1_000 },
      diff: { added: [{ path: 'health_status', type: 'object' }] },
    })
    now = 2_000
    const accepted = ContractEntry.parse(feature.accept('zervigo.health', by))
    expect(accepted).toMatchObject({
      source: 'accepted',
      accepted: { at: 2_000, name: '李雷', note: '新版本多了 *** 字段' },
    })
    expect(hasDrift(accepted.diff)).toBe(false)
    feature.observe([seen('zervigo.health', { success: true, health_status: [] })])
    expect(entryOf(feature, 'zervigo.health')?.diff.changed).toEqual([
      { path: 'health_status', before: 'object', after: 'array' },
    ])
    expect(feature.baselines()('zervigo.health')?.source).toBe('accepted')
    expect(feature.baselines()('looma.health')?.source).toBe('documented')
    expect(feature.baselines()('talent.sync')).toBeNull()
  })

  it('an endpoint that nobody described is listed without drift until it is accepted', () => {
    const feature = open()
    feature.observe([seen('talent.sync', { success: true })])
    feature.observe([seen('talent.matches', { success: true, matches: [] })])
    expect(entryOf(feature, 'talent.sync')).toMatchObject({ source: 'none', baseline: null })
    feature.accept('talent.sync', by)
    feature.observe([seen('talent.sync', {})])
    expect(entryOf(feature, 'talent.sync')?.diff.removed).toHaveLength(1)
    expect(entryOf(feature, 'talent.matches')?.observed).not.toBeNull()
  })

  it.each(['talent.sync', 'looma.health', 'no.such', '__proto__'])(
    'refuses to accept %s, of which nothing was seen',
    (operation) => {
      const attempt = () => open().accept(operation, by)
      expect(attempt).toThrow(expect.objectContaining({ code: 'missing', facts: { operation } }))
    },
  )

  it('keeps the profiles apart, and what it knows over a restart', () => {
    open('p').observe([seen('talent.sync', { success: true })])
    open('p').accept('talent.sync', by)
    expect(entryOf(open('q'), 'talent.sync')).toBeUndefined()
    store.close()
    store = openStore({ file: join(folder, 'console.db'), now: () => now })
    expect(entryOf(open('p'), 'talent.sync')?.source).toBe('accepted')
  })

  it.each([
    ["observed = '{'", 'accepted'],
    ["observed = '{}', accepted = '7'", undefined],
    ["accepted = replace(accepted, 'talent.sync', 'talent.chat')", 'none'],
    ["accepted_at = 'soon'", 'none'],
    ["operation = x'00'", undefined],
  ])('leaves out what is damaged: %s', (damage, source) => {
    open().observe([seen('talent.sync', { success: true }), seen('job.list', { jobs: [] })])
    open().accept('talent.sync', by)
    const raw = connect(join(folder, 'console.db'))
    raw.exec(`UPDATE contracts SET ${damage} WHERE operation = 'talent.sync'`)
    raw.close()
    expect(entryOf(open(), 'talent.sync')?.source).toBe(source)
    expect(entryOf(open(), 'job.list')?.observed).not.toBeNull()
    expect(open().list().length).toBeGreaterThan(3)
  })
})
