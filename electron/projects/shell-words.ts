/** A word as a person has to type it in a shell; for showing alone, nothing is ever run from it. */
export function shellWord(word: string): string {
  return /^[\w./=:@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}

/** A command line as a person has to type it. */
export function shellLine(argv: readonly string[]): string {
  return argv.map(shellWord).join(' ')
}
