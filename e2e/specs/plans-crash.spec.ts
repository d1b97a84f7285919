import { closeConsole, expect, launchConsole, type Console } from '../fixtures/app'
import {
  begin,
  chooseProject,
  expectPlan,
  expectPortsFree,
  expectSevenHealthy,
  expectStep,
  headline,
  killConsole,
  mark,
  planOf,
  reportOf,
  showTab,
  slow,
  stepOf,
  test as base,
  writeEnvs,
  zervigoScript,
} from '../fixtures/plan-steps'
import { startedFrom, type ProjectPair } from '../fixtures/projects/copy'
import type { Page } from '@playwright/test'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { serviceIds, zervigoIds } from '../../shared/domain/services'

/** Consoles on one data folder, one after another; the first ones are killed. */
const test = base.extend<{ open: () => Promise<Console> }>({
  open: async ({ dataFolder, launchArgs }, use) => {
    const opened: Console[] = []
    await use(async () => {
      const next = await launchConsole({ dataFolder, args: launchArgs })
      opened.push(next)
      return next
    })
    // The others were killed.
    const last = opened.at(-1)
    if (last !== undefined) await closeConsole(last.app)
    expect(opened.flatMap(({ complaints }) => complaints)).toEqual([])
  },
})

async function choose(console: Console, pair: ProjectPair): Promise<void> {
  await chooseProject(console, { side: 'zervigo', folder: pair.zervigo, launch: zervigoScript })
  // In the background by a script of its own, as most people start it.
  await chooseProject(console, { side: 'looma', folder: pair.looma, launch: /quick_start/ })
}

/** Opens the next console, which has to say in the middle of which step the last one ended. */
async function reopened(open: () => Promise<Console>, step: string): Promise<Page> {
  const { page } = await open()
  await showTab(page, '启动与关闭')
  await expectPlan(page, 'interrupted')
  await expect(page.getByRole('region', { name: '控制台在这个计划的半途结束了' })).toBeVisible()
  await expect(stepOf(page, step)).toContainText('控制台在这一步中途结束')
  return page
}

async function goOn(page: Page): Promise<void> {
  await page.getByRole('button', { name: '继续启动' }).click()
  await expectPlan(page, 'done')
  await expect(headline(page)).toHaveAttribute('data-tone', 'ok')
  expect(await reportOf(page)).toContain('已启动，全部核实')
  await expectSevenHealthy(page)
}

async function shutDown(page: Page, pair: ProjectPair): Promise<void> {
  await begin(page, 'shutdown')
  await expectGone(page, pair)
}

async function expectGone(page: Page, pair: ProjectPair): Promise<void> {
  await expectPlan(page, 'done')
  await expect(headline(page)).toContainText('关闭已完成')
  expect(await startedFrom(pair.root)).toEqual([])
  await expectPortsFree(pair)
}

test('killed while Zervigo starts: the script is taken over while it still runs', async ({
  pair,
  open,
}) => {
  await writeEnvs(pair)
  const letGo = await mark(pair, 'slow', zervigoIds)
  const first = await open()
  await choose(first, pair)
  await begin(first.page, 'bring-up')
  await expectStep(first.page, 'start.zervigo', 'running')
  // Its script and the six.
  await expect.poll(async () => (await startedFrom(pair.root)).length, slow).toBeGreaterThan(6)
  await killConsole(first)

  const page = await reopened(open, 'start.zervigo')
  const banner = page.getByRole('region', { name: '控制台在这个计划的半途结束了' })
  await expect(banner).toContainText('zervigo 仍在运行')
  await expect(banner).toContainText('接管')
  await letGo()
  await goOn(page)
  expect(await startedFrom(pair.root)).toHaveLength(7)
  await shutDown(page, pair)
})

test('killed during a wait: what the script left is found after the script has gone, and cleared', async ({
  pair,
  open,
}) => {
  await writeEnvs(pair)
  const letGo = await mark(pair, 'slow', ['company'])
  const first = await open()
  await choose(first, pair)
  await begin(first.page, 'bring-up')
  await expectStep(first.page, 'wait.auth', 'done')
  await expectStep(first.page, 'start.zervigo', 'done')
  await expectStep(first.page, 'wait.company', 'running')
  await killConsole(first)
  await letGo()
  // Six services alone: the script that started them has ended.
  await expect.poll(async () => (await startedFrom(pair.root)).length, slow).toBe(6)

  const page = await reopened(open, 'wait.company')
  await expect(page.getByText('zervigo 仍在运行')).toBeVisible()
  await page.getByRole('button', { name: '清理（关闭我们启动的）' }).click()
  await expectPlan(page, 'ready')
  await page.getByRole('button', { name: '开始关闭' }).click()
  await expectGone(page, pair)
})

test('killed while a person is asked about the .env, and again while Looma starts', async ({
  pair,
  open,
}) => {
  await writeEnvs(pair)
  await writeFile(join(pair.zervigo, '.env'), '# 空的\n')
  const first = await open()
  await choose(first, pair)
  await begin(first.page, 'bring-up')
  await expectPlan(first.page, 'held')
  await killConsole(first)

  const second = await open()
  await showTab(second.page, '启动与关闭')
  await expectPlan(second.page, 'interrupted')
  await expect(second.page.getByText('没有发现控制台留下的进程')).toBeVisible()
  const letGo = await mark(pair, 'slow', ['looma'])
  await second.page.getByRole('button', { name: '继续启动' }).click()
  await expectPlan(second.page, 'held')
  await stepOf(second.page, 'env.zervigo').getByRole('button', { name: /^写入/ }).click()
  await expectStep(second.page, 'start.looma', 'running')
  // The six services, Looma's start script and Looma itself.
  await expect
    .poll(async () => (await startedFrom(pair.root)).length, slow)
    .toBeGreaterThanOrEqual(8)
  await killConsole(second)

  await letGo()
  const page = await reopened(open, 'start.looma')
  await expect(page.getByText('looma 仍在运行')).toBeVisible()
  await goOn(page)
  const { steps } = await planOf(page)
  for (const id of serviceIds) expect(steps.find((step) => step.id === `wait.${id}`)).toBeTruthy()
  await shutDown(page, pair)
})
