import { appendFileSync, renameSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { SavedLogs } from '../../shared/domain/logs'
import { expect, test } from '../fixtures/app'
import { ask, expectAllHealthy, goTo, logIn, onFreePorts } from '../fixtures/steps'

const correlated = z.object({ correlationId: z.string().min(8) })
const listed = z.array(z.object({ id: z.string(), operation: z.string() }))

test.describe('the embedded stack', () => {
  test.use({ launchArgs: onFreePorts })

  test('all services in one stream, narrowed by service, level and search', async ({
    console: { page },
  }) => {
    await expectAllHealthy(page)
    await goTo(page, '日志')
    const log = page.getByRole('log')
    await expect(log.getByText(/GET \/health/).first()).toBeVisible()
    const others = page.getByRole('group', { name: '显示哪些服务' }).getByRole('button')
    await expect(others).toHaveCount(7)
    for (const id of ['looma', 'ai', 'resume', 'job', 'company', 'user']) {
      await others.filter({ hasText: new RegExp(`${id}$`) }).click()
    }
    await expect(log.locator('[data-index]').first()).toContainText('auth')
    await expect(log.getByText('job', { exact: true })).toHaveCount(0)
    await page.getByRole('searchbox', { name: '在日志中查找' }).fill('health')
    await expect(log.locator('mark').first()).toHaveText('health')
    await page.getByRole('button', { name: '正则表达式' }).click()
    await page.getByRole('searchbox', { name: '在日志中查找' }).fill('(')
    await expect(page.getByText(/正则表达式有误/)).toBeVisible()
  })

  test('a call leads to its lines in the services', async ({ console: { page } }) => {
    await expectAllHealthy(page)
    await logIn(page, 'admin', 'password')
    await ask(page, 'talents:sync', { id: 'test_talent_123' })
    const calls = listed.parse(await ask(page, 'calls:list', { limit: 50 }))
    const sync = calls.find(({ operation }) => operation === 'talent.sync')
    const { correlationId } = correlated.parse(await ask(page, 'calls:get', { id: sync?.id }))
    await goTo(page, '调用')
    await page
      .getByRole('row', { name: /test_talent_123/ })
      .first()
      .click()
    await page.getByRole('button', { name: '在日志中查找' }).click()
    await expect(page.getByRole('textbox', { name: /请求 ID/ })).toHaveValue(correlationId)
    const rows = page.getByRole('log').locator('[data-index]')
    await expect(rows.first()).toContainText(correlationId)
    await expect(rows.filter({ hasText: 'looma' }).first()).toBeVisible()
  })

  test('saving writes every line on disk, and no token', async ({ console: running }) => {
    const { page, dataFolder } = running
    await expectAllHealthy(page)
    await logIn(page, 'admin', 'password')
    await goTo(page, '日志')
    await page.getByRole('button', { name: '保存全部日志' }).click()
    await expect(page.getByText(/已保存 .* 行/)).toBeVisible()
    const saved = SavedLogs.parse(await ask(page, 'logs:save', { services: ['auth', 'looma'] }))
    expect(saved.folder).toBe(path.join(dataFolder, 'logs-export'))
    const text = await readFile(path.join(saved.folder, saved.file), 'utf8')
    expect(text).toMatch(/ auth .*POST/)
    expect(text).not.toMatch(/eyJ[\w-]{10,}/)
  })
})

test.describe('a log file of somebody else', () => {
  test('is followed through its rotation', async ({ dataFolder, console: running }) => {
    const { page } = running
    const file = path.join(dataFolder, 'job.log')
    const at = (port: number) => ({ url: `http://127.0.0.1:${port}` })
    const profile = {
      ...{ id: 'foreign', name: '外部日志', looma: at(41_001) },
      zervigo: {
        ...{ auth: at(41_002), ai: at(41_003), resume: at(41_004) },
        ...{ job: at(41_005), company: at(41_006), user: at(41_007) },
      },
      processes: { job: { cwd: dataFolder, start: ['true'], log: 'job.log' } },
    }
    await ask(page, 'profiles:import', { text: JSON.stringify(profile), name: 'foreign.json' })
    await ask(page, 'profiles:use', { id: 'foreign' })
    await goTo(page, '日志')
    await expect(page.getByText(/日志文件还不存在/)).toBeVisible()
    const log = page.getByRole('log')
    writeFileSync(file, 'INFO first line\n')
    await expect(log.getByText('INFO first line')).toBeVisible()
    appendFileSync(file, 'WARN last before rotation\n')
    renameSync(file, `${file}.1`)
    writeFileSync(file, 'ERROR first after rotation password=hunter22\n')
    await expect(log.getByText('WARN last before rotation')).toBeVisible()
    await expect(log.getByText(/ERROR first after rotation password=\*\*\*/)).toBeVisible()
  })
})
