import type { QueryClient } from '@tanstack/react-query'
import type { CallName, CallOutput, EventName, EventPayload } from '../../shared/ipc'
import { on } from './client'

/** How many calls the call list keeps. */
export const callListLimit = 500

/** Reads whose answers depend on the profile, the account or both. */
const accountReads: readonly CallName[] = [
  'talents:list',
  'talents:get',
  'talents:result',
  'matches:find',
  'chat:history',
]
const profileReads: readonly CallName[] = [
  ...accountReads,
  'services:incidents',
  'calls:list',
  'checklist:plan',
  'checklist:current',
  'sync:get',
  'runs:list',
  'profiles:list',
  'contracts:list',
  'permissions:plan',
  'permissions:current',
  'ports:list',
  'logs:sources',
  'plans:current',
  'projects:list',
  'docker:status',
]

/** Reads that a finished run or a further attempt of it makes old. */
const runReads: readonly CallName[] = [
  'runs:list',
  'runs:get',
  'runs:evidence',
  'runs:compare',
  'contracts:list',
]

/** The one place where events of main write the query cache; the result undoes it. */
export function bindEvents(client: QueryClient): () => void {
  const undo = [
    listen('services:changed', (grid) => {
      const before = client.getQueryData<CallOutput<'services:grid'>>(['services:grid'])
      client.setQueryData(['services:grid'], grid)
      if (before === undefined) return
      if (before.profile.id !== grid.profile.id) reset(client, profileReads)
      else {
        if (healthOf(before) !== healthOf(grid)) refresh(client, ['services:incidents'])
        if (processesOf(before) !== processesOf(grid)) refresh(client, ['ports:list'])
      }
    }),
    listen('session:changed', (session) => {
      const before = client.getQueryData<CallOutput<'session:get'>>(['session:get'])
      client.setQueryData(['session:get'], session)
      const changed = before?.state !== session.state || before.username !== session.username
      if (changed) refresh(client, accountReads)
    }),
    listen('settings:changed', (settings) => client.setQueryData(['settings:get'], settings)),
    listen('sync:changed', (job) => client.setQueryData(['sync:get'], job)),
    listen('checklist:changed', (progress) => {
      client.setQueryData(['checklist:current'], progress)
      if (progress.report !== null) refresh(client, runReads)
    }),
    listen('plans:changed', (plan) => {
      const before = client.getQueryData<CallOutput<'plans:current'>>(['plans:current'])
      client.setQueryData(['plans:current'], plan)
      // Whether a project can be changed follows from what the steps started and stopped.
      if (stepsOf(before) !== stepsOf(plan)) refresh(client, ['projects:list'])
    }),
    listen('permissions:changed', (run) => client.setQueryData(['permissions:current'], run)),
    listen('calls:added', (call) => {
      client.setQueryData<CallOutput<'calls:list'>>(
        ['calls:list', { limit: callListLimit }],
        (list) => list && withCall(list, call),
      )
    }),
  ]
  return () => undo.forEach((stop) => stop())
}

function listen<E extends EventName>(name: E, write: (payload: EventPayload<E>) => void) {
  return on(name, write)
}

function withCall(
  list: CallOutput<'calls:list'>,
  call: EventPayload<'calls:added'>,
): CallOutput<'calls:list'> {
  return [call, ...list.filter((other) => other.id !== call.id)].slice(0, callListLimit)
}

function healthOf(grid: CallOutput<'services:grid'>): string {
  return grid.services.map(({ id, health }) => `${id}=${health.state}`).join()
}

function processesOf(grid: CallOutput<'services:grid'>): string {
  return grid.services.map(({ id, process }) => `${id}=${process.state}:${process.pid}`).join()
}

function stepsOf(plan: CallOutput<'plans:current'> | undefined): string {
  return `${plan?.id}:${plan?.steps.map(({ state }) => state).join()}`
}

function refresh(client: QueryClient, names: readonly CallName[]): void {
  for (const name of names) void client.invalidateQueries({ queryKey: [name] })
}

function reset(client: QueryClient, names: readonly CallName[]): void {
  for (const name of names) void client.resetQueries({ queryKey: [name] })
}
