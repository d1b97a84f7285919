import { describe, expect, it } from 'vitest'
import type { Probe } from '../../shared/domain/services'
import { stage } from '../test-render'
import { ProbeBar } from './probe-bar'

const probe = (at: number): Probe => ({
  ...{ at, outcome: 'healthy', latencyMs: 5, status: 200, fault: null, detail: null },
})

describe('the bar of probes', () => {
  it('keeps a slot for each probe that has not come yet, on the left', () => {
    const { container } = stage(<ProbeBar probes={[probe(1), probe(2)]} slots={5} />, {})
    const empty = container.querySelector('svg > path')?.getAttribute('d') ?? ''
    expect(empty.match(/M[\d.]+/g)).toEqual(['M0.5', 'M4.5', 'M8.5'])
    const beats = [...container.querySelectorAll('rect[data-outcome]')]
    expect(beats.map((beat) => beat.getAttribute('x'))).toEqual(['12.5', '16.5'])
  })

  it('shows the newest where there are more than slots', () => {
    const probes = [1, 2, 3, 4].map((second) => probe(second * 1_000))
    const { container } = stage(<ProbeBar probes={probes} slots={2} />, {})
    const titles = [...container.querySelectorAll('title')].map((title) => title.textContent)
    expect(titles).toHaveLength(2)
    expect(titles.join()).toMatch(/:03.*:04/)
    expect(container.querySelector('svg > path')?.getAttribute('d')).toBe('')
  })
})
