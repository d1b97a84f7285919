import { screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { noSession } from '../../../shared/domain/session'
import { OpsError } from '../../../shared/errors'
import { grid, session } from '../../test-data'
import { stage } from '../../test-render'
import { SessionScreen } from './session-screen'

const signedOut = { 'session:get': () => noSession }
const password = () => screen.getByLabelText<HTMLInputElement>('密码')

/** Everything the page still holds, as text. */
function kept(queryClient: ReturnType<typeof stage>['queryClient']): string {
  const mutations = queryClient.getMutationCache().getAll()
  const queries = queryClient.getQueryCache().getAll()
  return JSON.stringify([mutations.map(({ state }) => state), queries.map(({ state }) => state)])
}

describe('signing in', () => {
  it('words a wrong password, clears the field, and keeps no copy', async () => {
    const { bridge, user, queryClient } = stage(<SessionScreen />, {
      ...signedOut,
      'session:login': () => {
        throw new OpsError('credentials', 'success:false', { callId: 'c1' })
      },
    })
    await user.type(await screen.findByLabelText('用户名'), ' admin ')
    await user.type(password(), 'Hunter-2-secret')
    await user.click(screen.getByRole('button', { name: '登录' }))
    expect(await screen.findByRole('alert')).toHaveTextContentAll('用户名或密码不对', '查看调用')
    expect(bridge.inputsOf('session:login')).toEqual([
      { username: 'admin', password: 'Hunter-2-secret' },
    ])
    expect(password().value).toBe('')
    expect(kept(queryClient)).not.toContain('Hunter-2-secret')
    expect(document.documentElement.outerHTML).not.toContain('Hunter-2-secret')
  })

  it('asks for both fields before anything is sent', async () => {
    const { bridge, user } = stage(<SessionScreen />, signedOut)
    await user.click(await screen.findByRole('button', { name: '登录' }))
    expect(await screen.findAllByText('必填')).toHaveLength(2)
    expect(bridge.inputsOf('session:login')).toEqual([])
  })

  it('shows who I am afterwards', async () => {
    const { user } = stage(<SessionScreen />, {
      ...signedOut,
      'session:login': () =>
        session({ role: 'guest', wildcard: false, permissions: ['jobs:read'] }),
    })
    await user.click(await screen.findByRole('button', { name: /testuser2/ }))
    await user.click(screen.getByRole('button', { name: '登录' }))
    expect(await screen.findByText('jobs:read')).toBeTruthy()
    expect(screen.getByText('guest')).toBeTruthy()
  })

  it('offers the test users on the embedded stack only', async () => {
    stage(<SessionScreen />, {
      ...signedOut,
      'services:grid': () =>
        grid({ profile: { id: 'dev', name: 'dev', kind: 'remote' }, stack: null }),
    })
    await screen.findByText('尚未登录')
    expect(screen.queryByRole('button', { name: /testuser2/ })).toBeNull()
  })
})

describe('a pasted token', () => {
  const token = 'eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjE3MDB9.c2lnbmF0dXJl'

  it('is sent without its scheme, then is nowhere on the page', async () => {
    const { bridge, user, queryClient } = stage(<SessionScreen />, {
      ...signedOut,
      'session:use-token': () => {
        throw new OpsError('expired', 'exp is in the past')
      },
    })
    await user.click(await screen.findByText('粘贴令牌'))
    const field = await screen.findByLabelText<HTMLTextAreaElement>('JWT 令牌')
    await user.click(field)
    await user.paste(`Bearer ${token}`)
    await user.click(screen.getByRole('button', { name: '使用令牌' }))
    expect(await screen.findByRole('alert')).toHaveTextContentAll('令牌已过期')
    expect(bridge.inputsOf('session:use-token')).toEqual([{ token }])
    expect(field.value).toBe('')
    expect(kept(queryClient)).not.toContain(token)
  })

  it('is refused on the page when it is no JWT', async () => {
    const { bridge, user } = stage(<SessionScreen />, signedOut)
    await user.click(await screen.findByText('粘贴令牌'))
    await user.type(await screen.findByLabelText('JWT 令牌'), 'not a token')
    await user.click(screen.getByRole('button', { name: '使用令牌' }))
    expect(await screen.findByText(/看起来不是 JWT/)).toBeTruthy()
    expect(bridge.inputsOf('session:use-token')).toEqual([])
  })
})

describe('the identity', () => {
  it('explains the wildcard and warns of clocks that differ', async () => {
    stage(<SessionScreen />, { 'session:get': () => session({ clockSkewMs: 45_000 }) })
    expect(await screen.findByText(/全部权限/)).toBeTruthy()
    expect(screen.getByText(/本机时钟比认证服务快 45秒/)).toBeTruthy()
  })

  it('does not warn of a small difference', async () => {
    stage(<SessionScreen />, { 'session:get': () => session({ clockSkewMs: -29_000 }) })
    await screen.findByText(/全部权限/)
    expect(screen.queryByText(/本机时钟/)).toBeNull()
  })

  it('says that a pasted token cannot be renewed', async () => {
    const { bridge, user } = stage(<SessionScreen />, {
      'session:get': () => session({ renewable: false, source: 'token' }),
    })
    await user.click(await screen.findByRole('button', { name: '续期' }))
    expect(bridge.inputsOf('session:renew')).toEqual([])
    expect(await screen.findByText('粘贴的令牌无法续期，请重新登录')).toBeTruthy()
  })

  it('signs out', async () => {
    const { user } = stage(<SessionScreen />, { 'session:logout': () => noSession })
    await user.click(await screen.findByRole('button', { name: '退出登录' }))
    expect(await screen.findByText('尚未登录')).toBeTruthy()
  })
})
