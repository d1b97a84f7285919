import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from '../fixtures/app'
import { ask, expectAllHealthy, goTo, logIn, onFreePorts } from '../fixtures/steps'

test.use({ launchArgs: onFreePorts })

test('a wrong password is explained; the right one shows who is logged in', async ({
  console: { page },
}) => {
  await expectAllHealthy(page)
  await goTo(page, '登录')
  await page.getByLabel('用户名', { exact: true }).fill('admin')
  await page.getByLabel('密码', { exact: true }).fill('not-it')
  await page.getByRole('button', { name: '登录', exact: true }).last().click()
  await expect(page.getByText('用户名或密码不对。')).toBeVisible()
  await expect(page.getByLabel('密码', { exact: true })).toHaveValue('')
  await logIn(page, 'admin', 'password')
  await expect(page.getByText('super_admin').first()).toBeVisible()
  await page.getByRole('button', { name: '退出登录' }).click()
  await expect(page.getByText('尚未登录')).toBeVisible()
})

test('a pasted token that is none is refused with a reason', async ({ console: { page } }) => {
  await expectAllHealthy(page)
  await goTo(page, '登录')
  await page.getByText('粘贴令牌', { exact: true }).click()
  await page.getByLabel('JWT 令牌').fill('not a token')
  await page.getByRole('button', { name: '使用令牌' }).click()
  await expect(page.getByText(/看起来不是 JWT|输入不合要求/).first()).toBeVisible()
})

test('neither token nor password reaches the page or the disk', async ({
  console: { page, dataFolder },
}) => {
  await expectAllHealthy(page)
  await logIn(page, 'szjason72', '@SZxym2006')
  const answers = await Promise.all([
    ask(page, 'session:get'),
    ask(page, 'services:grid'),
    ask(page, 'calls:list', { limit: 1_000 }),
    ask(page, 'settings:get'),
  ])
  const seen = JSON.stringify(answers) + (await page.content())
  expect(seen).not.toMatch(/eyJ[\w-]{10,}\.[\w-]{10,}/)
  expect(seen).not.toContain('@SZxym2006')
  for (const file of await filesIn(dataFolder)) {
    const bytes = (await readFile(file)).toString('latin1')
    expect(bytes.includes('@SZxym2006'), file).toBe(false)
    expect(/eyJ[\w-]{10,}\.eyJ[\w-]{10,}/.test(bytes), file).toBe(false)
  }
})

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
}
