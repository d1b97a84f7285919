/** Whether a version is one that a range names; `unjudged` where only pip could tell. */
export type Fit = 'fits' | 'wrong' | 'unjudged'

interface Clause {
  operator: string
  version: string
}

/** The parts of a range such as `>=1.2,<2`; null when it is not one. */
export function clausesOf(range: string): Clause[] | null {
  if (range.trim() === '') return []
  const clauses = range.split(',').map((part) => {
    const found = /^\s*(===|==|~=|!=|<=|>=|<|>)\s*(\S+)\s*$/.exec(part)
    return found === null ? null : { operator: found[1] ?? '', version: found[2] ?? '' }
  })
  const read = clauses.filter((clause) => clause !== null)
  return read.length === clauses.length ? read : null
}

/** Holds an installed version against a range. */
export function fitOf(installed: string, range: string): Fit {
  const clauses = clausesOf(range)
  if (clauses === null) return 'unjudged'
  const fits = clauses.map((clause) => clauseFit(installed, clause))
  if (fits.includes('wrong')) return 'wrong'
  return fits.includes('unjudged') ? 'unjudged' : 'fits'
}

function clauseFit(installed: string, { operator, version }: Clause): Fit {
  if (operator === '==' || operator === '===') return fit(isVersion(installed, version))
  if (operator === '!=') return fit(!isVersion(installed, version))
  const has = releaseOf(installed.replace(/\+.*$/, ''))
  const bound = releaseOf(version)
  // Where pre-releases, posts or epochs come into it, the order is pip's own business.
  if (has === null || bound === null) return 'unjudged'
  const order = compare(has, bound)
  switch (operator) {
    case '>=':
      return fit(order >= 0)
    case '<=':
      return fit(order <= 0)
    case '>':
      return fit(order > 0)
    case '<':
      return fit(order < 0)
    default: {
      if (bound.length < 2) return 'unjudged'
      const series = bound.slice(0, -1)
      return fit(order >= 0 && compare(has.slice(0, series.length), series) === 0)
    }
  }
}

const fit = (isFine: boolean): Fit => (isFine ? 'fits' : 'wrong')

function releaseOf(version: string): number[] | null {
  const plain = /^v?(\d+(?:\.\d+)*)$/i.exec(version.trim())?.[1]
  return plain === undefined ? null : plain.split('.').map(Number)
}

function compare(one: readonly number[], other: readonly number[]): number {
  for (let at = 0; at < Math.max(one.length, other.length); at += 1) {
    const difference = (one[at] ?? 0) - (other[at] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

/** Tells whether an installed version is the one that `==` asks for. */
function isVersion(installed: string, wanted: string): boolean {
  const has = plainVersion(wanted.includes('+') ? installed : installed.replace(/\+.*$/, ''))
  if (!wanted.endsWith('.*')) return has === plainVersion(wanted)
  const beginning = wanted.slice(0, -2).toLowerCase().replace(/^v/, '')
  return `${installed.toLowerCase()}.`.startsWith(`${beginning}.`)
}

function plainVersion(version: string): string {
  return version
    .trim()
    .toLowerCase()
    .replace(/^v/, '')
    .replace(/^(\d+(?:\.\d+)*?)(?:\.0+)+(?=$|[^\d.])/, '$1')
}
