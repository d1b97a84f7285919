import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { runGraph, type GraphNode } from './graph'

/** Random graphs without circles: a node only needs nodes before it. */
const graphs = fc
  .array(fc.array(fc.nat(30), { maxLength: 4 }), { minLength: 1, maxLength: 20 })
  .map((rows): GraphNode<string>[] =>
    rows.map((needs, index) => ({
      id: `n${index}`,
      dependsOn: index === 0 ? [] : [...new Set(needs.map((need) => `n${need % index}`))],
    })),
  )

describe('runGraph', () => {
  it('visits every node once, and none before what it needs has ended', async () => {
    await fc.assert(
      fc.asyncProperty(graphs, fc.array(fc.nat(3)), async (nodes, pauses) => {
        const ended: string[] = []
        const tooEarly: string[] = []
        await runGraph(nodes, async (id) => {
          const node = nodes.find((candidate) => candidate.id === id)
          if (node?.dependsOn.some((need) => !ended.includes(need))) tooEarly.push(id)
          for (let turn = 0; turn < (pauses[ended.length] ?? 0); turn += 1) await Promise.resolve()
          ended.push(id)
        })
        expect(tooEarly).toEqual([])
        expect([...ended].sort()).toEqual(nodes.map(({ id }) => id).sort())
      }),
    )
  })

  it('runs side by side what does not depend on each other', async () => {
    let open = 0
    let most = 0
    let admit = () => {}
    const gate = new Promise<void>((resolve) => (admit = resolve))
    await runGraph(
      ['a', 'b', 'c'].map((id) => ({ id, dependsOn: [] })),
      async () => {
        open += 1
        most = Math.max(most, open)
        if (open === 3) admit()
        await gate
        open -= 1
      },
    )
    expect(most).toBe(3)
  })

  it('ignores a need that is no node and names a circle', async () => {
    const seen: string[] = []
    const visit = (id: string) => Promise.resolve(void seen.push(id))
    await runGraph([{ id: 'a', dependsOn: ['elsewhere'] }], visit)
    expect(seen).toEqual(['a'])
    const circle = [
      { id: 'a', dependsOn: ['b'] },
      { id: 'b', dependsOn: ['a'] },
    ]
    await expect(runGraph(circle, visit)).rejects.toThrow('cycle: a → b → a')
  })
})
