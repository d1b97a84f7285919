import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Page } from '@playwright/test'
import { expect, testOnOne as test } from '../fixtures/app'

/** Runs page code that the policy must stop; says what the page was then told about it. */
async function violationOf(page: Page, attempt: string): Promise<string> {
  return page.evaluate(
    (code) =>
      new Promise<string>((resolve) => {
        const timer = setTimeout(() => resolve('nothing was refused'), 5_000)
        document.addEventListener(
          'securitypolicyviolation',
          (event) => {
            clearTimeout(timer)
            resolve(event.effectiveDirective)
          },
          { once: true },
        )
        if (code === 'inline-script') {
          const script = document.createElement('script')
          try {
            script.append('window.pwned = true')
          } catch {
            // The refusal; the event says by which rule.
          }
          document.body.append(script)
        } else if (code === 'inline-style') {
          const style = document.createElement('style')
          style.append('body { display: none }')
          document.body.append(style)
        } else if (code === 'remote-image') {
          const image = document.createElement('img')
          image.src = 'https://localhost:9/x.png'
        } else if (code === 'fetch') {
          fetch('https://localhost:9/').catch(() => undefined)
        } else if (code === 'frame') {
          const frame = document.createElement('iframe')
          frame.src = 'https://localhost:9/'
          document.body.append(frame)
        }
      }),
    attempt,
  )
}

test('the page has no Node and a frozen bridge of three functions', async ({
  console: { page },
}) => {
  const found = await page.evaluate(() => {
    const bridge = (window as unknown as { bridge: object }).bridge
    return {
      globals: ['require', 'process', 'Buffer', 'module', 'global', '__dirname', 'electron'].filter(
        (name) => name in window,
      ),
      bridge: Object.keys(bridge).sort(),
      isFrozen: Object.isFrozen(bridge),
    }
  })
  expect(found).toEqual({ globals: [], bridge: ['invoke', 'on', 'open'], isFrozen: true })
})

test('the window is sandboxed and isolated', async ({ console: { app } }) => {
  const preferences = await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map((window) => {
      const contents = window.webContents as unknown as {
        getLastWebPreferences(): Record<string, unknown>
      }
      const { sandbox, contextIsolation, nodeIntegration, webviewTag, webSecurity } =
        contents.getLastWebPreferences()
      return { sandbox, contextIsolation, nodeIntegration, webviewTag, webSecurity }
    }),
  )
  expect(preferences).toEqual([
    {
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      webSecurity: true,
    },
  ])
})

test('the first document already carries the policy', async ({ console: { page } }) => {
  const response = await page.reload().catch(() => null)
  const headers = response?.headers() ?? {}
  expect(headers['content-security-policy']).toContain("default-src 'none'")
  expect(headers['content-security-policy']).toContain("connect-src 'none'")
  expect(headers['content-security-policy']).not.toContain('unsafe')
  expect(headers['x-content-type-options']).toBe('nosniff')
})

for (const [attempt, directive] of [
  ['inline-script', 'require-trusted-types-for'],
  ['inline-style', 'style-src-elem'],
  ['remote-image', 'img-src'],
  ['fetch', 'connect-src'],
  ['frame', 'frame-src'],
] as const) {
  test(`the policy refuses: ${attempt}`, async ({ console: { page, complaints } }) => {
    expect(await violationOf(page, attempt)).toBe(directive)
    expect(await page.evaluate(() => 'pwned' in window)).toBe(false)
    complaints.length = 0
  })
}

test('text cannot become markup through the unsafe setters', async ({
  console: { page, complaints },
}) => {
  const outcome = await page.evaluate(() => {
    const element = document.createElement('div')
    try {
      element.innerHTML = '<b>x</b>'
      return 'accepted'
    } catch (error) {
      return error instanceof Error ? error.name : 'unknown'
    }
  })
  expect(outcome).toBe('TypeError')
  complaints.length = 0
})

test('leaving the page and opening windows is refused', async ({
  console: { app, page, complaints },
}) => {
  const before = page.url()
  const opened = await page.evaluate(() => {
    const results = [
      'https://localhost:9/',
      'about:blank',
      'app://bundle/index.html',
      'file:///',
    ].map((address) => window.open(address))
    for (const address of ['https://localhost:9/', 'file:///etc/passwd', 'app://other/']) {
      const link = document.createElement('a')
      link.href = address
      document.body.append(link)
      link.click()
      link.target = '_blank'
      link.click()
      link.remove()
    }
    return results.filter((result) => result !== null).length
  })
  expect(opened).toBe(0)
  await page.evaluate(() => {
    location.assign('https://localhost:9/')
  })
  // The page still answers, at its own address, in the only window.
  expect(await page.evaluate(() => document.documentElement.dataset['appState'])).toBe('ready')
  expect(page.url()).toBe(before)
  expect(app.windows()).toHaveLength(1)
  complaints.length = 0
})

test('permissions are denied', async ({ console: { page } }) => {
  const states = await page.evaluate(async () => {
    const names = ['geolocation', 'notifications', 'camera', 'microphone'] as PermissionName[]
    const all = await Promise.all(names.map((name) => navigator.permissions.query({ name })))
    return all.map(({ state }) => state)
  })
  expect(states.filter((state) => state === 'granted')).toEqual([])
})

test('only names of the contract are answered', async ({ console: { page } }) => {
  const outcomes = await page.evaluate(async () => {
    const bridge = (
      window as unknown as { bridge: { invoke(n: string, i: unknown): Promise<unknown> } }
    ).bridge
    const names = ['app:secrets', 'open', '', '__proto__', 'toString', '../app:info', 'app:info ']
    return Promise.all(
      names.map((name) =>
        bridge.invoke(name, undefined).then(
          () => `${name} answered`,
          () => 'refused',
        ),
      ),
    )
  })
  expect(new Set(outcomes)).toEqual(new Set(['refused']))
})

test('a malformed input is refused with a typed error', async ({ console: { page } }) => {
  const envelope = await page.evaluate(() =>
    (
      window as unknown as { bridge: { invoke(n: string, i: unknown): Promise<unknown> } }
    ).bridge.invoke('services:start', { id: 5, extra: true }),
  )
  expect(envelope).toMatchObject({ ok: false, error: { code: 'invalid' } })
})

test('an unknown stream is refused on its port', async ({ console: { page } }) => {
  const frame = await page.evaluate(
    () =>
      new Promise<unknown>((resolve) => {
        window.addEventListener('message', (event: MessageEvent) => {
          const [port] = event.ports
          if (port === undefined) return
          port.onmessage = ({ data }) => resolve(data)
        })
        const bridge = (
          window as unknown as { bridge: { open(n: string, i: unknown, id: string): void } }
        ).bridge
        bridge.open('services:secrets', {}, 'probe')
      }),
  )
  expect(frame).toMatchObject({ type: 'end', error: { code: 'rejected' } })
})

test('addresses outside the page are not served', async ({ console: { app } }) => {
  const statuses = await app.evaluate(async ({ net }) => {
    const addresses = [
      'app://bundle/../package.json',
      'app://bundle/%2e%2e/package.json',
      'app://bundle/..%2f..%2fpackage.json',
      'app://bundle//etc/passwd',
      'app://bundle/../electron/main.js',
      'app://other/index.html',
    ]
    const answers = await Promise.all(
      addresses.map((address) => net.fetch(address).then(({ status }) => status)),
    )
    const posted = await net.fetch('app://bundle/index.html', { method: 'POST', body: 'x' })
    return [...answers, posted.status]
  })
  expect(statuses).toEqual([404, 404, 404, 404, 404, 400, 405])
})

test('a second start ends at once and leaves the first in place', async ({
  console: { app, page, dataFolder },
}) => {
  const { spawnfile, spawnargs } = app.process()
  const args = spawnargs
    .slice(1)
    .filter((argument) => !/^--(inspect|remote-debugging)/.test(argument))
  expect(args).toContain(`--user-data-dir=${dataFolder}`)
  const second = spawn(spawnfile, args, { stdio: 'ignore' })
  const [code] = await once(second, 'exit')
  expect(code).toBe(0)
  expect(await page.evaluate(() => document.documentElement.dataset['appState'])).toBe('ready')
})
