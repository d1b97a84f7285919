import { randomBytes } from 'node:crypto'

/** Stands in the environment of every process of a run, and so in that of its descendants. */
export const tagVariable = 'OPS_CONSOLE_RUN'

/** Makes the mark of one run; nobody can have it by chance. */
export function newTag(): string {
  return randomBytes(16).toString('hex')
}

/** The tag in an environment as `/proc/<pid>/environ` shows it. */
export function tagInEnviron(environ: string): string | null {
  const entry = environ.split('\0').find((one) => one.startsWith(`${tagVariable}=`))
  return entry?.slice(tagVariable.length + 1) ?? null
}

/** The tag in a line of `ps eww`, which prints the environment after the command. */
export function tagInPsLine(line: string): string | null {
  return new RegExp(`(?:^|\\s)${tagVariable}=([0-9a-f]{32})(?:\\s|$)`).exec(line)?.[1] ?? null
}
