import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  PermissionPlan,
  PermissionRun,
  protectedIds,
  type MatrixLogin,
} from '../../shared/domain/permissions'
import { embeddedAccounts } from '../localstack/accounts'
import { connect } from '../store/connection'
import { type Store } from '../store/database'
import { storeFolder, type StoreFolder } from '../store/store-fixture'
import { createPermissions, type PermissionsDeps } from './permissions'

let own: StoreFolder
let store: Store
beforeEach(() => {
  own = storeFolder()
  store = own.open()
})
afterEach(() => {
  store.close()
  own.remove()
})

const runOf = (id: string, more: Partial<PermissionRun> = {}): PermissionRun => ({
  ...{ id, state: 'running', startedAt: 1, finishedAt: null, talentId: 't' },
  profile: { id: 'p', name: 'p' },
  accounts: [{ username: 'admin', role: null, loginError: null }],
  cells: [],
  totals: { passed: 0, failed: 0, unproven: 0, total: 0 },
  verdict: null,
  ...more,
})

/** An engine that ends when told, or when it is cancelled. */
function engine() {
  const inputs: Parameters<PermissionsDeps['run']>[0][] = []
  const ends: ((error?: Error) => void)[] = []
  const run: PermissionsDeps['run'] = (input) => {
    inputs.push(input)
    const id = `m-${inputs.length}`
    input.onProgress(runOf(id))
    return new Promise((resolve, reject) => {
      const end = (error?: Error) => {
        if (error !== undefined) return reject(error)
        const state = input.signal.aborted ? 'cancelled' : 'finished'
        const last = runOf(id, { state, finishedAt: 2, verdict: 'incomplete', talentId: 'hunter2' })
        input.onProgress(last)
        resolve(last)
      }
      input.signal.addEventListener('abort', () => end(), { once: true })
      ends.push(end)
    })
  }
  return { run, inputs, end: (error?: Error) => ends.shift()?.(error) }
}

function make(more: Partial<PermissionsDeps> = {}) {
  const { run, inputs, end } = engine()
  const changes: PermissionRun[] = []
  const secrets: string[] = []
  const bugs: string[] = []
  const feature = createPermissions({
    profileId: 'p',
    run,
    store: store.permissionRuns,
    knownAccounts: embeddedAccounts,
    sessionUsername: () => 'zhang',
    expectations: {
      get: () => store.settings.get().expectations,
      save: (expectations) => void store.settings.update({ expectations }),
    },
    talentId: () => store.settings.get().talentId,
    addSecret: (value) => secrets.push(value),
    now: () => 9,
    onChange: (next) => changes.push(PermissionRun.parse(next)),
    onBug: (message) => bugs.push(message),
    ...more,
  })
  return { feature, inputs, end, changes, secrets, bugs }
}
const login = (username: string, password: string | null = null): MatrixLogin => ({
  username,
  password,
})

describe('the plan', () => {
  it('suggests the embedded accounts by name only', () => {
    const plan = PermissionPlan.parse(make().feature.plan())
    expect(plan.suggestions).toEqual(
      ['admin', 'testuser', 'testuser2', 'szjason72'].map((username) => ({
        username,
        hasPassword: true,
      })),
    )
    expect(plan.endpoints.map(({ id }) => id)).toEqual([...protectedIds])
    expect(plan.endpoints[0]).toEqual({
      ...{ id: 'sync', method: 'POST', permission: 'talent:sync', writes: true },
      path: '/api/zervigo/talents/{id}/sync',
    })
    expect(plan.expectations).toMatchObject({ guest: { chat: 'deny' } })
    for (const { password } of embeddedAccounts) {
      expect(JSON.stringify(plan)).not.toContain(`"${password}"`)
    }
  })

  it('of another system suggests who is logged in, if anybody is', () => {
    const remote = make({ knownAccounts: [] }).feature.plan()
    expect(remote.suggestions).toEqual([{ username: 'zhang', hasPassword: false }])
    const nobody = make({ knownAccounts: [], sessionUsername: () => null }).feature.plan()
    expect(nobody.suggestions).toEqual([])
  })
})

describe('start', () => {
  it('fills in known passwords, keeps the expectations and hides every password', async () => {
    const { feature, inputs, secrets, end } = make()
    const expectations = { editor: { sync: 'deny' as const } }
    feature.start([login('admin'), login('wang', 'wangs-own')], expectations)
    expect(inputs[0]).toMatchObject({
      accounts: [
        { username: 'admin', password: 'password' },
        { username: 'wang', password: 'wangs-own' },
      ],
      expectations,
      talentId: 'test_talent_123',
    })
    expect(secrets).toEqual(['password', 'wangs-own'])
    expect(store.settings.get().expectations).toEqual(expectations)
    end()
    await feature.dispose()
  })

  it.each([
    ['an account named twice', [login('admin'), login('admin', 'x')], 'accounts'],
    ['an unknown account without a password', [login('wang')], 'password'],
  ])('refuses %s and says what is allowed', (_what, accounts, field) => {
    const { feature, inputs } = make()
    expect(() => feature.start(accounts, {})).toThrow(
      expect.objectContaining({
        code: 'invalid',
        facts: expect.objectContaining({ field }),
        message: expect.stringContaining('allowed is'),
      }),
    )
    expect(inputs).toEqual([])
    expect(Object.keys(store.settings.get().expectations)).toEqual(['super_admin', 'guest'])
  })

  it('knows no password of another system, whatever its accounts are called', () => {
    const { feature } = make({ knownAccounts: [] })
    expect(() => feature.start([login('admin')], {})).toThrow(/a password for every account/)
  })

  it('refuses a talent that no address can name', () => {
    const { feature } = make({ talentId: () => '..' })
    expect(() => feature.start([login('admin')], {})).toThrow(
      expect.objectContaining({ code: 'invalid' }),
    )
    expect(feature.current()).toBeNull()
  })

  it('runs one at a time', async () => {
    const { feature, end } = make()
    feature.start([login('admin')], {})
    expect(() => feature.start([login('admin')], {})).toThrow(
      expect.objectContaining({ code: 'busy' }),
    )
    end()
    await feature.dispose()
    expect(feature.start([login('admin')], {})).toMatchObject({ id: 'm-2', state: 'running' })
    end()
    await feature.dispose()
  })
})

describe('the end', () => {
  it('tells each state once, and is free again when the end is told', async () => {
    const told: string[] = []
    const made = make({
      onChange: (run) => {
        told.push(run.state)
        if (run.state === 'cancelled' && told.length === 3) made.feature.start([login('admin')], {})
      },
    })
    made.feature.cancel()
    made.feature.start([login('admin')], {})
    made.feature.cancel()
    made.feature.cancel()
    await expect.poll(() => told).toEqual(['running', 'cancelling', 'cancelled', 'running'])
    await made.feature.dispose()
    expect(told.at(-1)).toBe('cancelled')
  })

  it('keeps the last result of each profile over a restart, masked', async () => {
    for (let time = 0; time < 2; time += 1) {
      const { feature, end } = make()
      feature.start([login('admin')], {})
      end()
      await feature.dispose()
    }
    store.close()
    expect(readFileSync(own.file, 'latin1')).not.toContain('hunter2')
    store = own.open()
    expect(make().feature.current()).toMatchObject({ state: 'finished', talentId: '***' })
    expect(make({ profileId: 'q' }).feature.current()).toBeNull()
  })

  it.each([
    ["result = '{'", null],
    ['result = replace(result, \'"finished"\', \'"running"\')', 'cancelled'],
  ])('of a damaged row claims nothing: %s', async (damage, state) => {
    const { feature, end } = make()
    feature.start([login('admin')], {})
    end()
    await feature.dispose()
    const raw = connect(own.file)
    raw.exec(`UPDATE permission_runs SET ${damage}`)
    raw.close()
    expect(make().feature.current()?.state ?? null).toBe(state)
  })

  it('of an engine that breaks off is no matrix under way', async () => {
    const { feature, end, bugs } = make()
    feature.start([login('admin')], {})
    end(new Error('bug'))
    await feature.dispose()
    expect(feature.current()).toMatchObject({ state: 'cancelled', verdict: 'incomplete' })
    expect(bugs).toEqual(['a permission matrix broke off'])
  })

  it('shows a result that could not be stored', async () => {
    const save = () => {
      throw new Error('disk full')
    }
    const { feature, end, bugs } = make({ store: { ...store.permissionRuns, save } })
    feature.start([login('admin')], {})
    end()
    await feature.dispose()
    expect(feature.current()?.state).toBe('finished')
    expect(bugs).toHaveLength(1)
  })
})
