import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { closeConsole, expect, launchConsole, test } from '../fixtures/app'
import { ask, expectAllHealthy, goTo, onFreePorts } from '../fixtures/steps'

test.describe('one console', () => {
  test.use({ launchArgs: onFreePorts })

  test('a second start wakes the first one and ends', async ({ console: { app, dataFolder } }) => {
    const { executable, args } = await app.evaluate(({ app: program }) => ({
      executable: program.getPath('exe'),
      args: process.argv.slice(1).filter((word) => !word.startsWith('--inspect')),
    }))
    expect(args.join(' ')).toContain(dataFolder)
    const second = spawn(executable, args, { stdio: 'ignore' })
    const [code] = (await once(second, 'exit')) as [number | null]
    expect(code).toBe(0)
    expect(app.windows()).toHaveLength(1)
  })

  test('language and theme change everything at once', async ({ console: { page } }) => {
    await expectAllHealthy(page)
    await expect(page.getByRole('heading', { name: '服务', exact: true })).toBeVisible()
    await ask(page, 'settings:update', { language: 'en', theme: 'dark' })
    await expect(page.getByRole('navigation', { name: 'Main navigation' })).toBeVisible()
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark')
    const left = await page.evaluate(() => document.body.innerText)
    expect(left).not.toMatch(/[\u4e00-\u9fff]/)
  })
})

test('window size, language and theme outlive the window', async ({ dataFolder }) => {
  const first = await launchConsole({ dataFolder, args: onFreePorts })
  await ask(first.page, 'settings:update', { language: 'en', theme: 'dark' })
  await first.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.setBounds({ x: 20, y: 20, width: 1100, height: 760 }),
  )
  await closeConsole(first.app)
  const second = await launchConsole({ dataFolder, args: onFreePorts })
  try {
    const bounds = await second.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.getBounds(),
    )
    expect(bounds).toMatchObject({ width: 1100, height: 760 })
    await expect(second.page.locator('html')).toHaveAttribute('lang', 'en')
  } finally {
    await closeConsole(second.app)
  }
})

test('a database that is none is set aside, and the console says so', async ({ dataFolder }) => {
  await writeFile(path.join(dataFolder, 'console.db'), 'this is no database at all\n'.repeat(200))
  const running = await launchConsole({ dataFolder, args: onFreePorts })
  try {
    await goTo(running.page, '设置')
    await expect(running.page.getByText(/console\.db\.corrupt-/).first()).toBeVisible()
    expect((await readdir(dataFolder)).some((name) => name.includes('.corrupt-'))).toBe(true)
  } finally {
    await closeConsole(running.app)
  }
})

test('the services end with the console', async ({ dataFolder }) => {
  const running = await launchConsole({ dataFolder, args: onFreePorts })
  await expectAllHealthy(running.page)
  const grid = (await ask(running.page, 'services:grid')) as {
    services: { process: { pid: number | null } }[]
  }
  const pids = grid.services.flatMap(({ process: { pid } }) => (pid === null ? [] : [pid]))
  expect(pids).toHaveLength(7)
  await closeConsole(running.app)
  for (const pid of pids) {
    await expect.poll(() => isAlive(pid), { message: `pid ${pid}` }).toBe(false)
  }
})

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
