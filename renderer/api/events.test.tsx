import { screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import type { ContractEntry } from '../../shared/domain/contracts'
import type { Grid } from '../../shared/domain/services'
import { callSummary, grid, report, service, session, talent } from '../test-data'
import { stage } from '../test-render'
import { useCall } from './hooks'

function Names() {
  const page = useCall('talents:list', [{ query: '', offset: 0, limit: 10 }])
  return <p>{page.data?.items.map(({ name }) => name).join() ?? 'none'}</p>
}

function Health() {
  return <p>{useCall('services:grid', []).data?.services[0]?.health.state ?? 'none'}</p>
}

function Calls() {
  const calls = useCall('calls:list', [{ limit: 500 }])
  return <p>{calls.data?.map(({ id }) => id).join() ?? 'none'}</p>
}

function Contracts() {
  const contracts = useCall('contracts:list', [])
  return <p>{contracts.data?.map(({ operation }) => operation).join() ?? 'none'}</p>
}

const contract = (operation: string): ContractEntry => ({
  operation,
  service: 'looma',
  method: 'POST',
  path: '/',
  source: 'none',
  baseline: null,
  accepted: null,
  observed: null,
  diff: { added: [], removed: [], changed: [] },
})

it('keeps an event that overtook the answer of a call', async () => {
  let answer: (value: Grid) => void = () => undefined
  const { emit } = stage(<Health />, {
    'services:grid': () => new Promise<Grid>((resolve) => (answer = resolve)),
  })
  const sick = grid({ services: [service('auth', { health: { state: 'failing' } })] })
  await emit('services:changed', sick)
  answer(grid())
  expect(await screen.findByText('failing')).toBeTruthy()
  await emit('services:changed', { ...sick })
  expect(screen.getByText('failing')).toBeTruthy()
})

it('asks again for what belongs to an account when the account changes', async () => {
  let names = ['first']
  const { emit } = stage(<Names />, {
    'talents:list': () => ({
      total: 1,
      items: names.map((name) => talent(name, { name })),
      callId: 'c',
    }),
  })
  await screen.findByText('first')
  names = ['second']
  await emit('session:changed', session({ username: 'testuser' }))
  await screen.findByText('second')
})

it('forgets what belongs to a profile when the profile changes', async () => {
  let names = ['here']
  const { emit } = stage(
    <>
      <Names />
      <Health />
    </>,
    {
      'talents:list': () => ({
        total: 1,
        items: names.map((name) => talent(name, { name })),
        callId: 'c',
      }),
    },
  )
  await screen.findByText('here')
  names = ['there']
  await emit(
    'services:changed',
    grid({ profile: { id: 'staging', name: 'Staging', kind: 'remote' }, stack: null }),
  )
  await screen.findByText('there')
})

it('asks again for runs and contracts when a run has ended', async () => {
  let operations = ['talent.sync']
  const { emit } = stage(<Contracts />, {
    'contracts:list': () => operations.map((operation) => contract(operation)),
  })
  await screen.findByText('talent.sync')
  operations = ['talent.sync', 'talent.chat']
  const running = { id: 'run-1', state: 'running', startedAt: 1, items: [], report: null } as const
  await emit('checklist:changed', { ...running, items: [] })
  expect(screen.getByText('talent.sync')).toBeTruthy()
  await emit('checklist:changed', {
    ...running,
    items: [],
    state: 'finished',
    report: report(),
  })
  await screen.findByText('talent.sync,talent.chat')
})

it('puts a new call on top and never twice', async () => {
  const { emit } = stage(<Calls />, { 'calls:list': () => [callSummary('a')] })
  await screen.findByText('a')
  await emit('calls:added', callSummary('b'))
  await emit('calls:added', callSummary('b'))
  await screen.findByText('b,a')
})
