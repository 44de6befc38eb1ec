import assert from 'node:assert/strict'
import { expectNoAxeViolations } from '../accessibility.ts'
import { journey } from '../browser.ts'
import { expectNoSideways, listOf, see, signIn, thread, write } from './person.ts'

journey('an agent works in Arabic, from right to left', { language: 'ar', timeout: 120_000 }, async ({ page }) => {
  await page.goto('/')
  await see(page.locator('html[lang=ar][dir=rtl]'))
  await see(page.locator('input[name=username]'))
  await expectNoAxeViolations(page)

  const t = await signIn(page, 'agent@globex.test', 'ar')
  const rows = listOf(page, t).getByRole('link')
  await see(rows.nth(3))
  const navigation = await page
    .getByRole('navigation', { name: t('navigation') })
    .first()
    .boundingBox()
  assert.ok(navigation && navigation.x > 640, 'the navigation stands at the right')
  await expectNoSideways(page)
  await expectNoAxeViolations(page)

  await rows.nth(1).click()
  await see(thread(page, t).getByRole('article'))
  const [list, ticket] = [await listOf(page, t).boundingBox(), await thread(page, t).boundingBox()]
  assert.ok(list && ticket && list.x > ticket.x, 'the list stands to the right of the ticket')
  // An empty field begins where the page begins, a written one where its words do.
  const field = await page.getByRole('textbox', { name: t('tickets.reply') }).evaluate((one) => {
    const { direction, unicodeBidi, textAlign } = getComputedStyle(one)
    return { direction, unicodeBidi, textAlign }
  })
  assert.deepEqual(field, { direction: 'rtl', unicodeBidi: 'plaintext', textAlign: 'start' })
  await write(page, t, 'مرحباً، أصلحنا العطل هذا الصباح.')
  await expectNoSideways(page)
  await expectNoAxeViolations(page)
})
