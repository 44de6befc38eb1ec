import { expectNoAxeViolations } from '../accessibility.ts'
import { journey } from '../browser.ts'
import { listOf, press, see, signIn, thread } from './person.ts'

for (const dark of [false, true]) {
  const scheme = dark ? 'dark' : 'light'

  journey(`axe finds nothing on the pages of staff in the ${scheme}`, { dark, timeout: 150_000 }, async ({ page }) => {
    await page.goto('/')
    await see(page.locator(`html[data-mantine-color-scheme=${scheme}]`))
    await see(page.locator('input[name=username]'))
    await expectNoAxeViolations(page)
    const t = await signIn(page, 'admin@acme.test')
    await see(listOf(page, t).getByRole('link').nth(3))
    await expectNoAxeViolations(page)
    await press(listOf(page, t).getByRole('link').nth(2))
    await see(thread(page, t).getByRole('article'))
    await expectNoAxeViolations(page)
    for (const path of [
      '/tickets/new',
      '/settings',
      '/settings/users',
      '/settings/teams',
      '/settings/security',
      '/settings/categories',
      '/settings/outbox',
      '/settings/incoming-mail',
      '/settings/mail-addresses',
      '/settings/audit',
      '/settings/audit?tab=report',
      '/settings/audit?tab=alerts',
      '/profile',
      '/notifications',
      '/notifications/preferences',
      '/settings/notifications',
      '/settings/notifications?part=channels',
      '/settings/notifications?part=history',
    ]) {
      await page.goto(path)
      await see(page.getByRole('main').getByRole('heading', { level: 1 }))
      // What loads stands there as a grey shape until it is here.
      await page.locator('.mantine-Skeleton-root').first().waitFor({ state: 'detached' })
      await expectNoAxeViolations(page)
    }
  })

  journey(`axe finds nothing in the portal in the ${scheme}`, { dark, timeout: 90_000 }, async ({ page }) => {
    const t = await signIn(page, 'client@acme.test')
    const requests = page.getByRole('main').getByRole('listitem').getByRole('link')
    await see(requests)
    await expectNoAxeViolations(page)
    await press(requests.first())
    await see(thread(page, t).getByRole('article'))
    await expectNoAxeViolations(page)
    await page.goto('/portal/new')
    await see(page.getByRole('textbox', { name: t('tickets.portal.subject') }))
    await expectNoAxeViolations(page)
  })
}
