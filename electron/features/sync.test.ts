import { describe, expect, it } from 'vitest'
import type { SyncJob, SyncOutcome, TalentPage } from '../../shared/domain/talents'
import { OpsError } from '../../shared/errors'
import { createSync, type SyncDeps } from './sync'

const outcome = (talentId: string): SyncOutcome => ({
  ...{ talentId, resumeId: `r-${talentId}`, action: 'created', callId: `c-${talentId}` },
})
const names = (count: number) => Array.from({ length: count }, (_, index) => `t${index}`)

interface Script {
  total?: number
  concurrency?: number
  sync?: SyncDeps['talents']['sync']
  list?: SyncDeps['talents']['list']
}

function open({ total = 0, concurrency = 4, ...script }: Script) {
  const jobs: SyncJob[] = []
  const ended: ((job: SyncJob) => void)[] = []
  const everybody = names(total)
  const page = ({ offset, limit }: { offset: number; limit: number }): TalentPage => ({
    total,
    callId: 'c',
    items: everybody.slice(offset, offset + limit).map((id) => ({
      ...{ id, name: `n-${id}`, title: null, city: null, years: null, skills: [] },
      ...{ status: null, placeholder: false },
    })),
  })
  const sync = createSync({
    talents: {
      list: script.list ?? ((input) => Promise.resolve(page(input))),
      sync: script.sync ?? ((id) => Promise.resolve(outcome(id))),
    },
    concurrency,
    now: Date.now,
    quietMs: 1,
    onChange(job) {
      jobs.push(job)
      if (job.finishedAt !== null) ended.splice(0).forEach((resolve) => resolve(job))
    },
  })
  const finished = () => new Promise<SyncJob>((resolve) => ended.push(resolve))
  return { sync, jobs, finished, page }
}

const sum = ({ waiting, running, done, failed, cancelled }: SyncJob) =>
  waiting + running + done + failed + cancelled

/** A sync that lasts until its signal fires. */
const forever: SyncDeps['talents']['sync'] = (_id, signal) =>
  new Promise((_resolve, reject) => {
    const stop = () => reject(new OpsError('aborted', 'cancelled'))
    signal?.addEventListener('abort', stop, { once: true })
  })

describe('bulk sync', () => {
  it('syncs 2,000 listed talents; every snapshot adds up', async () => {
    const { sync, jobs, finished } = open({ total: 2_000, concurrency: 8 })
    const end = finished()
    expect(await sync.start(null)).toMatchObject({ state: 'running', total: 2_000 })
    expect(await end).toMatchObject({ state: 'finished', done: 2_000, failed: 0, waiting: 0 })
    for (const job of jobs) expect(sum(job)).toBe(2_000)
    expect((await end).recent).toHaveLength(20)
  })

  it('never has more under way than allowed', async () => {
    let open_ = 0
    let most = 0
    const { sync, finished } = open({
      concurrency: 3,
      async sync(id) {
        open_ += 1
        most = Math.max(most, open_)
        await new Promise((resolve) => setImmediate(resolve))
        open_ -= 1
        return outcome(id)
      },
    })
    const end = finished()
    await sync.start(names(40))
    await end
    expect(most).toBe(3)
  })

  it('goes on after failures, counts them, and tries only those again', async () => {
    let isBroken = true
    const asked: string[] = []
    const { sync, finished } = open({
      sync(id) {
        asked.push(id)
        const fails = isBroken && Number(id.slice(1)) % 3 === 0
        return fails
          ? Promise.reject(new OpsError('upstream', 'down', { callId: `c-${id}` }))
          : Promise.resolve(outcome(id))
      },
    })
    const first = finished()
    await sync.start(names(10))
    const job = await first
    expect(job).toMatchObject({ state: 'finished', done: 6, failed: 4 })
    expect(
      job.failures.map(({ talentId, error, callId }) => [talentId, error?.code, callId]),
    ).toEqual(['t0', 't3', 't6', 't9'].map((id) => [id, 'upstream', `c-${id}`]))
    isBroken = false
    asked.length = 0
    const second = finished()
    await sync.retry()
    expect(await second).toMatchObject({ total: 4, done: 4, failed: 0 })
    expect(asked.sort()).toEqual(['t0', 't3', 't6', 't9'])
    await expect(sync.retry()).rejects.toMatchObject({ code: 'missing' })
  })

  it('shows at most 200 failures and counts all', async () => {
    const { sync, finished } = open({ sync: () => Promise.reject(new OpsError('timeout', 'late')) })
    const end = finished()
    await sync.start(names(350))
    expect((await end).failures).toHaveLength(200)
    expect((await end).failed).toBe(350)
  })

  it('refuses a second start, also while it still reads the list', async () => {
    let give = (_page: TalentPage) => {}
    const list = () => new Promise<TalentPage>((resolve) => (give = resolve))
    const { sync, finished, page } = open({ total: 2, list, sync: forever })
    const first = sync.start(null)
    await expect(sync.start(['x'])).rejects.toMatchObject({ code: 'busy' })
    give(page({ offset: 0, limit: 10 }))
    await first
    await expect(sync.start(['x'])).rejects.toMatchObject({ code: 'busy' })
    await expect(sync.retry()).rejects.toMatchObject({ code: 'busy' })
    const end = finished()
    sync.cancel()
    await end
  })

  it('cancels: what ran ends, the rest never starts, all of it can be tried again', async () => {
    const asked: string[] = []
    const { sync, finished } = open({
      concurrency: 2,
      sync: (id, signal) => {
        asked.push(id)
        return id === 't0' ? Promise.resolve(outcome(id)) : forever(id, signal)
      },
    })
    const end = finished()
    await sync.start(names(10))
    await new Promise((resolve) => setImmediate(resolve))
    expect(sync.cancel()).toMatchObject({ state: 'cancelling', done: 1 })
    const job = await end
    expect(job).toMatchObject({ state: 'cancelled', done: 1, cancelled: 9, running: 0, waiting: 0 })
    expect(asked).toHaveLength(3)
    const again = finished()
    expect(await sync.retry()).toMatchObject({ total: 9 })
    sync.cancel()
    await again
  })

  it('stays finished when it is cancelled afterwards', async () => {
    const { sync, finished } = open({})
    const end = finished()
    await sync.start(['t1'])
    await end
    expect(sync.cancel()).toMatchObject({ state: 'finished', done: 1 })
    expect(sync.current()?.state).toBe('finished')
  })

  it('is free again when the list cannot be read', async () => {
    const answers = [() => Promise.reject(new OpsError('unreachable', 'down'))]
    const { sync, finished, page } = open({
      total: 3,
      list: (input) => (answers.shift() ?? (() => Promise.resolve(page(input))))(),
    })
    await expect(sync.start(null)).rejects.toMatchObject({ code: 'unreachable' })
    const end = finished()
    await sync.start(null)
    expect(await end).toMatchObject({ done: 3 })
  })

  it('does not read a list without pages for ever, and keeps each talent once', async () => {
    const { sync, finished, page } = open({
      total: 3,
      list: () => Promise.resolve({ ...page({ offset: 0, limit: 3 }), total: 900 }),
    })
    const end = finished()
    await sync.start(null)
    expect(await end).toMatchObject({ total: 3, done: 3 })
  })

  it('ends with nothing under way and tells nobody any more', async () => {
    const { sync, jobs } = open({ sync: forever })
    await sync.start(names(5))
    const told = jobs.length
    await sync.dispose()
    expect(sync.current()).toMatchObject({ state: 'cancelled', cancelled: 5 })
    expect(jobs).toHaveLength(told)
    await expect(sync.start(['x'])).rejects.toMatchObject({ code: 'aborted' })
  })
})
