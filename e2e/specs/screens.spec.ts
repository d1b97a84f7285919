import path from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test, type Console } from '../fixtures/app'
import { ask, expectAllHealthy, logIn, onFreePorts } from '../fixtures/steps'

test.use({ launchArgs: onFreePorts })

// Every screen is photographed and searched by axe, which takes a busy machine minutes.
test.setTimeout(300_000)

const looks = [
  { language: 'zh-CN', theme: 'light', width: 1280, height: 800 },
  { language: 'zh-CN', theme: 'dark', width: 1000, height: 700 },
  { language: 'en', theme: 'light', width: 1000, height: 700 },
  { language: 'en', theme: 'dark', width: 1280, height: 800 },
] as const

const screens = [
  ['services', '1'],
  ['plans', 'b'],
  ['session', '2'],
  ['talents', '3'],
  ['checklist', '4'],
  ['runs', '5'],
  ['permissions', '6'],
  ['contracts', '7'],
  ['calls', '8'],
  ['ports', '9'],
  ['logs', '0'],
  ['settings', ','],
] as const
const folder = path.resolve(import.meta.dirname, '../../test-results/screens')

for (const look of looks) {
  const name = `${look.language} ${look.theme} ${look.width}x${look.height}`
  test(`every screen is whole and accessible: ${name}`, async ({ console: running }) => {
    const { page } = running
    await expectAllHealthy(page)
    await logIn(page, 'admin', 'password')
    await prepare(page)
    await dress(running, look)
    for (const [screen, key] of screens) {
      await page.keyboard.press(`Control+${key}`)
      if (screen === 'talents') await page.locator('[data-talent]').first().click()
      await expect(page.locator('main h1').first()).toBeVisible()
      await page.mouse.move(0, 0)
      await settled(page)
      const file = `${screen}-${look.language}-${look.theme}-${look.width}.png`
      await page.screenshot({ path: path.join(folder, file) })
      await expectWhole(page)
      await expectAccessible(page, screen)
    }
  })
}

/** Something to look at: calls, an AI result, a conversation and a finished run. */
async function prepare(page: Page): Promise<void> {
  const id = 'test_talent_123'
  await ask(page, 'talents:sync', { id })
  await ask(page, 'talents:process', { id })
  await ask(page, 'chat:send', { id, text: '这位人才有哪些技能？' })
  await ask(page, 'checklist:start', {})
  await expect
    .poll(async () => JSON.stringify(await ask(page, 'checklist:current')), { timeout: 60_000 })
    .toContain('"state":"finished"')
}

async function dress({ app, page }: Console, look: (typeof looks)[number]): Promise<void> {
  const { language, theme, width, height } = look
  await ask(page, 'settings:update', { language, theme })
  await app.evaluate(
    ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(...size),
    [width, height] as [number, number],
  )
  await expect(page.locator('html')).toHaveAttribute('lang', language)
  await expect.poll(() => page.evaluate(() => window.innerWidth)).toBe(width)
}

/** No transition is running any more. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(() =>
    Promise.all(
      document
        .getAnimations()
        .filter((animation) => animation.effect?.getTiming().iterations !== Infinity)
        .map((animation) => animation.finished.catch(() => undefined)),
    ),
  )
}

async function expectWhole(page: Page): Promise<void> {
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(overflow, 'nothing reaches beyond the window').toBeLessThanOrEqual(0)
}

async function expectAccessible(page: Page, screen: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
  const found = violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`,
  )
  expect(found, screen).toEqual([])
}
