/**
 * Switches that open the finished program to others: debuggers, weaker pages, traffic elsewhere.
 * No fuse of Electron covers them.
 */
const refused = new Set([
  'remote-debugging-port',
  'remote-debugging-pipe',
  'remote-debugging-address',
  'remote-allow-origins',
  'inspect',
  'inspect-brk',
  'inspect-port',
  'inspect-publish-uid',
  'debug',
  'debug-brk',
  'debug-port',
  'disable-web-security',
  'disable-site-isolation-trials',
  'allow-running-insecure-content',
  'unsafely-treat-insecure-origin-as-secure',
  'ignore-certificate-errors',
  'ignore-certificate-errors-spki-list',
  'proxy-server',
  'proxy-pac-url',
  'host-rules',
  'host-resolver-rules',
  'js-flags',
  'log-net-log',
  'load-extension',
  'enable-blink-features',
  'disable-features',
  'no-sandbox',
  'disable-setuid-sandbox',
  'renderer-cmd-prefix',
  'utility-cmd-prefix',
  'gpu-launcher',
])

export interface SwitchOptions {
  /** Linux refuses to sandbox a program of root, so root alone may switch it off. */
  isLinuxRoot: boolean
}

const sandboxOff = new Set(['no-sandbox', 'disable-setuid-sandbox'])

/** The first argument that the finished program must not be started with, or null. */
export function findRefusedSwitch(
  args: readonly string[],
  { isLinuxRoot }: SwitchOptions,
): string | null {
  for (const argument of args) {
    // Chromium reads nothing after a bare `--` as a switch.
    if (argument === '--') return null
    const name = switchName(argument)
    if (name === null || !refused.has(name)) continue
    if (isLinuxRoot && sandboxOff.has(name)) continue
    return name
  }
  return null
}

/** The switch an argument names, in whichever form a platform takes it. */
function switchName(argument: string): string | null {
  const match = /^(?:--?|\/)([^=:\s]+)/.exec(argument.trim())
  return match?.[1]?.toLowerCase().replaceAll('_', '-') ?? null
}
