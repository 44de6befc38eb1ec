import { expectNoAxeViolations } from '../accessibility.ts'
import { journey } from '../browser.ts'
import { listOf, see, signIn } from './person.ts'

journey(
  'a manager changes several tickets by keyboard, takes it back, and gives away a whole result',
  { timeout: 180_000 },
  async ({ page }) => {
    await page.setViewportSize({ width: 1440, height: 900 })
    const t = await signIn(page, 'manager@acme.test')
    const table = listOf(page, t).getByRole('table')
    await see(table.getByRole('link').nth(4))
    await table.getByRole('link').first().focus()
    await page.keyboard.press('x')
    await page.keyboard.press('Shift+ArrowDown')
    await page.keyboard.press('Shift+ArrowDown')
    const bar = page.getByRole('region', { name: t('list.selection') })
    await see(bar.getByText(t('list.selected', { number: '3' })))
    await bar.getByRole('button', { name: t('ticket.type') }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('menuitem', { name: t('ticket.type.feature_request') }).focus()
    await page.keyboard.press('Enter')
    const strip = page.getByRole('region', { name: t('bulk.progress') })
    await see(strip.getByRole('status'))
    await expectNoAxeViolations(page)
    await page.reload()
    await strip.getByRole('button', { name: t('bulk.undo') }).click()
    await see(strip.getByText(t('bulk.undone', { number: '' }).trim()))

    // The whole result, by the box above all rows.
    await see(table.getByRole('link').nth(4))
    await table.getByRole('checkbox').first().focus()
    await page.keyboard.press('Space')
    const all = bar.getByRole('button', { name: t('list.select_all', { number: '' }).trim().split(' ')[0]! })
    if ((await all.count()) > 0) await all.click()
    await bar.getByRole('button', { name: t('ticket.priority') }).click()
    await page.getByRole('menuitem', { name: t('ticket.priority.high') }).click()
    const sure = page.getByRole('dialog').getByRole('button', { name: t('ticket.priority') })
    await sure.or(strip.getByRole('status')).first().waitFor()
    if ((await sure.count()) > 0) await sure.click()
    await see(strip.getByRole('button', { name: t('bulk.undo') }), 60_000)
  },
)
