// A list taken away in a file: a small one at once, one without a place for that in the background, looked after on its page.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { expectNoAxeViolations } from '../accessibility.ts'
import { journey } from '../browser.ts'
import { expectNoSideways, listOf, miss, openAs, press, see, signIn } from './person.ts'
import type { Words } from './words.ts'

/** Presses what saves a file; answers its name and its lines. */
async function taken(page: Page, what: Parameters<typeof press>[0]): Promise<{ name: string; lines: string[] }> {
  const [file] = await Promise.all([page.waitForEvent('download'), press(what)])
  const text = await readFile(await file.path(), 'utf8')
  return { name: file.suggestedFilename(), lines: text.replace('\uFEFF', '').trim().split('\r\n') }
}
const dialogOf = (page: Page, t: Words, entity: string) =>
  page.getByRole('dialog', { name: t('export.title', { what: t(`${entity}.many`) }) })

journey(
  'a small list is saved at once, tickets are written in the background, seen to be ready, and fetched by their owner alone',
  { timeout: 150_000, size: { width: 1440, height: 900 } },
  async ({ page, newWindow }) => {
    const t = await openAs(page, 'sales_manager@acme.test', '/clients')
    await press(page.getByRole('main').getByRole('button', { name: t('export.open'), exact: true }))
    const small = dialogOf(page, t, 'client')
    await press(small.getByRole('radio', { name: t('export.format.csv') }))
    await see(small.getByRole('combobox', { name: t('import.delimiter') }))
    await expectNoAxeViolations(page)
    const clients = await taken(page, small.getByRole('button', { name: t('export.do') }))
    assert.match(clients.name, /\.csv$/)
    assert.match(clients.lines[0]!, new RegExp(t('client.name')))
    assert.ok(clients.lines.length > 5, `${clients.lines.length} lines`)
    await miss(small)
    await page.goto('/exports')
    await see(page.getByText(t('export.none')))

    // Of tickets, by a link of their list with its filter.
    const other = await newWindow()
    const m = await signIn(other, 'manager@acme.test')
    await see(listOf(other, m).getByRole('link'))
    await press(other.getByRole('button', { name: m('listing.order') }))
    await press(other.getByRole('menuitem', { name: m('action.tickets.export') }))
    const large = dialogOf(other, m, 'ticket')
    await press(large.getByRole('radio', { name: m('export.format.csv') }))
    await press(large.getByRole('button', { name: m('export.do') }))
    await see(large.getByRole('status').filter({ hasText: m('export.begun') }))
    await press(large.getByRole('link', { name: m('export_run.many') }))
    await miss(large)
    const runs = other.getByRole('list', { name: m('export_run.many') }).getByRole('listitem')
    const ready = runs.filter({ hasText: m('export.state.done') })
    await see(ready, 40_000)
    await expectNoAxeViolations(other)
    await expectNoSideways(other)
    const tickets = await taken(other, ready.first().getByRole('button', { name: m('export.do') }))
    assert.match(tickets.name, new RegExp(`^${m('ticket.many')}.*\\.csv$`))
    await see(ready.getByText(m('export.records', { number: tickets.lines.length - 1 })))

    // Somebody else finds nothing of it.
    await page.reload()
    await see(page.getByText(t('export.none')))
  },
)
