import type { Page } from 'playwright-core'
import { expectNoAxeViolations } from '../accessibility.ts'
import { journey } from '../browser.ts'
import { everyPageOf, turnTo } from './every-page.ts'
import { expectNoSideways, listOf, press, see, signIn, signInByHand, thread } from './person.ts'

/** The page as it stands in the light, then the same in the dark, where nothing but colours differs. */
async function inBothLights(page: Page): Promise<void> {
  await expectNoAxeViolations(page)
  await turnLight(page, 'dark')
  await expectNoAxeViolations(page, 'colours')
  await turnLight(page, 'light')
}

async function turnLight(page: Page, colorScheme: 'dark' | 'light'): Promise<void> {
  await page.emulateMedia({ colorScheme })
  await see(page.locator(`html[data-mantine-color-scheme=${colorScheme}]`))
}

// In Arabic nothing but the build differs: asking less lets every page be asked.
const looks = [
  { name: 'in the light and in the dark', language: undefined, look: inBothLights },
  { name: 'in Arabic', language: 'ar', look: (page: Page) => expectNoAxeViolations(page, 'build') },
] as const

for (const { name, language, look } of looks) {
  journey(`axe finds nothing on the pages of staff ${name}`, { timeout: 300_000 }, async ({ page }) => {
    await page.goto('/')
    await see(page.locator('input[name=username]'))
    await look(page)
    const t = await signInByHand(page, 'admin@acme.test', language)
    await see(listOf(page, t).getByRole('link').nth(3))
    await look(page)
    await press(listOf(page, t).getByRole('link').nth(2))
    await see(thread(page, t).getByRole('article'))
    await look(page)
    for (const path of await everyPageOf(page)) {
      await turnTo(page, path)
      await look(page)
      await expectNoSideways(page)
    }
  })

  journey(`axe finds nothing in the portal ${name}`, { timeout: 120_000 }, async ({ page }) => {
    const t = await signIn(page, 'client@acme.test', language)
    const requests = page.getByRole('main').getByRole('listitem').getByRole('link')
    await see(requests)
    await look(page)
    await press(requests.first())
    await see(thread(page, t).getByRole('article'))
    await look(page)
    for (const path of ['/portal/new', '/profile', '/notifications', '/notifications/preferences']) {
      await turnTo(page, path)
      await look(page)
    }
  })
}
