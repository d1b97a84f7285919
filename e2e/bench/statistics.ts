/** The value in the middle; of an even number the mean of the two. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new Error('no median of nothing')
  const sorted = [...values].sort((left, right) => left - right)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? NaN
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? NaN)) / 2
}

/** Smallest and greatest. */
export function spreadOf(values: readonly number[]): { least: number; most: number } {
  return { least: Math.min(...values), most: Math.max(...values) }
}

/** One repetition of both sides. */
export interface Pair {
  a: number
  b: number
}

/**
 * Measures both sides in turn, and each first as often as the other, so that what else the
 * machine does meets both.
 */
export async function alternate(
  repetitions: number,
  a: () => Promise<number>,
  b: () => Promise<number>,
): Promise<Pair[]> {
  const pairs: Pair[] = []
  for (let index = 0; index < repetitions; index += 1) {
    if (index % 2 === 0) {
      const first = await a()
      pairs.push({ a: first, b: await b() })
    } else {
      const first = await b()
      pairs.push({ a: await a(), b: first })
    }
  }
  return pairs
}

/** How many times a is b, repetition by repetition. */
export function ratiosOf(pairs: readonly Pair[]): number[] {
  return pairs.map(({ a, b }) => a / b)
}
