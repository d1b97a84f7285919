import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { itemIds, RunReport } from '../../shared/domain/checklist'
import { expect, test } from '../fixtures/app'
import { ask, expectAllHealthy, goTo, logIn, onFreePorts, pidOf } from '../fixtures/steps'

test.use({ launchArgs: onFreePorts })

const business = ['api.sync', 'api.matches', 'api.ai-process', 'api.chat', 'api.sync-all']

test('one click on a healthy system proves all 18, and the report is written', async ({
  console: { page },
}) => {
  await expectAllHealthy(page)
  await goTo(page, '清单')
  await page.getByRole('button', { name: '一键运行' }).click()
  const passed = page.locator('[data-item][data-verdict="pass"][data-phase="done"]')
  await expect(passed).toHaveCount(itemIds.length, { timeout: 60_000 })
  await expect(page.getByText('全部通过').first()).toBeVisible()
  const run = z.object({ report: RunReport }).parse(await ask(page, 'checklist:current')).report
  expect(run.totals).toEqual({ passed: 18, failed: 0, unproven: 0, total: 18 })
  const formats = ['json', 'md', 'html', 'pdf', 'junit', 'csv']
  const written = z
    .object({ folder: z.string(), files: z.array(z.string()) })
    .parse(await ask(page, 'runs:export', { id: run.run.id, formats }))
  expect(written.files).toHaveLength(6)
  const pdf = await readFile(path.join(written.folder, 'report.pdf'))
  expect(pdf.subarray(0, 5).toString('latin1')).toBe('%PDF-')
  expect(pdf.length).toBeGreaterThan(20_000)
  const json: unknown = JSON.parse(await readFile(path.join(written.folder, 'report.json'), 'utf8'))
  expect(RunReport.parse(json).verdict).toBe('pass')
})

test('with a service dead it is no pass, and the cause names it', async ({ console: { page } }) => {
  await expectAllHealthy(page)
  process.kill(await pidOf(page, 'resume'), 'SIGKILL')
  await goTo(page, '清单')
  await page.getByRole('button', { name: '一键运行' }).click()
  const sync = page.locator('[data-item="api.sync"]')
  await expect(sync).toHaveAttribute('data-verdict', 'fail', { timeout: 60_000 })
  await expect(page.locator('[data-item="data.talent-synced"]')).toHaveAttribute(
    'data-verdict',
    'blocked',
  )
  await expect(page.locator('[data-item="api.chat"]')).toHaveAttribute('data-verdict', 'pass')
  await sync.click()
  await expect(page.getByText(/resume 服务没有响应/).first()).toBeVisible()
})

test('a guest is denied, which is never a pass', async ({ console: { page } }) => {
  await expectAllHealthy(page)
  await logIn(page, 'testuser', 'testuser123')
  await goTo(page, '清单')
  await page.getByRole('button', { name: '一键运行' }).click()
  for (const id of business) {
    await expect(page.locator(`[data-item="${id}"]`)).toHaveAttribute('data-verdict', 'denied', {
      timeout: 60_000,
    })
  }
  await expect(page.getByText('不完整：有未证实项').first()).toBeVisible()
  const { report } = z.object({ report: RunReport }).parse(await ask(page, 'checklist:current'))
  expect(report.verdict).toBe('incomplete')
  expect(report.totals.failed).toBe(0)
  const causes = report.items.filter((item) => item.verdict === 'denied')
  expect(causes.map((item) => item.cause?.code)).toEqual(business.map(() => 'NOT_ALLOWED'))
})
