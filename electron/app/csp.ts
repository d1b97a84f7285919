const strict = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self' data:",
  'font-src': "'self'",
  'connect-src': "'none'",
  'worker-src': "'none'",
  'object-src': "'none'",
  'frame-src': "'none'",
  'frame-ancestors': "'none'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'require-trusted-types-for': "'script'",
  'trusted-types': "'none'",
}

/** What the page may load and run. A development server gets just what hot reload needs. */
export function csp(devServer: string | null): string {
  return join(devServer === null ? strict : relaxed(devServer))
}

function relaxed(devServer: string): Record<string, string> {
  const {
    'require-trusted-types-for': _required,
    'trusted-types': _policies,
    ...directives
  } = strict
  return {
    ...directives,
    'script-src': "'self' 'unsafe-inline'",
    'style-src': "'self' 'unsafe-inline'",
    'connect-src': `'self' ${devServer.replace(/^http/, 'ws')}`,
  }
}

function join(directives: Record<string, string>): string {
  return Object.entries(directives)
    .map(([name, value]) => `${name} ${value}`)
    .join('; ')
}
