import { expect, test } from 'vitest'
import { findRefusedSwitch } from './switches'

const asUser = { isLinuxRoot: false }

test.each([
  ['--remote-debugging-port=9222'],
  ['--remote-debugging-port'],
  ['--remote-debugging-port 9222'],
  ['-remote-debugging-port=9222'],
  ['--Remote-Debugging-Port=0'],
  ['--REMOTE-DEBUGGING-PORT=9222'],
  ['--remote_debugging_port=9222'],
  ['/remote-debugging-port=9222'],
  ['/remote-debugging-port:9222'],
  ['--remote-debugging-pipe'],
  ['--remote-debugging-address=0.0.0.0'],
  ['--remote-allow-origins=*'],
  ['--inspect'],
  ['--inspect=0.0.0.0:9229'],
  ['--inspect-brk'],
  ['--inspect-port=0'],
  ['--inspect-publish-uid=http'],
  ['--debug'],
  ['--debug-brk=5858'],
  ['--debug-port=5858'],
  ['--disable-web-security'],
  ['-disable-web-security'],
  ['--disable-site-isolation-trials'],
  ['--allow-running-insecure-content'],
  ['--unsafely-treat-insecure-origin-as-secure=http://a'],
  ['--ignore-certificate-errors'],
  ['--ignore-certificate-errors-spki-list=x'],
  ['--proxy-server=evil:8080'],
  ['--proxy-pac-url=http://evil/p.pac'],
  ['--host-rules=MAP * evil'],
  ['--host-resolver-rules=MAP * evil'],
  ['--js-flags=--allow-natives-syntax'],
  ['--log-net-log=/tmp/x.json'],
  ['--load-extension=/tmp/x'],
  ['--enable-blink-features=X'],
  ['--disable-features=X'],
  ['--no-sandbox'],
  ['--disable-setuid-sandbox'],
  ['--renderer-cmd-prefix=xterm'],
  ['--gpu-launcher=xterm'],
])('%s is refused, alone and behind others', (argument) => {
  expect(findRefusedSwitch([argument], asUser)).not.toBeNull()
  expect(findRefusedSwitch(['--lang=zh-CN', 'file.json', argument], asUser)).not.toBeNull()
})

test.each([
  ['--user-data-dir=/tmp/data'],
  ['--lang=zh-CN'],
  ['--force-device-scale-factor=2'],
  ['--disable-gpu'],
  ['--ozone-platform=wayland'],
  ['--inspection=1'],
  ['check'],
  ['inspect'],
  ['/home/me/looma-console'],
  [''],
  ['-'],
])('%s is allowed', (argument) => {
  expect(findRefusedSwitch([argument], asUser)).toBeNull()
})

test('what stands behind a bare -- is no switch', () => {
  expect(findRefusedSwitch(['--', '--inspect'], asUser)).toBeNull()
})

test('root on Linux may switch the sandbox off, and nothing else', () => {
  expect(findRefusedSwitch(['--no-sandbox'], { isLinuxRoot: true })).toBeNull()
  expect(findRefusedSwitch(['--no-sandbox', '--inspect'], { isLinuxRoot: true })).toBe('inspect')
})
