import { expect, it } from 'vitest'
import { service } from '../../test-data'
import { arrange } from './grid-order'

const services = [
  service('looma'),
  service('auth', { health: { state: 'unreachable' } }),
  service('ai', { health: { stale: true } }),
  service('job', { health: { state: 'failing' } }),
]
const ids = (choice: Parameters<typeof arrange>[1]) => arrange(services, choice).map(({ id }) => id)

it('keeps the fixed order unless asked', () => {
  expect(ids({ onlyProblems: false, worstFirst: false })).toEqual(['looma', 'auth', 'ai', 'job'])
})

it('puts the worst first and a stale tile before a sound one', () => {
  expect(ids({ onlyProblems: false, worstFirst: true })).toEqual(['job', 'auth', 'ai', 'looma'])
})

it('counts stale as a problem', () => {
  expect(ids({ onlyProblems: true, worstFirst: false })).toEqual(['auth', 'ai', 'job'])
})
