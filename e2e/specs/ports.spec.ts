import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import type { Locator, Page } from '@playwright/test'
import { PortTable } from '../../shared/domain/ports'
import { expect, test, type Console } from '../fixtures/app'
import { ask, expectAllHealthy, goTo, onFreePorts } from '../fixtures/steps'

test.use({ launchArgs: onFreePorts })

const holders: ChildProcess[] = []
test.afterEach(() => {
  for (const holder of holders.splice(0)) holder.kill('SIGKILL')
})

/** A stranger on a port that a plan claims, and which none of the embedded services uses. */
async function startStranger(): Promise<{ pid: number; port: number; child: ChildProcess }> {
  for (const port of [8613, 8612, 8611, 8606, 8605]) {
    const code = `require('net').createServer().once('error', () => process.exit(1)).listen(${port}, '127.0.0.1', () => console.log('up'))`
    const child = spawn('node', ['-e', code, '--', '--password', 'geheim'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const first = await Promise.race([
      once(child.stdout, 'data').then(() => 'up'),
      once(child, 'exit').then(() => 'taken'),
    ])
    if (first === 'taken') continue
    holders.push(child)
    return { pid: child.pid ?? -1, port, child }
  }
  throw new Error('every port of the list is taken')
}

/** Shows one port alone, for a long list draws only what is in view. */
async function find(page: Page, port: number): Promise<Locator> {
  await goTo(page, '端口')
  await page.getByRole('searchbox').fill(String(port))
  return rowOf(page, port)
}

const rowOf = (page: Page, port: number) => page.locator(`[data-port="${port}"]`)

/** The windows that main has open besides the console's own. */
async function questionTitle({ app }: Console): Promise<string | null> {
  return app.evaluate(({ BrowserWindow }) => {
    const found = BrowserWindow.getAllWindows().find((one) => one.getParentWindow() !== null)
    return found === undefined || found.webContents.isLoading() ? null : found.getTitle()
  })
}

/** Types into the window of the question; it runs no scripts, so nothing inside it can help. */
async function answer({ app }: Console, name: string): Promise<void> {
  await app.evaluate(async ({ BrowserWindow }, text) => {
    const found = BrowserWindow.getAllWindows().find((one) => one.getParentWindow() !== null)
    if (found === undefined) throw new Error('no question is open')
    found.focus()
    found.webContents.focus()
    await found.webContents.insertText(text)
    for (const type of ['keyDown', 'char', 'keyUp'] as const) {
      found.webContents.sendInputEvent({ type, keyCode: 'Enter' })
    }
  }, name)
}

test('the embedded services are the console’s own, with their parents', async ({
  console: { page },
}) => {
  await expectAllHealthy(page)
  await goTo(page, '端口')
  await expect(page.getByRole('heading', { level: 1, name: '端口' })).toBeVisible()
  await expect(page.locator('[data-use="ours"]')).toHaveCount(7)
  const { rows } = PortTable.parse(await ask(page, 'ports:list'))
  const auth = rows.find(({ wants }) => wants.some(({ service }) => service === 'auth'))
  expect(auth?.holders[0]).toMatchObject({ isOurs: true, service: 'auth' })
  await rowOf(page, auth?.port ?? 0).click()
  await expect(page.getByRole('dialog').getByText('停止认证服务')).toBeVisible()
})

test('a stranger is named, and ends only after its name was typed', async ({
  console: running,
}) => {
  const { page } = running
  await expectAllHealthy(page)
  const { pid, port, child } = await startStranger()
  const row = await find(page, port)
  await expect(row).toHaveAttribute('data-use', 'unexpected')
  await row.click()
  const detail = page.getByRole('dialog')
  await expect(detail.getByText(`node（pid ${pid}`, { exact: false }).first()).toBeVisible()
  expect(await page.content()).not.toContain('geheim')

  await detail.getByRole('button', { name: `停止 node（PID ${pid}）…` }).click()
  await expect.poll(() => questionTitle(running)).toContain('Stop a foreign process')
  await answer(running, 'Node')
  await expect.poll(() => questionTitle(running)).toContain('Not the program’s name')
  expect(child.exitCode ?? child.signalCode).toBeNull()
  const gone = once(child, 'exit')
  await answer(running, 'node')
  await gone
  expect(child.signalCode).toBe('SIGTERM')
  await expect(detail.getByRole('status')).toHaveAttribute('data-outcome', 'stopped')
  await expect(row).toHaveAttribute('data-use', 'free')
})

test('closing the question stops nothing', async ({ console: running }) => {
  const { page, app } = running
  await expectAllHealthy(page)
  const { port, child } = await startStranger()
  await (await find(page, port)).click()
  const detail = page.getByRole('dialog')
  await detail.getByRole('button', { name: /停止 node/ }).click()
  await expect.poll(() => questionTitle(running)).not.toBeNull()
  const safety = await app.evaluate(({ BrowserWindow }) => {
    const found = BrowserWindow.getAllWindows().find((one) => one.getParentWindow() !== null)
    const contents = found?.webContents as unknown as {
      getLastWebPreferences(): Record<string, unknown>
    }
    const { sandbox, javascript, preload, nodeIntegration } = contents.getLastWebPreferences()
    found?.close()
    return { sandbox, javascript, hasPreload: preload !== undefined, nodeIntegration }
  })
  expect(safety).toEqual({
    ...{ sandbox: true, javascript: false, hasPreload: false, nodeIntegration: false },
  })
  await expect(detail.getByRole('status')).toHaveAttribute('data-outcome', 'declined')
  expect(child.exitCode ?? child.signalCode).toBeNull()
})
