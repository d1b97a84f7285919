import { OpsError } from '../../shared/errors'
import type { Secrets } from '../zervigo/secrets'

/** The one thing needed to search for secrets. */
export type SecretFinder = Pick<Secrets, 'findIn'>

/** Throws `leak` when a live secret or a readable token stands in what is about to be written. */
export function assertNoSecret(
  file: string,
  content: string | Uint8Array,
  secrets: SecretFinder,
): void {
  const hit = secrets.findIn(content)
  if (hit === null) return
  const place = typeof content === 'string' ? lineOf(content, hit.at) : `@${hit.at}`
  const what = hit.kind === 'live' ? 'a secret in use' : 'a readable token'
  throw new OpsError('leak', `${what} stands in ${file} at ${place}; nothing was written`, {
    facts: { file, place },
  })
}

function lineOf(text: string, at: number): string {
  const before = text.slice(0, at).split('\n')
  return `${before.length}:${(before.at(-1) ?? '').length + 1}`
}
