import { screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import type { Grid } from '../../shared/domain/services'
import { callSummary, grid, service, session, talent } from '../test-data'
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

it('puts a new call on top and never twice', async () => {
  const { emit } = stage(<Calls />, { 'calls:list': () => [callSummary('a')] })
  await screen.findByText('a')
  await emit('calls:added', callSummary('b'))
  await emit('calls:added', callSummary('b'))
  await screen.findByText('b,a')
})
