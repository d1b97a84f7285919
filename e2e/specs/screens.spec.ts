import type { Page } from '@playwright/test'
import { expect, test } from '../fixtures/app'
import { dress, looks, nameOf, photograph } from '../fixtures/looks'
import { ask, expectAllHealthy, logIn, onFreePorts } from '../fixtures/steps'

test.use({ launchArgs: onFreePorts })

// Every screen is photographed and searched by axe, which takes a busy machine minutes.
test.setTimeout(300_000)

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

for (const look of looks) {
  test(`every screen is whole and accessible: ${nameOf(look)}`, async ({ console: running }) => {
    const { page } = running
    await expectAllHealthy(page)
    await logIn(page, 'admin', 'password')
    await prepare(page)
    await dress(running, look)
    for (const [screen, key] of screens) {
      await page.keyboard.press(`Control+${key}`)
      if (screen === 'talents') await page.locator('[data-talent]').first().click()
      await expect(page.locator('main h1').first()).toBeVisible()
      await photograph(page, screen, look)
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
