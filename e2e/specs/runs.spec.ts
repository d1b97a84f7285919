import { copyFile, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Page } from '@playwright/test'
import { z } from 'zod'
import { RunReport } from '../../shared/domain/checklist'
import { OpenedBundle } from '../../shared/domain/evidence'
import { makeZip } from '../../electron/evidence/test-zip'
import { unpack } from '../../electron/evidence/unpack'
import { expect, test, type Console } from '../fixtures/app'
import { ask, expectAllHealthy, goTo, onFreePorts, pidOf, tile } from '../fixtures/steps'

test.use({ launchArgs: onFreePorts })

const screens = path.resolve(import.meta.dirname, '../../test-results/screens')
const shot = (page: Page, name: string) =>
  page.screenshot({ path: path.join(screens, `life-${name}.png`) })

async function currentRun(page: Page): Promise<RunReport> {
  const current = await ask(page, 'checklist:current')
  return z.object({ report: RunReport }).parse(current).report
}

/** Runs the checklist as the button does and waits for its end. */
async function runChecklist(page: Page): Promise<RunReport> {
  await goTo(page, '清单')
  await page.getByRole('button', { name: '一键运行' }).click()
  await expect(page.getByRole('button', { name: '取消运行' })).toBeVisible()
  await expect(page.getByRole('button', { name: '一键运行' })).toBeVisible({ timeout: 60_000 })
  return currentRun(page)
}

async function killResume(page: Page): Promise<void> {
  process.kill(await pidOf(page, 'resume'), 'SIGKILL')
  await goTo(page, '服务')
  await expect(tile(page, 'resume')).toHaveAttribute('data-health', 'unreachable')
}

test('a failed run is tried again, and two runs are compared', async ({ console: { page } }) => {
  await expectAllHealthy(page)
  await killResume(page)
  const failed = await runChecklist(page)
  expect(failed.verdict).toBe('fail')
  expect(failed.rootCauses[0]?.cause.reason).toBe('NOT_RUNNING')
  await page.locator('[data-item="api.sync"]').click()
  await shot(page, 'failed')

  // The first root cause offers the start of what is down.
  await page.getByRole('button', { name: '启动简历服务' }).first().click()
  await expect(tile(page, 'resume')).toHaveCount(0)
  await goTo(page, '服务')
  await expect(tile(page, 'resume')).toHaveAttribute('data-health', 'healthy', { timeout: 45_000 })
  await goTo(page, '清单')
  await page.getByRole('button', { name: '重跑未通过项' }).click()
  await expect(page.getByText('全部通过').first()).toBeVisible({ timeout: 60_000 })
  const again = await currentRun(page)
  expect(again.run.id).toBe(failed.run.id)
  expect(again.run.attempts).toHaveLength(2)
  const sync = again.items.find(({ id }) => id === 'api.sync')
  expect(sync).toMatchObject({ verdict: 'pass', flaky: true, attempt: 2 })
  expect(sync?.earlier[0]).toMatchObject({ attempt: 1, verdict: 'fail' })
  await shot(page, 'rerun')

  await killResume(page)
  await runChecklist(page)
  await goTo(page, '历史')
  const rows = page.locator('[data-run]')
  await expect(rows).toHaveCount(2)
  for (const index of [0, 1]) await rows.nth(index).getByRole('checkbox').check()
  await page.getByRole('button', { name: '对比', exact: true }).click()
  const newly = page.locator('[data-change="newly-failing"]')
  await expect(newly.locator('[data-item="api.sync"]')).toBeVisible()
  await shot(page, 'compare')
})

test('a person judges, notes, attaches and signs; a signed run is sealed', async ({
  console: { page },
}) => {
  await expectAllHealthy(page)
  await ask(page, 'checklist:start', { skip: { 'data.chat': '聊天由人检查' }, tester: '王小明' })
  await goTo(page, '清单')
  await expect(page.locator('[data-item="data.chat"]')).toHaveAttribute('data-verdict', 'skipped', {
    timeout: 60_000,
  })
  await expect(page.getByText('门禁未打开')).toBeVisible()
  await page.locator('[data-item="data.chat"]').click()
  await page.getByRole('button', { name: '记录人工结论' }).click()
  const manual = page.getByRole('region', { name: '人工结论' })
  await manual.getByLabel('依据').fill('<b>问了三个问题</b>，回答都与人才有关')
  await manual.getByLabel('姓名').fill('王小明')
  await manual.getByRole('button', { name: '保存' }).click()
  await expect(page.getByText('人工：通过').first()).toBeVisible()
  // What was not observed stays unproven, whatever a person says.
  const judged = await currentRun(page)
  expect(judged.totals).toEqual({ passed: 17, failed: 0, unproven: 1, total: 18 })
  expect(judged.gate?.isOpen).toBe(true)
  await expect(page.getByText('门禁打开').first()).toBeVisible()
  await shot(page, 'manual')

  await page.getByRole('tab', { name: '记录' }).click()
  await page.getByLabel('新备注').fill('回归前的一次确认')
  await page.getByRole('button', { name: '添加备注' }).click()
  await expect(page.getByText('回归前的一次确认')).toBeVisible()
  await page.locator('input[type="file"]').setInputFiles({
    ...{ name: '截图.txt', mimeType: 'text/plain' },
    buffer: Buffer.from('第三个问题的回答'),
  })
  await expect(page.getByText('截图.txt')).toBeVisible()
  await page.getByLabel('声明').fill('本次联调结果可以用于发布')
  await page.getByRole('button', { name: '签署并封存' }).click()
  await expect(page.getByText('已签署').first()).toBeVisible()
  await shot(page, 'signed')
  const signed = await currentRun(page)
  expect(signed.signOffs).toHaveLength(1)
  const refused = ask(page, 'runs:note', { id: signed.run.id, itemId: null, text: 'x', name: 'y' })
  await expect(refused).rejects.toThrow(/signed/)

  await page.getByRole('button', { name: '撤回签署' }).click()
  await page.getByLabel('撤回原因').fill('发现遗漏')
  await page.getByRole('button', { name: '撤回签署' }).last().click()
  await expect
    .poll(async () => (await currentRun(page)).signOffs[0]?.withdrawn?.reason)
    .toBe('发现遗漏')
})

test('an evidence bundle makes the round trip, and an altered one says so', async ({
  console: running,
}) => {
  const { page, dataFolder } = running
  await expectAllHealthy(page)
  await killResume(page)
  const run = await runChecklist(page)
  await page.getByRole('button', { name: '导出报告' }).click()
  await page.getByRole('menuitem', { name: '证据包 (zip)' }).click()
  await expect(page.getByRole('dialog')).toContainText('looma-evidence-')
  await page.keyboard.press('Escape')
  const { folder, file } = z
    .object({ folder: z.string(), file: z.string() })
    .parse(await ask(page, 'bundles:export', { id: run.run.id }))
  const zip = await readFile(path.join(folder, file))

  const copy = path.join(dataFolder, 'copy.zip')
  await copyFile(path.join(folder, file), copy)
  const opened = await chooseBundle(running, copy)
  expect(opened.check).toMatchObject({ state: 'intact', problems: [] })
  expect(opened.report.totals).toEqual(run.totals)
  expect(opened.evidence?.logs.map(({ service }) => service)).toContain('resume')
  await page
    .locator(`[data-bundle="${opened.id}"]`)
    .getByRole('button', { name: '在清单中查看' })
    .click()
  await expect(page.locator('[data-check="intact"]')).toBeVisible()
  await expect(page.locator('[data-item="api.sync"]')).toHaveAttribute('data-verdict', 'fail')
  await expect(page.getByRole('button', { name: '重跑未通过项' })).toHaveAttribute(
    'data-disabled',
    'true',
  )
  await shot(page, 'bundle')
  await goTo(page, '历史')
  await page.locator(`[data-bundle="${opened.id}"]`).getByRole('button', { name: /证据$/ }).click()
  await expect(page.locator('[data-track="resume"]')).toBeVisible()
  await shot(page, 'evidence')

  // One changed word inside the bundle is named, file by file.
  const altered = path.join(dataFolder, 'altered.zip')
  await writeFile(altered, await withChangedFile(zip, 'README.txt'))
  await goTo(page, '历史')
  await page.getByRole('button', { name: '返回历史' }).click()
  await page.getByRole('button', { name: '关闭 copy.zip' }).click()
  await expect(page.locator('[data-bundle]')).toHaveCount(0)
  const found = await chooseBundle(running, altered)
  expect(found.check).toMatchObject({
    state: 'altered',
    problems: [{ path: 'README.txt', problem: 'altered' }],
  })
  await expect(page.getByText('已被改动').first()).toBeVisible()
  await shot(page, 'altered')

  const broken = path.join(dataFolder, 'broken.zip')
  await writeFile(broken, Buffer.from('PK no zip at all'))
  await goTo(page, '历史')
  await running.app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] })
  }, broken)
  await expect(ask(page, 'bundles:choose')).rejects.toThrow(/not-zip/)
})

/** The same archive with one file changed. */
async function withChangedFile(zip: Buffer, name: string): Promise<Buffer> {
  const files = await unpack(zip)
  const entries = [...files].flatMap(([file, content]) =>
    content === null ? [] : [{ name: file, content: file === name ? 'x' : content }],
  )
  return makeZip(entries)
}

async function chooseBundle({ app, page }: Console, file: string): Promise<OpenedBundle> {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] })
  }, file)
  await goTo(page, '历史')
  await page.getByRole('button', { name: '打开证据包' }).click()
  await expect(page.locator('[data-bundle]')).toHaveCount(1)
  const [opened] = z.array(OpenedBundle).parse(await ask(page, 'bundles:list'))
  if (opened === undefined) throw new Error('no bundle was opened')
  return opened
}

test('every role is held to what it may do, and answers to their contract', async ({
  console: { page },
}) => {
  await expectAllHealthy(page)
  await goTo(page, '权限')
  await page.getByRole('button', { name: '设置账号与期望' }).click()
  await shot(page, 'matrix-setup')
  await page.getByRole('button', { name: '运行矩阵', exact: true }).click()
  await page.getByRole('button', { name: '运行矩阵（会写入）' }).click()
  const passed = page.locator('[data-cell][data-verdict="pass"]')
  await expect(passed).toHaveCount(15, { timeout: 60_000 })
  await expect(page.locator('[data-cell="testuser sync"]')).toContainText('按预期被拒绝')
  await expect(page.locator('[data-cell][data-verdict="fail"]')).toHaveCount(0)
  await shot(page, 'matrix')

  await runChecklist(page)
  await goTo(page, '契约')
  const row = page.locator('[data-operation="talent.sync"]')
  await expect(row).toHaveAttribute('data-state', 'unknown')
  await row.click()
  await page.getByLabel('姓名').fill('李雷')
  await page.getByLabel('说明').fill('与指南的描述一致')
  await page.getByRole('button', { name: '接受', exact: true }).click()
  await expect(row).toHaveAttribute('data-state', 'same')
  await shot(page, 'contracts')
})
