import { describe, expect, it } from 'vitest'
import type { ServiceId } from '../../shared/domain/services'
import { createSystemView, type ServiceView } from './system-view'

function scripted() {
  const asked: ServiceId[] = []
  const view = createSystemView((id) => {
    asked.push(id)
    return Promise.resolve<ServiceView>({
      id,
      url: `http://${id}`,
      reportedName: null,
      version: `${asked.length}`,
      call: {
        method: 'GET',
        url: `http://${id}/health`,
        status: 200,
        durationMs: 1,
        request: null,
        response: null,
        error: null,
        at: null,
        correlationId: null,
      },
      probe: { at: 0, outcome: 'healthy', latencyMs: 1, status: 200, fault: null, detail: null },
    })
  })
  return { asked, view }
}

describe('createSystemView', () => {
  it('looks once for all who ask at the same time, and again when told', async () => {
    const { asked, view } = scripted()
    const [one, two] = await Promise.all([view.look('auth'), view.look('auth')])
    expect(one).toBe(two)
    expect((await view.lookAgain('auth')).version).toBe('2')
    expect((await view.look('auth')).version).toBe('1')
    expect(asked).toEqual(['auth', 'auth'])
  })

  it('shows the newest look of each service, Looma first', async () => {
    const { view } = scripted()
    await view.look('user')
    await view.look('looma')
    await view.lookAgain('user')
    expect(view.seen().map(({ id, version }) => [id, version])).toEqual([
      ['looma', '2'],
      ['user', '3'],
    ])
  })
})
