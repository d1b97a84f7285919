import { isSecretName } from '../zervigo/mask-patterns'

/** The name of the program that a command line runs, as a person would call it. */
export function programOf(args: readonly string[]): string | null {
  const [first = ''] = args
  // A process that renamed itself has its whole title as one word, such as `nginx: master process`.
  const path = /^(?:\/|[A-Za-z]:\\)/.test(first) ? first : (first.split(/\s/)[0] ?? '')
  const name = path.split(/[/\\]/).at(-1)?.replace(/:$/, '').trim() ?? ''
  return name === '' ? null : name
}

const hidden = '***'

/**
 * A command line to show: what follows an option with a secret's name is hidden, then the rest is
 * masked like any text.
 */
export function shownCommand(args: readonly string[], mask: (text: string) => string): string {
  const takesGluedPassword = /^(?:mysql|mariadb)/.test(programOf(args) ?? '')
  let isSecretNext = false
  const words = args.map((word) => {
    const isHidden = isSecretNext && !word.startsWith('-')
    isSecretNext = isSecretOption(word)
    if (isHidden) return hidden
    return takesGluedPassword && /^-p./.test(word) ? `-p${hidden}` : word
  })
  return mask(words.join(' '))
}

function isSecretOption(word: string): boolean {
  const name = /^--?([\w-]+)$/.exec(word)?.[1]
  return name !== undefined && (isSecretName(name) || /pass(?:word)?$/i.test(name))
}
