import { createServer } from 'node:net'
import { once } from 'node:events'
import { closeConsole, expect, launchConsole, test } from '../fixtures/app'
import { ask, expectAllHealthy, gridOf, onFreePorts, pidOf, tile } from '../fixtures/steps'

test.describe('on free ports', () => {
  test.use({ launchArgs: onFreePorts })

  test('the embedded stack starts by itself and the grid turns green', async ({
    console: { page },
  }) => {
    await expectAllHealthy(page)
    await expect(page.getByText('7/7 健康').first()).toBeVisible()
    const { stack } = await gridOf(page)
    expect(stack).toEqual({ state: 'running', conflicts: [], freePorts: true })
  })

  test('a killed service shows at once, and starting it again recovers', async ({
    console: { page },
  }) => {
    await expectAllHealthy(page)
    process.kill(await pidOf(page, 'resume'), 'SIGKILL')
    const resume = tile(page, 'resume')
    await expect(resume).toHaveAttribute('data-process', 'failed')
    await expect(resume).toHaveAttribute('data-health', 'unreachable')
    await expect(page.getByText('6/7 健康').first()).toBeVisible()
    await page.getByRole('button', { name: '启动 简历服务' }).click()
    await expectAllHealthy(page)
    await page.getByText('故障记录').click()
    await expect(page.getByRole('row', { name: /简历服务/ }).first()).toBeVisible()
  })

  test('stop asks first, frees the process and leaves the rest alone', async ({
    console: { page },
  }) => {
    await expectAllHealthy(page)
    const pid = await pidOf(page, 'company')
    await page.getByRole('button', { name: '停止 公司服务' }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog.getByText('停止公司服务？')).toBeVisible()
    await dialog.getByRole('button', { name: '停止' }).click()
    await expect(tile(page, 'company')).toHaveAttribute('data-process', 'stopped')
    // The tile tells the exit at once; the system may take a moment to forget the process.
    await expect.poll(() => isAlive(pid)).toBe(false)
    await expect(tile(page, 'auth')).toHaveAttribute('data-health', 'healthy')
  })

  test('the log of a service follows what it writes', async ({ console: { page } }) => {
    await expectAllHealthy(page)
    await tile(page, 'auth').getByRole('button', { name: '日志 认证服务' }).click()
    const log = page.getByRole('dialog', { name: /认证服务/ })
    await expect(log.getByText(/GET \/health/).first()).toBeVisible()
  })

  test('a planted fault is seen, and taken back', async ({ console: { page } }) => {
    await expectAllHealthy(page)
    await ask(page, 'services:fault', { id: 'job', fault: 'error' })
    const healthAfterProbe = async () => {
      await ask(page, 'services:probe')
      return tile(page, 'job').getAttribute('data-health')
    }
    await expect.poll(healthAfterProbe).toBe('failing')
    await ask(page, 'services:fault', { id: 'job', fault: 'none' })
    await expect.poll(healthAfterProbe).toBe('healthy')
  })
})

test('a taken port is named with its owner, and free ports help', async ({ dataFolder }) => {
  const squatter = createServer()
  squatter.listen(8082, '127.0.0.1')
  await once(squatter, 'listening')
  const running = await launchConsole({ dataFolder })
  try {
    const { page } = running
    const banner = page.getByRole('status', { name: '内置环境' })
    await expect(banner).toHaveAttribute('data-state', 'blocked')
    const row = banner.getByRole('row', { name: /8082/ })
    await expect(row).toContainText(String(process.pid))
    await page.getByRole('button', { name: '改用空闲端口' }).click()
    await expectAllHealthy(page)
  } finally {
    await closeConsole(running.app)
    squatter.close()
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
