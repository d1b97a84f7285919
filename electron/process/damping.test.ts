import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Probe, ProbeOutcome } from '../../shared/domain/services'
import { keptProbes, nextTrack, untouched, type HealthEvent, type HealthTrack } from './damping'

const outcomes = ['healthy', 'degraded', 'unreachable', 'failing'] as const
const letters: Record<string, ProbeOutcome> = {
  h: 'healthy',
  d: 'degraded',
  u: 'unreachable',
  f: 'failing',
}

function probed(outcome: ProbeOutcome, at = 0): HealthEvent {
  const fault = outcome === 'healthy' ? null : 'other'
  const probe: Probe = { at, outcome, latencyMs: 1, status: 200, fault, detail: null }
  return { type: 'probed', probe, reportedName: null, version: null }
}
/** `h d u f` are probes, `x` the exit of the process, `s` a start, `!` a broken check. */
function play(moves: string, from: HealthTrack = untouched): HealthTrack {
  let track = from
  for (const [at, move] of [...moves].entries()) {
    const outcome = letters[move]
    if (outcome !== undefined) track = nextTrack(track, probed(outcome, at))
    else if (move === 'x') track = nextTrack(track, { type: 'exited', at, detail: 'code 3' })
    else if (move === 's') track = nextTrack(track, { type: 'started' })
    else track = nextTrack(track, { type: 'broken', at, detail: 'bug' })
  }
  return track
}

describe('nextTrack', () => {
  it.each([
    ['', 'unknown', false],
    ['h', 'healthy', true],
    ['hh', 'healthy', false],
    ['u', 'unreachable', true],
    ['uuu', 'unreachable', false],
    ['uu', 'unreachable', true],
    ['uh', 'unreachable', true],
    ['uhh', 'healthy', false],
    ['hhf', 'healthy', true],
    ['hhff', 'healthy', true],
    ['hhfff', 'failing', false],
    ['hhffhff', 'healthy', true],
    ['hhfffh', 'failing', true],
    ['hhfffhf', 'failing', false],
    ['hhfffhh', 'healthy', false],
    ['hhfffu', 'unreachable', false],
    ['hhd', 'healthy', true],
    ['hhddd', 'degraded', false],
    ['hhdfd', 'degraded', false],
    ['hhfffd', 'failing', true],
    ['hhfffdd', 'degraded', false],
    ['dd', 'degraded', false],
    ['ddh', 'degraded', true],
    ['ddhh', 'healthy', false],
    ['hhx', 'unreachable', false],
    ['hhxh', 'unreachable', true],
    ['hhxhh', 'healthy', false],
    ['hhxs', 'unknown', false],
    ['hhxsh', 'healthy', false],
    ['su', 'unreachable', true],
    ['suh', 'healthy', false],
    ['suuuh', 'unreachable', true],
    ['hh!', 'unknown', false],
    ['hh!h', 'healthy', true],
  ])('after %s it is %s, unconfirmed %s', (moves, state, unconfirmed) => {
    expect(play(moves)).toMatchObject({ state, unconfirmed })
  })

  it('remembers since when, the last error and the newest 60 probes', () => {
    const track = play('hhfff')
    expect(track).toMatchObject({ since: 4, lastError: { at: 4, fault: 'other' }, lastProbeAt: 4 })
    expect(play('hh', track).lastError).toMatchObject({ at: 4 })
    const long = play('h'.repeat(100))
    expect(long.probes).toHaveLength(keptProbes)
    expect(long.probes[0]?.at).toBe(40)
    expect(long.since).toBe(0)
  })

  it('keeps name and version while a service does not answer', () => {
    const named = { ...probed('healthy'), reportedName: 'job-service', version: '3.1.0' }
    const track = nextTrack(nextTrack(untouched, named), probed('unreachable'))
    expect(track).toMatchObject({ reportedName: 'job-service', version: '3.1.0' })
  })

  it('is red only after three bad probes and green only after two good ones', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...outcomes), { minLength: 1, maxLength: 60 }),
        (sequence) => {
          let track = untouched
          for (const [index, outcome] of sequence.entries()) {
            const before = track.state
            track = nextTrack(track, probed(outcome, index))
            if (before === 'unknown' || track.state === before) continue
            const last = (count: number): ProbeOutcome[] =>
              sequence.slice(Math.max(0, index + 1 - count), index + 1)
            const isBad = (one: ProbeOutcome): boolean => one === 'failing' || one === 'unreachable'
            if (isBad(track.state as ProbeOutcome)) expect(last(3).every(isBad)).toBe(true)
            if (track.state === 'healthy') expect(last(2)).toEqual(['healthy', 'healthy'])
          }
        },
      ),
    )
  })

  it('never rests on green: three bad probes in a row are always red, two good ones green', () => {
    const anything = fc.array(fc.constantFrom('h', 'd', 'u', 'f', 'x', 's', '!'), { maxLength: 40 })
    fc.assert(
      fc.property(anything, fc.constantFrom('u', 'f'), (moves, bad) => {
        const before = play(moves.join(''))
        expect(play(bad.repeat(3), before)).toMatchObject({
          state: letters[bad],
          unconfirmed: false,
        })
        expect(play('hh', before)).toMatchObject({ state: 'healthy', unconfirmed: false })
        expect(play('x', before)).toMatchObject({ state: 'unreachable', unconfirmed: false })
        expect(play('sh', before)).toMatchObject({ state: 'healthy', unconfirmed: false })
      }),
    )
  })

  it('shows every disagreement of the newest probe', () => {
    const moves = fc.array(fc.constantFrom('h', 'd', 'u', 'f', 'x', 's'), { maxLength: 40 })
    fc.assert(
      fc.property(moves, fc.constantFrom('h', 'u'), (before, last) => {
        const track = play(before.join('') + last)
        const isGreen = track.state === 'healthy'
        if (isGreen !== (last === 'h')) expect(track.unconfirmed).toBe(true)
      }),
    )
  })
})
