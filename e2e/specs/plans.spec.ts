import { spawn } from 'node:child_process'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  begin,
  chooseBoth,
  chooseProject,
  expectPlan,
  expectPortsFree,
  expectSevenHealthy,
  expectStep,
  headline,
  mark,
  planOf,
  reportOf,
  showTab,
  slow,
  stepOf,
  test,
  writeEnvs,
} from '../fixtures/plan-steps'
import { closeConsole, expect, launchConsole, test as embedded } from '../fixtures/app'
import { startedFrom } from '../fixtures/projects/copy'
import { expectAllHealthy, goTo, onFreePorts, tile } from '../fixtures/steps'
import { isPortBusy } from '../../electron/process/ports'
import { serviceIds, zervigoIds } from '../../shared/domain/services'

test('two script projects come up and go down by clicks, each with a report', async ({
  pair,
  console: running,
}) => {
  const { page } = running
  const own = `# 自己写的\nAUTH_SERVICE_PORT=${pair.ports.auth}\n`
  await writeEnvs(pair)
  await writeFile(join(pair.zervigo, '.env'), own)
  await chooseBoth(running, pair)
  const launch = /smart-startup-enhanced.*smart-shutdown/
  await chooseProject(running, { side: 'zervigo', folder: pair.zervigo, launch })
  await expect(page.getByRole('button', { name: /环境: 样例项目/ })).toBeVisible()
  await begin(page, 'bring-up')

  await expectPlan(page, 'held')
  const env = stepOf(page, 'env.zervigo')
  const diff = env.getByRole('group', { name: '要加的行' })
  await expect(diff).toContainText(`AI_SERVICE_PORT=${pair.ports.ai}`)
  await expect(diff).toContainText('JWT_SECRET=***')
  await expect(diff).not.toContainText('AUTH_SERVICE_PORT')
  expect(await readFile(join(pair.zervigo, '.env'), 'utf8')).toBe(own)
  await env.getByRole('button', { name: '写入这 3 项' }).click()

  await expectPlan(page, 'done')
  await expect(headline(page)).toHaveAttribute('data-tone', 'ok')
  await expect(headline(page)).toContainText('启动已完成，没有失败，也没有警告')
  const written = await readFile(join(pair.zervigo, '.env'), 'utf8')
  expect(written.startsWith(own)).toBe(true)
  expect(written).toContain('JWT_SECRET="sample-secret-of-the-test-project"')
  const backup = (await readdir(pair.zervigo)).find((name) => name.startsWith('.env.backup-'))
  expect(await readFile(join(pair.zervigo, backup ?? ''), 'utf8')).toBe(own)
  for (const id of serviceIds) await expectStep(page, `wait.${id}`, 'done')
  expect(await reportOf(page)).toContain('已启动，全部核实')
  await expectSevenHealthy(page)
  for (const id of serviceIds) await expect(tile(page, id)).toBeVisible()

  await begin(page, 'shutdown')
  await expectPlan(page, 'done')
  await expect(headline(page)).toContainText('关闭已完成，没有失败，也没有警告')
  await expect(stepOf(page, 'stop.zervigo')).toContainText('已用它自己的停止命令停止')
  await expectPortsFree(pair)
  expect(await startedFrom(pair.root)).toEqual([])
  expect(await reportOf(page)).toContain('全部已停止，端口已释放')
})

test('a service that does not come up holds the plan, and what is skipped is never green', async ({
  pair,
  console: running,
}) => {
  test.slow()
  const { page } = running
  await writeEnvs(pair)
  await mark(pair, 'broken', ['job'])
  const mend = await mark(pair, 'broken', ['company'])
  await chooseBoth(running, pair)
  await begin(page, 'bring-up')
  // The longest wait for one service is a minute.
  await expect(headline(page)).toHaveAttribute('data-plan', 'held', { timeout: 120_000 })
  await expect(stepOf(page, 'wait.company').locator('[data-problem]')).toContainText('company')
  await expectStep(page, 'wait.job', 'failed')
  await expectStep(page, 'start.looma', 'waiting')
  await expect(headline(page)).toHaveAttribute('data-tone', 'bad')

  await mend()
  const program = join(pair.zervigo, 'backend', 'service.py')
  const argv = [program, 'company', String(pair.ports.company)]
  const byHand = spawn('python3', argv, { stdio: 'ignore' })
  await page.getByRole('button', { name: '重试：等待 company 应答' }).click()
  await expectStep(page, 'wait.company', 'done')
  await expectPlan(page, 'held')

  await skip('wait.job', '本轮不测职位')
  await expectPlan(page, 'held')
  await expectStep(page, 'wait.looma', 'done')
  await expect(stepOf(page, 'verify').locator('[data-problem]')).toContainText('job')
  await skip('verify', '职位服务没有起来')
  await expectPlan(page, 'done')
  await expect(headline(page)).toHaveAttribute('data-tone', 'warn')
  await expect(headline(page)).toContainText('跳过了 2 步')
  const report = await reportOf(page)
  expect(report).toContain('有 2 步被人跳过、未经证实')
  expect(report).toContain('本轮不测职位')

  await begin(page, 'shutdown')
  await expectPlan(page, 'held')
  // The one that was started by hand is not ours to end.
  await expect(stepOf(page, 'stop.zervigo').locator('[data-problem]')).toContainText(
    `pid ${byHand.pid}`,
  )
  expect(await startedFrom(pair.root)).toEqual([byHand.pid])
  byHand.kill()
  await expect.poll(() => startedFrom(pair.root)).toEqual([])
  await page.getByRole('button', { name: '重试：停止 Zervigo 项目' }).click()
  await expectPlan(page, 'done')
  await expectPortsFree(pair)

  async function skip(id: string, reason: string): Promise<void> {
    const step = stepOf(page, id)
    await step.getByRole('button', { name: /^跳过/ }).click()
    await step.getByRole('textbox').fill(reason)
    await step.getByRole('button', { name: '跳过这一步' }).click()
    await expectStep(page, id, 'skipped')
  }
})

test('a start that left a service out is repeated from the step that waits for it', async ({
  pair,
  console: running,
}) => {
  const { page } = running
  await writeEnvs(pair)
  const mend = await mark(pair, 'broken', ['job'])
  await chooseBoth(running, pair)
  await begin(page, 'bring-up')
  for (const id of ['auth', 'company', 'user', 'resume', 'ai']) {
    await expectStep(page, `wait.${id}`, 'done')
  }
  const wait = stepOf(page, 'wait.job')
  await wait.getByRole('button', { name: '不再等：等待 job 应答' }).click()
  await expectStep(page, 'wait.job', 'failed')
  await expectStep(page, 'start.looma', 'waiting')

  await mend()
  await wait.getByRole('button', { name: '重新启动它等的服务：等待 job 应答' }).click()
  const form = page.getByRole('region', { name: '重新启动它等的服务：等待 job 应答' })
  await expect(form).toContainText('只结束能证明是控制台启动的')
  // Nothing ends before the question is answered.
  for (const id of ['auth', 'ai'] as const) expect(await isPortBusy(pair.ports[id])).toBe(true)
  await page.screenshot({ path: 'test-results/screens/plan-repeat.png' })
  const before = await startedFrom(pair.root)
  await form.getByRole('button', { name: '结束并重新启动' }).click()
  await expectPlan(page, 'done')
  await expect(wait).toContainText('先前的 1 次尝试')
  const after = await startedFrom(pair.root)
  expect(after.filter((pid) => before.includes(pid))).toEqual([])
  expect(await reportOf(page)).toContain('先前的尝试')

  await begin(page, 'shutdown')
  await expectPlan(page, 'done')
  await expectPortsFree(pair)
  expect(await startedFrom(pair.root)).toEqual([])
})

test('a second console finds what the first one started, and leaves it alone', async ({
  pair,
  console: first,
  launchArgs,
  dataFolder,
}) => {
  await writeEnvs(pair)
  await chooseBoth(first, pair)
  await begin(first.page, 'bring-up')
  await expectPlan(first.page, 'done')
  const before = await startedFrom(pair.root)
  const second = await launchConsole({
    dataFolder: join(dataFolder, 'of another console'),
    args: launchArgs,
  })
  try {
    const { page } = second
    await chooseBoth(second, pair)
    await begin(page, 'bring-up')
    await expectPlan(page, 'done')
    for (const side of ['zervigo', 'looma']) {
      await expectStep(page, `start.${side}`, 'skipped')
      await expect(stepOf(page, `start.${side}`)).toContainText('已在运行，不是控制台启动的')
    }
    await begin(page, 'shutdown')
    await expectPlan(page, 'done')
    await expect(stepOf(page, 'stop.zervigo')).toContainText('不是控制台启动的，未动它')
    await expect(headline(page)).toHaveAttribute('data-tone', 'warn')
  } finally {
    await closeConsole(second.app)
  }
  expect(second.complaints).toEqual([])
  expect(await startedFrom(pair.root)).toEqual(before)
  await expectSevenHealthy(first.page)
})

embedded.describe('the embedded services', () => {
  embedded.use({ launchArgs: onFreePorts })

  embedded('go down and come up again', async ({ console: { page } }) => {
    await expectAllHealthy(page)
    await begin(page, 'shutdown')
    await expectPlan(page, 'done')
    await expect(headline(page)).toHaveAttribute('data-tone', 'ok')
    await goTo(page, '服务')
    await expect(page.locator('[data-service][data-process="stopped"]')).toHaveCount(7, slow)
    expect(await reportOf(page)).toContain('全部已停止，端口已释放')

    await begin(page, 'bring-up')
    await expectPlan(page, 'done')
    const { steps } = await planOf(page)
    expect(steps.filter(({ state }) => state !== 'done').map(({ id }) => id)).toEqual([])
    for (const id of zervigoIds) await expectStep(page, `start.${id}`, 'done')
    await expect(headline(page)).toHaveAttribute('data-tone', 'ok')
    await goTo(page, '服务')
    await expectAllHealthy(page)
    await showTab(page, '项目与脚本')
    await expect(page.getByText('内置环境不需要项目文件夹')).toBeVisible()
  })
})
