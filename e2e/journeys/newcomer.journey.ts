import assert from 'node:assert/strict'
import { journey, measureClicks } from '../browser.ts'
import { listOf, miss, move, see, signInByHand, statusOf, thread } from './person.ts'

journey(
  "a newcomer's first minute: from the address to an answered ticket",
  { keepsFiles: true, timeout: 120_000 },
  async (tools) => {
    const { page } = tools
    const clicks = await measureClicks(tools, async () => {
      const t = await signInByHand(page, 'agent@acme.test')
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
  },
)

journey('a newcomer creates, answers and closes a ticket', { keepsFiles: true, timeout: 120_000 }, async (tools) => {
  const { page } = tools
  const title = 'Позвонили: касса не видит принтер'
  const clicks = await measureClicks(tools, async () => {
    const t = await signInByHand(page, 'agent@acme.test')
    await see(listOf(page, t).getByRole('link'))
    await page.getByRole('link', { name: t('tickets.create') }).click()
    await page.getByLabel(t('ticket.requester')).click()
    await see(page.getByRole('option', { selected: true }).or(page.getByRole('option')))
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await miss(page.getByRole('option'))
    await page.getByRole('textbox', { name: t('ticket.title') }).focus()
    await page.keyboard.type(title)
    await page.keyboard.press('Enter')
    await see(page.getByRole('heading', { level: 1, name: title }))
    await page.getByRole('textbox', { name: t('tickets.reply') }).click()
    await page.keyboard.type('Переподключили, печатает.')
    await page.getByRole('button', { name: t('tickets.send_options') }).click()
    const resolve = t('tickets.send_and', { status: t('ticket.status.resolved') })
    await page.getByRole('menuitem', { name: resolve }).click()
    await see(statusOf(page, t, 'resolved'), 30_000)
    await move(page, t, 'resolved', 'closed')
  })
  assert.ok(clicks <= 8, `${clicks} clicks`)
})
