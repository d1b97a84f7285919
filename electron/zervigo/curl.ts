import type { CallRecord } from '../../shared/domain/calls'

/** Headers that curl writes itself or that would change what it does. */
const omitted = new Set(['host', 'connection', 'content-length', 'accept-encoding'])

/** The call as a curl line for a POSIX shell; secrets stay masked, so a person fills them in. */
export function asCurl(call: CallRecord): string {
  // Without --globoff curl would read [ ] { } in a URL as a pattern.
  const parts = ['curl', '-X', quote(call.method), '--globoff', quote(call.url)]
  for (const [name, value] of call.request.headers) {
    if (!omitted.has(name.toLowerCase())) parts.push('-H', quote(`${name}: ${value}`))
  }
  const body = call.request.body.text
  // --data-raw, because --data would read a file when the body begins with @.
  if (body !== null) parts.push('--data-raw', quote(body))
  return parts.join(' ')
}

function quote(text: string): string {
  if (/^[A-Z]+$/.test(text)) return text
  return `'${text.replaceAll("'", "'\\''")}'`
}
