import assert from 'node:assert/strict'
import { journey, measureClicks } from '../browser.ts'
import { listOf, see, signIn, statusOf, thread } from './person.ts'

journey("a newcomer's first minute: from the address to an answered ticket", { timeout: 120_000 }, async (tools) => {
  const { page } = tools
  const clicks = await measureClicks(tools, async () => {
    const t = await signIn(page, 'agent@acme.test')
    const rows = listOf(page, t).getByRole('link')
    await see(rows.nth(7))
    // A desk that has been in use: people with names, subjects, an answer to give, counters that are not nought.
    const shown = await rows.allInnerTexts()
    assert.ok(new Set(shown).size === shown.length, 'every ticket is another one')
    for (const text of shown) assert.doesNotMatch(text, /lorem|ipsum|undefined|\bnull\b|foo|\bNaN\b/i)
    await see(page.getByRole('link', { name: new RegExp(`^${t('tickets.view.unassigned')}\\W*[1-9]`) }))

    await rows
      .filter({ hasText: t('tickets.customer_waits') })
      .first()
      .click()
    await see(thread(page, t).getByRole('article'))
    await page.getByRole('textbox', { name: t('tickets.reply') }).click()
    await page.keyboard.type('Здравствуйте! Проверили: всё снова работает.')
    await page.getByRole('button', { name: t('tickets.send_options') }).click()
    const resolve = t('tickets.send_and', { status: t('ticket.status.resolved') })
    await page.getByRole('menuitem', { name: resolve }).click()
    await see(thread(page, t).getByText('Проверили: всё снова работает.'))
    await see(statusOf(page, t, 'resolved'))
  })
  assert.ok(clicks <= 8, `${clicks} clicks`)
})
