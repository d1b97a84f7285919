import { describe, expect, it } from 'vitest'
import { RunReport } from '../../shared/domain/checklist'
import { GateRules } from '../../shared/domain/gate'
import { judged } from '../checklist/gate'
import { runWith } from '../checklist/run-fixture'
import { withNote, withSignOff, withWithdrawal } from './changes'
import { contentDigest, signatureBroken, withoutSignatureCheck, withSignatureCheck } from './seal'

const report = runWith({ 'api.chat': 'fail' })
const signed = withSignOff(report, { name: '韩梅梅', statement: '确认', at: 9 })
const isBroken = (run: RunReport) =>
  withSignatureCheck(run).findings.some(({ code }) => code === signatureBroken)

describe('the seal of a run', () => {
  it('holds for the run as it was signed, in whatever order its keys stand', () => {
    const reversed = (value: unknown): unknown =>
      Array.isArray(value)
        ? value.map(reversed)
        : typeof value === 'object' && value !== null
          ? Object.fromEntries(
              Object.entries(value)
                .reverse()
                .map(([key, entry]) => [key, reversed(entry)]),
            )
          : value
    expect(isBroken(signed)).toBe(false)
    expect(isBroken(reversed(signed) as RunReport)).toBe(false)
    expect(isBroken(RunReport.parse(JSON.parse(JSON.stringify(signed))))).toBe(false)
  })

  it('does not depend on today’s gate rules', () => {
    const strict = judged(signed, GateRules.parse({ p95Ms: 1 }))
    expect(strict.gate).not.toEqual(signed.gate)
    expect(isBroken(strict)).toBe(false)
  })

  it('is not broken by a field that a later console adds empty', () => {
    const [first, ...rest] = signed.items
    const later = { ...signed, items: [{ ...first, future: null, more: [] }, ...rest] }
    expect(isBroken(later as RunReport)).toBe(false)
  })

  it.each([
    ['a verdict', { ...signed, verdict: 'pass' as const }],
    [
      'an item',
      { ...signed, items: signed.items.map((item) => ({ ...item, verdict: 'pass' as const })) },
    ],
    [
      'an assertion',
      {
        ...signed,
        items: signed.items.map((item) => ({
          ...item,
          assertions: [{ id: 'a', ok: true, expected: 'e', actual: 'a' }],
        })),
      },
    ],
    ['the order of items', { ...signed, items: [...signed.items].reverse() }],
    ['the account', { ...signed, run: { ...signed.run, account: null } }],
    ['a note', withNote(signed, { id: 'n', itemId: null, text: 't', name: 'x', at: 1 })],
  ])('is broken by %s that changed', (_name, altered) => {
    expect(isBroken(altered)).toBe(true)
    const twice = withSignatureCheck(withSignatureCheck(altered))
    expect(twice.findings).toHaveLength(1)
    expect(withoutSignatureCheck(twice)).toEqual(altered)
  })

  it('is checked no more once it was withdrawn, and may be given again', () => {
    const withdrawn = withWithdrawal(signed, { name: '李雷', reason: '重测', at: 10 })
    expect(withdrawn.signOffs).toMatchObject([{ withdrawn: { reason: '重测' } }])
    const noted = withNote(withdrawn, { id: 'n', itemId: null, text: 't', name: 'x', at: 1 })
    expect(isBroken(noted)).toBe(false)
    const again = withSignOff(noted, { name: '李雷', statement: '好', at: 11 })
    expect(isBroken(again)).toBe(false)
    expect(again.signOffs).toHaveLength(2)
    expect(() => withWithdrawal(withdrawn, { name: 'x', reason: 'y', at: 1 })).toThrow(
      expect.objectContaining({ code: 'rejected' }),
    )
  })

  it('is a SHA-256 that tells the gate of that moment', () => {
    expect(signed.signOffs[0]).toMatchObject({ gateOpen: false, sha256: contentDigest(report) })
    expect(contentDigest(report)).toMatch(/^[0-9a-f]{64}$/)
    expect(withSignOff(runWith(), { name: 'n', statement: 's', at: 1 }).signOffs[0]?.gateOpen).toBe(
      true,
    )
  })
})
