/** A repeatable source of choices: the same name always gives the same sequence. */
export interface Random {
  /** 0 up to, but not including, 1. */
  next(): number
  /** A whole number from `min` to `max`, both possible. */
  integer(min: number, max: number): number
  chance(probability: number): boolean
  pick<T>(items: readonly T[]): T
  /** `count` different items in random order; all of them when there are fewer. */
  sample<T>(items: readonly T[], count: number): T[]
}

/** Makes the sequence that belongs to a name (sfc32 seeded by FNV-1a). */
export function createRandom(name: string): Random {
  let a = hashOf(`${name}/a`)
  let b = hashOf(`${name}/b`)
  let c = hashOf(`${name}/c`)
  let counter = 1
  const next = () => {
    const sum = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return (sum >>> 0) / 0x1_0000_0000
  }
  for (let round = 0; round < 12; round++) next()
  const integer = (min: number, max: number) => min + Math.floor(next() * (max - min + 1))
  const pick = <T>(items: readonly T[]): T => {
    const item = items[integer(0, items.length - 1)]
    if (item === undefined) throw new Error('nothing to pick from')
    return item
  }
  return {
    next,
    integer,
    chance: (probability) => next() < probability,
    pick,
    sample(items, count) {
      const rest = [...items]
      const taken = []
      while (taken.length < count && rest.length > 0) {
        taken.push(...rest.splice(integer(0, rest.length - 1), 1))
      }
      return taken
    },
  }
}

function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  }
  return hash
}
