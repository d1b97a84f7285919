import { describe, expect, it } from 'vitest'
import { serviceIds } from '../../shared/domain/services'
import { presets } from '../profile/presets'
import { claimsOf, plannedPorts, portPlans, reservedPorts } from './port-plans'
import { profilePorts } from './port-wants'

const said = (port: number) => claimsOf(port).map(({ plan, id }) => `${plan}/${id}`)

describe('the port plans', () => {
  it.each([
    [8206, ['joint-8xxx/ai', 'other-uses/ai-gateway']],
    [8207, ['joint-8xxx/auth', 'go-zervi/auth', 'other-uses/ai-resume']],
    [8208, ['joint-8xxx/ai-container', 'go-zervi/blockchain', 'other-uses/ai']],
    [8082, ['joint-8xxx/resume', 'go-zervi/user', 'databases-shared/weaviate']],
    [8080, ['joint-8xxx/gateway', 'databases-shared/weaviate', 'other-uses/web']],
    [8084, ['joint-8xxx/notification', 'go-zervi/job']],
    [8085, ['joint-8xxx/template', 'go-zervi/resume']],
    [8601, ['pro-86xx-v1/user', 'pro-86xx-v2/gateway']],
    [8602, ['pro-86xx-v1/resume', 'pro-86xx-v2/user']],
    [8603, ['pro-86xx-v1/company', 'pro-86xx-v2/resume']],
    [8604, ['pro-86xx-v1/notification', 'pro-86xx-v2/company']],
    [8605, ['pro-86xx-v1/template', 'pro-86xx-v2/notification']],
    [8623, ['pro-86xx-v1/auth', 'pro-86xx-v2/auth', 'other-uses/prometheus']],
    [7520, ['future-75xx/gateway', 'other-uses/resume-upload']],
    [7532, ['future-75xx/resume', 'future-75xx/template']],
    [7534, ['future-75xx/company', 'future-75xx/notification']],
    [9000, ['go-zervi/gateway', 'looma-api-90xx/api-gateway']],
    [9202, ['databases-independent/elasticsearch', 'other-uses/web']],
  ])('know who claims %i', (port, expected) => {
    expect(said(port).sort()).toEqual([...expected].sort())
  })

  it('agree with the profiles that are shipped', () => {
    // A profile must name seven ports; where a plan has none, the profile borrows one.
    const borrowed = ['future-75xx/auth', 'go-zervi/looma']
    for (const preset of presets) {
      for (const { service, port } of profilePorts(preset)) {
        const name = `${preset.id}/${service}`
        if (!borrowed.includes(name)) expect(said(port), `${port}`).toContain(name)
      }
    }
  })

  it('put every service of the joint test on one port of the guide', () => {
    const guide = portPlans.find(({ id }) => id === 'joint-8xxx')
    for (const id of serviceIds) expect(guide?.ports[id]).toBeTypeOf('number')
  })

  it('keep to real port numbers and reserve blocks from low to high', () => {
    for (const port of [...plannedPorts(), ...reservedPorts()]) {
      expect(port).toBeGreaterThan(1023)
      expect(port).toBeLessThan(65_536)
      expect(claimsOf(port)).not.toEqual([])
    }
    expect(claimsOf(1)).toEqual([])
  })
})
