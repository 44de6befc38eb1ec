import assert from 'node:assert/strict'
import { expectNoAxeViolations } from '../accessibility.ts'
import { journey } from '../browser.ts'
import { expectNoSideways, miss, press, see, signIn } from './person.ts'
import type { Page } from 'playwright-core'
import type { Words } from './words.ts'

const field = (page: Page, t: Words) => page.getByRole('combobox', { name: t('palette.open') })
/** The field as soon as what is typed goes there. */
const focused = (page: Page, t: Words) => field(page, t).and(page.locator(':focus'))
const options = (page: Page) => page.getByRole('option')

journey(
  'an agent finds a ticket as they type, whatever the keyboard layout',
  { timeout: 150_000 },
  async ({ page }) => {
    const t = await signIn(page, 'agent@acme.test')
    await see(page.getByRole('region', { name: t('tickets.list') }).getByRole('link'))
    await page.keyboard.press('Control+k')
    await see(focused(page, t))
    await page.keyboard.type('bynthytn')
    await see(page.getByText(t('palette.meant', { meant: 'интернет' })))
    await see(options(page).locator('mark'))
    await expectNoAxeViolations(page)
    await page.keyboard.press('ArrowDown')
    assert.equal(await options(page).nth(1).getAttribute('aria-selected'), 'true')
    await page.keyboard.press('ArrowUp')
    const title = await options(page).first().locator('bdi').first().innerText()
    await page.keyboard.press('Enter')
    await see(page.getByRole('heading', { level: 1, name: title }))
    await miss(field(page, t))

    await page.keyboard.press('Control+k')
    await see(focused(page, t))
    await see(options(page).filter({ hasText: 'bynthytn' }))
    await page.keyboard.press('Enter')
    await see(options(page).filter({ hasText: t('palette.all', { q: 'bynthytn' }) }))
    await press(options(page).filter({ hasText: t('palette.all', { q: 'bynthytn' }) }))
    await see(page.getByRole('heading', { level: 1, name: t('search.title') }))
    await see(page.getByRole('list', { name: t('search.results') }).getByRole('link'))
    await expectNoAxeViolations(page)
    await press(page.getByText(t('user.many'), { exact: true }))
    await page.waitForURL(/entity=user/)
    await see(page.getByText(t('search.nothing')))
    await page.goBack()
    await page.waitForURL((url) => !url.search.includes('entity'))
    await see(page.getByRole('list', { name: t('search.results') }).getByRole('link'))

    const what = page.getByRole('searchbox', { name: t('search.what') })
    await what.fill('status:open priority:purple')
    await see(page.getByRole('alert'))
    await what.fill('status:open priority:high')
    await see(page.getByRole('list', { name: t('search.results') }).getByRole('link'))
    await page.waitForURL(/priority/)
    await miss(page.getByRole('alert'))
    await press(
      page
        .getByRole('list', { name: t('search.results') })
        .getByRole('link')
        .first(),
    )
    await page.waitForURL(/tickets/)
    await page.goBack()
    assert.equal(await what.inputValue(), 'status:open priority:high')
    await page.locator('body').press('/')
    await see(field(page, t))
  },
)

journey('in Arabic and at night the same, right to left', { dark: true, language: 'ar' }, async ({ page }) => {
  const t = await signIn(page, 'agent@globex.test', 'ar')
  await page.goto('/search?q=till')
  await see(page.getByRole('list', { name: t('search.results') }).getByRole('link'))
  await expectNoAxeViolations(page)
  await page.keyboard.press('Control+k')
  await see(field(page, t))
  await page.keyboard.type('till')
  await see(options(page).locator('mark'))
  await expectNoAxeViolations(page)
})

journey('a customer with a phone finds their own request', { size: 'phone' }, async ({ page }) => {
  const t = await signIn(page, 'client@acme.test')
  await press(page.getByRole('button', { name: t('palette.open') }))
  await see(field(page, t))
  await field(page, t).fill('internet')
  await see(options(page).locator('mark'))
  await expectNoSideways(page)
  await expectNoAxeViolations(page)
  await press(options(page).first())
  await page.waitForURL(/portal\/tickets/)
})
