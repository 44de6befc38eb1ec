// Saved views: kept from a filter, shared with colleagues, counted by themselves.
import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { expectNoAxeViolations } from '../accessibility.ts'
import { journey } from '../browser.ts'
import { ask, expectNoSideways, listOf, miss, press, rowOf, see, signIn } from './person.ts'
import type { Words } from './words.ts'

const NAME = 'С сайта'
const size = { width: 1720, height: 900 }
const column = (page: Page, t: Words) => page.getByRole('navigation', { name: t('views.many') })
const linkOf = (page: Page, t: Words, name: string) => column(page, t).getByRole('link', { name })
const figure = async (page: Page, t: Words) => Number(/\d+$/.exec(await linkOf(page, t, NAME).innerText())?.[0])

async function choose(page: Page, t: Words, name: string, item: string): Promise<void> {
  await linkOf(page, t, name).hover()
  await press(page.getByRole('button', { name: t('views.more', { name }) }))
  await press(page.getByRole('menuitem', { name: t(item) }))
}

journey(
  'a manager saves a filter and shares it; a colleague sees it at once, and its figure follows what happens',
  { timeout: 180_000, size },
  async (tools) => {
    mkdirSync('e2e/.artifacts', { recursive: true })
    const mine = tools.page
    const [hers, customer] = [await tools.newWindow({ size }), await tools.newWindow()]
    const ru = await signIn(mine, 'manager@acme.test')
    const her = await signIn(hers, 'agent@acme.test')
    await see(linkOf(hers, her, her('tickets.view.open')))

    await mine.goto('/tickets?view=all&channel=web')
    await press(mine.getByRole('button', { name: ru('views.save') }))
    const form = mine.getByRole('dialog')
    await form.getByRole('textbox').fill(NAME)
    await press(form.getByRole('radio', { name: ru('view.visibility.shared') }))
    await mine.screenshot({ path: 'e2e/.artifacts/views-form.png' })
    await press(form.getByRole('button', { name: ru('do.save') }))
    await see(linkOf(mine, ru, NAME))
    assert.match(mine.url(), /view=[0-9a-f-]{36}$/)

    // A colleague's window shows it without a reload, with the same figure.
    await see(linkOf(hers, her, NAME).filter({ hasText: /\d$/ }))
    const before = await figure(hers, her)
    assert.equal(before, await figure(mine, ru))
    await press(linkOf(hers, her, NAME))
    await see(listOf(hers, her).getByRole('link'))

    const uz = await signIn(customer, 'client@acme.test')
    await ask(customer, uz, 'Hisobda yangi savol', 'Toʻlov qachon oʻtadi?')
    await see(rowOf(hers, her, 'Hisobda yangi savol'))
    for (const [page, t] of [
      [mine, ru],
      [hers, her],
    ] as const)
      await see(linkOf(page, t, NAME).filter({ hasText: new RegExp(`${before + 1}$`) }))

    // The colleague may not change it, but pin it and put it away for herself.
    await linkOf(hers, her, NAME).hover()
    await press(hers.getByRole('button', { name: her('views.more', { name: NAME }) }))
    await see(hers.getByRole('menuitem', { name: her('views.copy') }))
    assert.equal(await hers.getByRole('menuitem', { name: her('views.rename_or_share') }).count(), 0)
    await press(hers.getByRole('menuitem', { name: her('views.pin') }))
    await see(hers.getByRole('region', { name: her('views.section.pinned') }).getByRole('link', { name: NAME }))
    await expectNoAxeViolations(hers)
    await hers.screenshot({ path: 'e2e/.artifacts/views-column.png' })

    // What is changed on top of it is kept by one press.
    await hers.goto(`${hers.url()}&priority=high`)
    await see(hers.getByRole('group', { name: her('views.modified') }))
    await press(hers.getByRole('button', { name: her('views.reset'), exact: true }))
    await miss(hers.getByRole('group', { name: her('views.modified') }))

    await choose(hers, her, NAME, 'views.hide')
    await miss(linkOf(hers, her, NAME))
    await see(linkOf(mine, ru, NAME))

    await choose(mine, ru, NAME, 'do.delete')
    await press(mine.getByRole('dialog').getByRole('button', { name: ru('do.delete') }))
    await miss(linkOf(mine, ru, NAME))
    await press(mine.getByRole('button', { name: ru('views.undo'), exact: true }))
    await see(linkOf(mine, ru, NAME))
  },
)

journey(
  'on a phone views are chips, and all of them stand on a sheet',
  { timeout: 90_000, size: 'phone', language: 'ar', dark: true },
  async ({ page }) => {
    const t = await signIn(page, 'agent@acme.test', 'ar')
    await see(linkOf(page, t, t('tickets.view.mine')))
    await expectNoSideways(page)
    await page.screenshot({ path: 'e2e/.artifacts/views-chips.png' })
    await press(page.getByRole('button', { name: t('views.all') }))
    const sheet = page.getByRole('dialog')
    await see(sheet.getByRole('link', { name: t('tickets.view.waiting') }))
    await expectNoAxeViolations(page)
    await page.screenshot({ path: 'e2e/.artifacts/views-sheet.png' })
    await press(sheet.getByRole('link', { name: t('tickets.view.waiting') }))
    await miss(sheet)
    assert.match(page.url(), /view=waiting/)
  },
)

journey(
  'the view that is chosen stays in sight when a ticket narrows the list',
  { size: { width: 1440, height: 900 } },
  async ({ page }) => {
    const t = await signIn(page, 'agent@acme.test')
    await press(listOf(page, t).getByRole('table').getByRole('link').first())
    await miss(listOf(page, t).getByRole('table'))
    const chosen = column(page, t).locator('a[data-chosen=true]')
    const isCut = () =>
      chosen.evaluate((link) => {
        const [own, row] = [link.getBoundingClientRect(), link.parentElement!.parentElement!.getBoundingClientRect()]
        return own.left < row.left - 1 || own.right > row.right + 1
      })
    for (let tries = 0; (await isCut()) && tries < 40; tries++) await page.waitForTimeout(50)
    assert.equal(await isCut(), false)
  },
)
