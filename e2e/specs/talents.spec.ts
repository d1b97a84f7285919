import type { Page } from '@playwright/test'
import { SyncJob } from '../../shared/domain/talents'
import { expect, test } from '../fixtures/app'
import { ask, expectAllHealthy, goTo, logIn, onFreePorts } from '../fixtures/steps'

test.use({ launchArgs: onFreePorts })

const talentId = 'test_talent_123'

async function openTalent(page: Page): Promise<void> {
  await expectAllHealthy(page)
  await logIn(page, 'admin', 'password')
  await goTo(page, '人才')
  await page.getByPlaceholder('搜索姓名、职位、技能或 ID').fill(talentId)
  await page.locator(`[data-talent="${talentId}"]`).click()
}

test('a talent is found, synced, processed and matched, each with its call', async ({
  console: { page },
}) => {
  await openTalent(page)
  await page.getByRole('tab', { name: '同步' }).click()
  await page.getByRole('tabpanel').getByRole('button', { name: '同步', exact: true }).click()
  await expect(page.getByText(/resume_\d+/).first()).toBeVisible()
  await page.getByRole('tab', { name: 'AI 结果' }).click()
  await page.getByRole('button', { name: 'AI 处理', exact: true }).click()
  await expect(page.getByText('256 维')).toBeVisible()
  await page.getByRole('tab', { name: '职位匹配' }).click()
  await expect(page.getByRole('list', { name: '匹配的职位' }).getByRole('listitem')).toHaveCount(10)
  await page.getByRole('tabpanel').getByRole('button', { name: '查看调用' }).click()
  const drawer = page.getByRole('dialog', { name: '调用详情' })
  await expect(drawer).toContainText(`/api/zervigo/talents/${talentId}/matches`)
  await expect(drawer).toContainText(/authorization/i)
  await expect(drawer.getByText('复制为 curl')).toBeVisible()
})

test('chat answers in the language of the question and keeps its history', async ({
  console: { page },
}) => {
  await openTalent(page)
  await page.getByRole('tab', { name: '聊天' }).click()
  const input = page.getByRole('textbox', { name: '消息' })
  await input.fill('这位人才有哪些技能？')
  await input.press('Enter')
  const log = page.getByRole('log', { name: '与该人才相关的对话' })
  await expect(log.locator('[data-author="assistant"]')).toHaveCount(1)
  await expect(log.locator('[data-author="assistant"]').first()).toContainText(/[\u4e00-\u9fff]/)
  await input.fill('How many years of experience?')
  await input.press('Enter')
  await expect(log.locator('[data-author="assistant"]')).toHaveCount(2)
  await expect(log.locator('[data-author="assistant"]').last()).toContainText(/year/i)
  await page.reload()
  await page.waitForSelector('html[data-app-state="ready"]')
  const kept = JSON.stringify(await ask(page, 'chat:history', { id: talentId }))
  expect(kept).toContain('How many years of experience?')
})

test('a hanging chat can be cancelled', async ({ console: { page } }) => {
  await openTalent(page)
  await ask(page, 'services:fault', { id: 'ai', fault: 'hang' })
  await page.getByRole('tab', { name: '聊天' }).click()
  const input = page.getByRole('textbox', { name: '消息' })
  await input.fill('你好')
  await input.press('Enter')
  await page.getByRole('button', { name: '停止回答' }).click()
  await expect(page.getByText('已取消').first()).toBeVisible()
})

test('bulk sync shows progress, is cancelled, and retries only what is left', async ({
  console: { page },
}) => {
  await expectAllHealthy(page)
  await logIn(page, 'admin', 'password')
  await goTo(page, '人才')
  await ask(page, 'services:fault', { id: 'resume', fault: 'slow' })
  await page.getByRole('button', { name: '同步全部' }).click()
  await expect(page.getByRole('progressbar', { name: '批量同步进度' })).toBeVisible()
  await page.getByRole('button', { name: '取消同步' }).click()
  await expect.poll(async () => (await jobOf(page)).state).toBe('cancelled')
  const cancelled = await jobOf(page)
  expect(cancelled.done + cancelled.failed + cancelled.cancelled).toBe(cancelled.total)
  expect(cancelled.total).toBeGreaterThanOrEqual(200)
  await ask(page, 'services:fault', { id: 'resume', fault: 'none' })
  await page.getByRole('button', { name: '重试失败和取消的项' }).click()
  await expect.poll(async () => (await jobOf(page)).state, { timeout: 60_000 }).toBe('finished')
  const retried = await jobOf(page)
  expect(retried.total).toBe(cancelled.failed + cancelled.cancelled)
  expect(retried.done).toBe(retried.total)
})

async function jobOf(page: Page): Promise<SyncJob> {
  return SyncJob.parse(await ask(page, 'sync:get'))
}
