/**
 * The same token with other claims under the old signature. The last character alone would not do:
 * its low bits may be padding, so that the changed text still decodes to the same signature.
 */
export function tampered(token: string): string {
  const [header = '', payload = '', signature = ''] = token.split('.')
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))
    const changed = Object.assign({}, claims, { role: 'super_admin', tampered: true })
    const body = Buffer.from(JSON.stringify(changed)).toString('base64url')
    return `${header}.${body}.${signature}`
  } catch {
    return `${header}.${payload}x.${signature}`
  }
}
