// A deal from its drawer over the board to its loss, another won, under the eyes of others; the same on a phone, and as a list.
import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { expectNoAxeViolations } from '../accessibility.ts'
import { journey } from '../browser.ts'
import { callAs, drag } from './caller.ts'
import { expectNoSideways, miss, press, see, signIn } from './person.ts'

/** The columns of the journey's own pipeline. */
const [NEW, OFFER, CONTRACT, WON, LOST] = ['Новая', 'Предложение', 'Договор', 'Выиграна', 'Проиграна'] as const

const column = (page: Page, stage: string) => page.locator(`section[data-stage="${stage}"]`)
const cardIn = (page: Page, stage: string, title: string) =>
  column(page, stage).locator('[data-card]').filter({ hasText: title })

journey(
  'a deal is dragged, moved by keyboard and by menu before others’ eyes, asked what its stage asks for, lost for a reason and won',
  { timeout: 300_000, allow: [/\b(409|412|422)\b/] },
  async ({ url, page, newWindow }) => {
    const wide = { size: { width: 1440, height: 900 } } as const
    await page.setViewportSize(wide.size)
    const number = String(Date.now()).slice(-6)
    const head = await callAs(url, 'sales_manager@acme.test')
    const client = await head('POST', '/clients', { name: `Покупатель ${number}`, kind: 'organisation' })
    await head('POST', `/clients/${client.id}/contacts`, { name: `Анна ${number}`, job: 'Закупки' })
    const pipeline = await head('POST', '/pipelines', { name: `Путь ${number}` })
    const made = { pipeline: pipeline.id, kind: 'open', probability: 50 }
    await head('POST', '/pipelines/stages', {
      ...made,
      name: OFFER,
      position: 12,
      required: ['expected_close'],
      wip_limit: 1,
    })
    await head('POST', '/pipelines/stages', { ...made, name: CONTRACT, position: 14 })
    const { items } = await head<{ items: { id: string; name: string; names: { ru?: string } }[] }>(
      'GET',
      `/pipelines/stages?pipeline=${pipeline.id}`,
    )
    const at = Object.fromEntries(items.map(({ id, name, names }) => [names.ru ?? name, id]))
    const [first, second] = [`Канал ${number}`, `Телефония ${number}`]
    const late = await head('POST', '/deals', {
      title: second,
      client: client.id,
      pipeline: pipeline.id,
      amount: 700_00,
    })
    const address = `/deals/board?pipeline=${pipeline.id}`

    // Another person is at the same board from the beginning.
    const other = await newWindow(wide)
    await signIn(other, 'manager@acme.test')
    await other.goto(address)
    await see(cardIn(other, at[NEW]!, second))

    // A new deal, with one of the client's people.
    const t = await signIn(page, 'sales_manager@acme.test')
    await page.goto(`${address}&new=yes`)
    const drawer = page.getByRole('dialog', { name: t('deal.new') })
    await drawer.getByRole('textbox', { name: t('deal.title') }).fill(first)
    await press(drawer.locator('#field-client'))
    await page.getByPlaceholder(t('reference.search')).filter({ visible: true }).fill(`Покупатель ${number}`)
    await press(page.getByRole('option').filter({ hasText: `Покупатель ${number}` }))
    await press(drawer.locator('#field-contact'))
    await see(page.getByRole('option').filter({ hasText: 'Закупки' }))
    assert.equal(await page.getByRole('option').count(), 1)
    await press(page.getByRole('option'))
    await drawer.locator('#field-amount').fill('1500')
    await press(drawer.getByRole('button', { name: t('do.create'), exact: true }))
    await see(page.getByRole('heading', { level: 1, name: first }))
    await see(page.getByRole('main').getByText(`Анна ${number}`))
    await see(page.getByRole('region', { name: t('deals.stays') }).getByText(t('deals.under_an_hour')))
    await expectNoAxeViolations(page)
    await see(cardIn(other, at[NEW]!, first))

    // By mouse into a stage that asks for a date; the other window sees it there, and the column adds up.
    await page.goto(address)
    await see(cardIn(page, at[NEW]!, first))
    await drag(page, cardIn(page, at[NEW]!, first), column(page, at[OFFER]!))
    const asking = page.getByRole('dialog')
    await see(asking.getByText(first))
    assert.equal(await asking.getByRole('button', { name: t('deals.move'), exact: true }).isDisabled(), true)
    assert.equal(await cardIn(page, at[NEW]!, first).count(), 1)
    await asking.locator('#field-expected_close').fill('2027-01-15')
    await press(asking.getByRole('button', { name: t('deals.move'), exact: true }))
    await see(cardIn(page, at[OFFER]!, first))
    await see(cardIn(other, at[OFFER]!, first))
    const total = column(other, at[OFFER]!).getByRole('heading')
    await see(total.getByText(t('deals.limit', { inside: 1, limit: 1 })))
    await see(column(other, at[OFFER]!).getByText(/1\s500/))
    await see(column(other, at[OFFER]!).getByText(/750/))

    // By keyboard, every step said; the focus stays on the card, and the other window sees it come.
    const said = page.locator('[aria-live=assertive]')
    await cardIn(page, at[NEW]!, second).focus()
    await page.keyboard.press('Space')
    await said.getByText(t('deals.said_lifted', { title: second, stage: NEW, place: 1 })).waitFor({ state: 'attached' })
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    await said.getByText(t('deals.said_over', { stage: CONTRACT, place: 1 })).waitFor({ state: 'attached' })
    await page.keyboard.press('Space')
    await said
      .getByText(t('deals.said_moved', { title: second, stage: CONTRACT, place: 1 }))
      .waitFor({ state: 'attached' })
    await see(cardIn(page, at[CONTRACT]!, second))
    await see(cardIn(other, at[CONTRACT]!, second))
    await page.locator('[data-card]:focus').filter({ hasText: second }).waitFor()
    await expectNoAxeViolations(page)

    // Two move the same card: who did not hear of the first move is told, and sees where the card is.
    const deaf = await newWindow(wide)
    await signIn(deaf, 'manager@acme.test')
    await deaf.routeWebSocket(/.*/, () => undefined)
    await deaf.goto(address)
    await see(cardIn(deaf, at[CONTRACT]!, second))
    await cardIn(page, at[CONTRACT]!, second)
      .getByRole('button', { name: t('deals.move_to') })
      .click()
    await press(page.getByRole('menuitem', { name: NEW, exact: true }))
    await see(cardIn(page, at[NEW]!, second))
    await see(cardIn(other, at[NEW]!, second))
    await drag(deaf, cardIn(deaf, at[CONTRACT]!, second), column(deaf, at[WON]!))
    await see(deaf.getByText(t('deals.moved_meanwhile')))
    await see(cardIn(deaf, at[NEW]!, second))
    assert.equal(await cardIn(deaf, at[WON]!, second).count(), 0)

    // More than the limit is shown, not refused, where the stage only warns.
    await head('POST', `/deals/${late.id}/move`, { stage: at[OFFER], values: { expected_close: '2027-02-01' } })
    const limit = total.getByText(t('deals.limit', { inside: 2, limit: 1 }))
    await see(limit)
    assert.equal(await limit.getAttribute('data-over'), 'true')

    // Lost for a reason, by menu; won on the deal's own page.
    await cardIn(page, at[OFFER]!, first)
      .getByRole('button', { name: t('deals.move_to') })
      .click()
    await press(page.getByRole('menuitem', { name: LOST, exact: true }))
    await see(asking)
    assert.equal(await asking.getByRole('button', { name: t('deals.move'), exact: true }).isDisabled(), true)
    await press(asking.getByLabel(t('deal.loss_reason')))
    await press(page.getByRole('option').first())
    await press(asking.getByRole('button', { name: t('deals.move'), exact: true }))
    await see(cardIn(page, at[LOST]!, first))
    await see(cardIn(other, at[LOST]!, first))
    await page.goto(`/deals/${late.id}`)
    const stages = page.getByRole('list', { name: t('deal.stage') })
    await see(stages.getByRole('button', { name: WON }))
    const lines = await stages.getByRole('button').evaluateAll((all) => all.map((one) => one.getBoundingClientRect().y))
    assert.equal(new Set(lines).size, 1, 'the stages stand on one line')
    await press(stages.getByRole('button', { name: WON }))
    await see(stages.locator('[aria-current=step]').filter({ hasText: WON }))
    await see(cardIn(other, at[WON]!, second))

    // On a phone there is one column, and a menu instead of dragging.
    const phone = await newWindow({ size: 'phone' })
    await signIn(phone, 'sales_manager@acme.test')
    await phone.goto(address)
    const switching = phone.getByRole('combobox', { name: t('deal.stage') })
    await press(switching)
    await press(phone.getByRole('option', { name: WON }))
    await see(cardIn(phone, at[WON]!, second))
    const { y } = (await cardIn(phone, at[WON]!, second).boundingBox())!
    assert.ok(y < phone.viewportSize()!.height * 0.4, `the first card begins at ${y} px`)
    await press(phone.getByRole('main').getByRole('button', { name: t('menu.more') }))
    await see(phone.getByRole('menuitem', { name: t('forecast.title') }))
    await phone.keyboard.press('Escape')
    await press(cardIn(phone, at[WON]!, second).getByRole('button', { name: t('deals.move_to') }))
    await press(phone.getByRole('menuitem', { name: CONTRACT }))
    await miss(cardIn(phone, at[WON]!, second))
    await see(cardIn(other, at[CONTRACT]!, second))
    await expectNoSideways(phone)
    // It opens where there is something to do, not at the first stage if that is empty.
    await phone.reload()
    await see(cardIn(phone, at[CONTRACT]!, second))

    // The list: what it is narrowed to is walked through on the deals' own pages; many are changed at once and changed back.
    await page.goto(`/deals?view=all&pipeline=${pipeline.id}`)
    const table = page.getByRole('table')
    await see(table.getByRole('link', { name: second }))
    await expectNoAxeViolations(page)
    await press(table.getByRole('link', { name: second }))
    await see(page.getByRole('heading', { level: 1, name: second }))
    await press(page.getByRole('link', { name: t('record.previous') }))
    await see(page.getByRole('heading', { level: 1, name: first }))
    await page.goBack()
    await page.goBack()
    await see(table.getByRole('link', { name: second }))
    await table.getByRole('checkbox').first().focus()
    await page.keyboard.press('Space')
    const bar = page.getByRole('region', { name: t('list.selection') })
    await press(bar.getByRole('button', { name: t('deal.stage') }))
    await press(page.getByRole('dialog').getByLabel(t('deal.stage')))
    await page.getByPlaceholder(t('reference.search')).filter({ visible: true }).fill(CONTRACT)
    await press(
      page
        .getByRole('option')
        .filter({ hasText: CONTRACT })
        .filter({ hasText: `Путь ${number}` }),
    )
    const strip = page.getByRole('region', { name: t('bulk.progress') })
    const undo = strip.getByRole('button', { name: t('bulk.undo') })
    await see(undo)
    await see(table.getByRole('row').filter({ hasText: first }).getByText(CONTRACT))
    await press(undo)
    await see(table.getByRole('row').filter({ hasText: first }).getByText(LOST))

    // Back on the board its cards are found by words; that is kept as a view, which is there the next time.
    await page.goto(address)
    await see(cardIn(page, at[CONTRACT]!, second))
    await page.getByRole('searchbox', { name: t('deal.search') }).fill(first)
    await miss(cardIn(page, at[CONTRACT]!, second))
    await see(cardIn(page, at[LOST]!, first))
    await expectNoAxeViolations(page)
    await press(page.getByRole('button', { name: t('views.save') }))
    const form = page.getByRole('dialog')
    await form.getByRole('textbox').fill(`Вид ${number}`)
    await press(form.getByRole('button', { name: t('do.save') }))
    await page.waitForURL(/board\?view=[0-9a-f-]{36}$/)
    await page.reload()
    await see(cardIn(page, at[LOST]!, first))
    assert.equal(await cardIn(page, at[CONTRACT]!, second).count(), 0)
  },
)
