import assert from 'node:assert/strict'
import { expectNoAxeViolations } from '../accessibility.ts'
import { journey } from '../browser.ts'
import { listOf, miss, see, signIn } from './person.ts'

journey(
  'an agent arranges the list, narrows it, chooses and changes tickets by keyboard',
  { timeout: 180_000 },
  async ({ page }) => {
    const t = await signIn(page, 'manager@acme.test')
    const table = listOf(page, t).getByRole('table')
    const heads = () => table.getByRole('columnheader').allInnerTexts()
    await see(table.getByRole('link').nth(4))
    // The usual columns stand in the smallest window of a desk.
    assert.ok(await table.evaluate((one) => one.getBoundingClientRect().right <= innerWidth))
    await page.setViewportSize({ width: 1440, height: 900 })

    // Columns and density, kept after a reload.
    await page.getByRole('button', { name: t('list.looks') }).click()
    await page.getByRole('checkbox', { name: t('ticket.number'), exact: true }).check()
    await page.getByRole('checkbox', { name: t('ticket.category'), exact: true }).uncheck()
    await page.getByText(t('list.densities.compact')).click()
    await page.keyboard.press('Escape')
    await page.reload()
    await see(table.getByRole('link').nth(4))
    const shown = (await heads()).map((text) => text.trim())
    assert.ok(shown.includes(t('ticket.number')) && !shown.includes(t('ticket.category')), shown.join())
    assert.ok((await table.locator('tbody tr').first().boundingBox())!.height <= 34)

    // A quick filter, and off again by its key.
    const all = await table.getAttribute('aria-rowcount')
    await page.goto('/tickets?priority=high')
    const chip = page.getByRole('group', { name: t('filters') }).getByRole('button', { name: t('ticket.priority') })
    await see(chip)
    await chip.first().press('Delete')
    await page.waitForURL((url) => !url.search.includes('priority'))
    await page.locator(`table[aria-rowcount="${all}"]`).waitFor()

    // In groups: each says what it is and how many stand in it, and the rows below it are of that kind.
    await page.locator('[data-key=sort]').click()
    await page.getByRole('menuitemradio', { name: t('ticket.status'), exact: true }).click()
    await page.waitForURL((url) => url.searchParams.get('group') === 'status')
    const groupHeads = table.locator('th[scope=rowgroup]')
    const isNew = groupHeads.filter({ hasText: t('ticket.status.new') })
    await see(isNew.getByText(/\d/))
    await see(table.locator('tbody tr:has(th[scope=rowgroup]) + tr').first().getByText(t('ticket.status.new')))
    await expectNoAxeViolations(page)
    await page.reload()
    await see(isNew)
    await page.locator('[data-key=sort]').click()
    await page.getByRole('menuitemradio', { name: t('listing.group_none') }).click()
    await page.waitForURL((url) => !url.searchParams.has('group'))
    await miss(groupHeads)

    // Choosing by keyboard.
    await table.getByRole('link').first().focus()
    await page.keyboard.press('x')
    await page.keyboard.press('Shift+ArrowDown')
    await page.keyboard.press('Shift+ArrowDown')
    await see(page.getByRole('region', { name: t('list.selection') }).getByText(t('list.selected', { number: '3' })))
    await expectNoAxeViolations(page)
    await page.keyboard.press('Escape')
    assert.equal(await page.getByRole('region', { name: t('list.selection') }).count(), 0)

    // Changing a priority where it stands.
    const row = table.locator('tbody tr[data-id]').first()
    const priority = row.getByRole('button', { name: t('list.change', { field: t('ticket.priority') }) })
    await priority.focus()
    await page.keyboard.press('F2')
    await see(page.locator('[role^=menuitem]:focus').filter({ hasText: t('ticket.priority.critical') }))
    await page.keyboard.press('Enter')
    await see(priority.getByText(t('ticket.priority.critical')))
    await page.reload()
    await see(priority.getByText(t('ticket.priority.critical')))
  },
)
