import { expectNoAxeViolations } from '../accessibility.ts'
import { journey } from '../browser.ts'
import { everyPageOf, openPage, turnTo } from './every-page.ts'
import { expectNoSideways, listOf, press, see, signIn, thread } from './person.ts'

// In the dark nothing but colours differs, in Arabic nothing but the build: asking less lets every page be asked.
const looks = [
  { name: 'in the light', dark: false, language: 'ru', only: undefined },
  { name: 'in the dark', dark: true, language: 'ru', only: 'colours' },
  { name: 'in Arabic', dark: false, language: 'ar', only: 'build' },
] as const

for (const { name, dark, language, only } of looks) {
  journey(`axe finds nothing on the pages of staff ${name}`, { dark, timeout: 240_000 }, async ({ page }) => {
    await page.goto('/')
    await see(page.locator(`html[data-mantine-color-scheme=${dark ? 'dark' : 'light'}]`))
    await see(page.locator('input[name=username]'))
    await expectNoAxeViolations(page, only)
    const t = await signIn(page, 'admin@acme.test', language)
    await see(listOf(page, t).getByRole('link').nth(3))
    await expectNoAxeViolations(page, only)
    await press(listOf(page, t).getByRole('link').nth(2))
    await see(thread(page, t).getByRole('article'))
    await expectNoAxeViolations(page, only)
    for (const path of await everyPageOf(page)) {
      await turnTo(page, path)
      await expectNoAxeViolations(page, only)
      await expectNoSideways(page)
    }
  })

  journey(`axe finds nothing in the portal ${name}`, { dark, timeout: 120_000 }, async ({ page }) => {
    const t = await signIn(page, 'client@acme.test', language)
    const requests = page.getByRole('main').getByRole('listitem').getByRole('link')
    await see(requests)
    await expectNoAxeViolations(page, only)
    await press(requests.first())
    await see(thread(page, t).getByRole('article'))
    await expectNoAxeViolations(page, only)
    for (const path of ['/portal/new', '/profile', '/notifications', '/notifications/preferences']) {
      await openPage(page, path)
      await expectNoAxeViolations(page, only)
    }
  })
}
