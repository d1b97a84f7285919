const shortestFragment = 12

/** Every spelling in which a live secret may come back: escaped, encoded, or as parts of a JWT. */
export function secretForms(value: string): string[] {
  const bytes = Buffer.from(value, 'utf8')
  const url = encodeUrl(value)
  const forms = [
    value,
    ...jsonForms(value),
    ...htmlForms(value),
    url,
    lowerEscapes(url),
    strictUrl(url),
    lowerEscapes(strictUrl(url)),
    strictUrl(url).replaceAll('%20', '+'),
    encodeUrl(url),
    encodeUrl(strictUrl(url)),
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
    ...base64Forms(bytes),
    ...segmentForms(value),
  ]
  const unique = [...new Set(forms)].filter((form) => form !== '')
  // The longest first: a padded form must go before the same form without padding.
  return unique.sort((left, right) => right.length - left.length)
}

function encodeUrl(value: string): string {
  // Half of a surrogate pair has no URL encoding.
  return encodeURIComponent(value.replace(/\p{Surrogate}/gu, '\ufffd'))
}

function lowerEscapes(url: string): string {
  return url.replace(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase())
}

function strictUrl(url: string): string {
  return url.replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
}

function jsonForms(value: string): string[] {
  const plain = JSON.stringify(value).slice(1, -1)
  const ascii = plain.replace(/[^\x20-\x7e]/g, escapeUnit)
  const goStyle = ascii.replace(/[<>&]/g, escapeUnit)
  const goPlain = plain.replace(/[<>&]/g, escapeUnit)
  const full = value.replace(/[\s\S]/g, escapeUnit)
  const slashed = plain.replaceAll('/', '\\/')
  const twice = JSON.stringify(plain).slice(1, -1)
  return [
    plain,
    ascii,
    goStyle,
    goPlain,
    slashed,
    twice,
    full,
    full.toUpperCase().replaceAll('\\U', '\\u'),
  ]
}

function escapeUnit(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`
}

function htmlForms(value: string): string[] {
  const base = value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  const quoted = base.replaceAll('"', '&quot;')
  return [base, quoted, quoted.replaceAll("'", '&#39;'), base.replaceAll('"', '&#34;')]
}

function base64Forms(bytes: Buffer): string[] {
  const whole = bytes.toString('base64')
  const forms = [whole, whole.replace(/=+$/, ''), bytes.toString('base64url')]
  if (bytes.length < shortestFragment) return forms
  // Inside a longer encoded text the secret starts at one of three alignments; only the characters
  // that depend on nothing but the secret are compared.
  for (const lead of [0, 1, 2]) {
    const padded = Buffer.concat([Buffer.alloc(lead), bytes])
    const from = lead === 0 ? 0 : lead + 1
    const to = Math.floor((padded.length * 8) / 6)
    const core = padded.toString('base64').slice(from, to)
    forms.push(core, core.replaceAll('+', '-').replaceAll('/', '_'))
  }
  return forms
}

function segmentForms(value: string): string[] {
  const parts = value.split('.')
  return parts.length === 3 ? parts.filter((part) => part.length >= 16) : []
}
