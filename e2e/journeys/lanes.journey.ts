// The board in lanes: dragged and walked between stages and lanes before others’ eyes, refused, folded, kept, and on a phone.
import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { expectNoAxeViolations } from '../accessibility.ts'
import { journey } from '../browser.ts'
import { type Call, callAs, drag } from './caller.ts'
import { expectNoSideways, miss, openAs, press, see, signIn } from './person.ts'

const NOBODY = ''
const lane = (page: Page, owner: string) => page.locator(`section[data-lane-row="${owner}"]`)
const cell = (page: Page, owner: string, stage: string) => lane(page, owner).locator(`[data-cell="${stage}"]`)
const cardIn = (page: Page, owner: string, stage: string, title: string) =>
  cell(page, owner, stage).locator('[data-card]').filter({ hasText: title })

journey(
  'a board is divided into lanes: cards go into another stage and lane at once, by mouse and by keys, before others’ eyes',
  { timeout: 240_000 },
  async ({ url, page, newWindow }) => {
    const wide = { size: { width: 1440, height: 900 } } as const
    await page.setViewportSize(wide.size)
    const number = String(Date.now()).slice(-6)
    const head = await callAs(url, 'sales_manager@acme.test')
    const { user } = await head<{ user: { id: string } }>('GET', '/auth/me')
    const { client, pipeline, first } = await ground(head, number)
    const full = await head('POST', '/pipelines/stages', {
      pipeline,
      name: 'Договор',
      position: 14,
      wip_limit: 1,
      wip_rule: 'block',
    })
    const [cable, phones] = [`Кабель ${number}`, `Связь ${number}`]
    const made = { client, pipeline, amount: 1_000_00 }
    await head('POST', '/deals', { ...made, title: phones, owner: user.id })
    const deal = await head<{ id: string; version: number }>('POST', '/deals', { ...made, title: cable })
    const address = `/deals/board?pipeline=${pipeline}`

    // The lanes are chosen above the board; another person has them in the address.
    const t = await signIn(page, 'sales_manager@acme.test')
    await page.goto(address)
    await press(page.getByRole('button', { name: t('lanes.label') }))
    await press(page.getByRole('menuitemradio', { name: t('deal.owner') }))
    await see(cardIn(page, NOBODY, first, cable))
    const other = await newWindow(wide)
    await signIn(other, 'manager@acme.test')
    await other.goto(`${address}&lanes=owner`)
    await see(cardIn(other, NOBODY, first, cable))
    await expectNoAxeViolations(page)

    // By mouse into another stage and lane at once: one change of the deal.
    await drag(page, cardIn(page, NOBODY, first, cable), cell(page, user.id, full.id), 40)
    await see(cardIn(page, user.id, full.id, cable))
    await see(cardIn(other, user.id, full.id, cable))
    await see(page.locator('header').getByText(t('deals.limit', { inside: 1, limit: 1 })))
    const after = await head<{ owner: string; stage: string; version: number }>('GET', `/deals/${deal.id}`)
    assert.deepEqual([after.owner, after.stage, after.version], [user.id, full.id, deal.version + 1])

    // By keyboard back into the first lane, each step said, the focus on the card.
    const said = page.locator('[aria-live=assertive]')
    await cardIn(page, user.id, full.id, cable).focus()
    for (const key of ['Space', 'PageDown', 'Enter']) await page.keyboard.press(key)
    await see(cardIn(page, NOBODY, full.id, cable))
    await said
      .getByText(t('deals.said_moved_lane', { title: cable, stage: 'Договор', lane: t('lanes.empty'), place: 1 }))
      .waitFor({ state: 'attached' })
    await page.locator('[data-card]:focus').filter({ hasText: cable }).waitFor()
    await see(cardIn(other, NOBODY, full.id, cable))
    const back = await head<{ owner: string | null; version: number }>('GET', `/deals/${deal.id}`)
    assert.deepEqual([back.owner, back.version], [null, deal.version + 2])
  },
)

journey(
  'a lane that is not one’s own to change takes nothing; without a value a card loses it; lanes fold, and a view keeps them',
  { timeout: 240_000, size: { width: 1440, height: 900 }, allow: [/\b422\b/] },
  async ({ url, page, newWindow }) => {
    const number = String(Date.now()).slice(-6)
    const [admin, head] = [await callAs(url, 'admin@acme.test'), await callAs(url, 'sales_manager@acme.test')]
    const sellers = await callAs(url, 'seller@acme.test')
    const { user: seller } = await sellers<{ user: { id: string } }>('GET', '/auth/me')
    const { client, pipeline, first } = await ground(head, number)
    const [key, field] = [`weight_${number}`, `Важность ${number}`]
    const made = await admin('POST', '/fields', {
      entity: 'deal',
      key,
      type: 'dropdown',
      labels: { ru: field },
      options: [
        { key: 'high', labels: { ru: 'Высокая' } },
        { key: 'low', labels: { ru: 'Низкая' } },
      ],
      filterable: true,
      edited_by: ['sales_manager'],
    })
    const [copper, fibre] = [`Медь ${number}`, `Оптика ${number}`]
    const draft = { client, pipeline, owner: seller.id }
    const deal = await head('POST', '/deals', { ...draft, title: copper })
    await head('POST', '/deals', { ...draft, title: fibre, custom: { [key]: 'low' } })
    const asIs = () => head<{ custom: object; version: number }>('GET', `/deals/${deal.id}`)
    const address = `/deals/board?pipeline=${pipeline}&lanes=custom.${key}`

    // The seller sees the lanes, and is told why the card does not stay where it was dropped.
    const his = await newWindow()
    const ru = await openAs(his, 'seller@acme.test', address)
    await see(cardIn(his, NOBODY, first, copper))
    await drag(his, cardIn(his, NOBODY, first, copper), cell(his, 'high', first), 40)
    await see(his.getByText(ru('deals.lane_refused', { field })))
    await see(cardIn(his, NOBODY, first, copper))
    assert.equal(await cardIn(his, 'high', first, copper).count(), 0)
    const { custom, version } = await asIs()
    assert.deepEqual([custom, version], [{}, 1])

    // Whose field it is moves the card into the lane; where nothing is set it has nothing again.
    const t = await openAs(page, 'sales_manager@acme.test', address)
    await see(cardIn(page, NOBODY, first, copper))
    await drag(page, cardIn(page, NOBODY, first, copper), cell(page, 'high', first), 40)
    await see(cardIn(his, 'high', first, copper))
    assert.deepEqual((await asIs()).custom, { [key]: 'high' })
    await drag(page, cardIn(page, 'high', first, copper), cell(page, NOBODY, first), 40)
    await see(cardIn(his, NOBODY, first, copper))
    assert.deepEqual((await asIs()).custom, {})

    // A folded lane stays so on this device, keeps its figure, and opens again.
    const fold = lane(page, 'low').getByRole('button', { name: 'Низкая' })
    await see(cardIn(page, 'low', first, fibre))
    await press(fold)
    await miss(cardIn(page, 'low', first, fibre))
    await page.reload()
    await see(cardIn(page, NOBODY, first, copper))
    assert.equal(await fold.getAttribute('aria-expanded'), 'false')
    assert.equal(await cell(page, 'low', first).count(), 0)
    assert.equal(await lane(page, 'low').locator('[data-lane-count]').innerText(), '1')
    await expectNoAxeViolations(page)
    await press(fold)
    await see(cardIn(page, 'low', first, fibre))

    // What divides it is kept with a view, and comes back with it.
    const view = `По важности ${number}`
    await press(page.getByRole('button', { name: t('views.save') }))
    const form = page.getByRole('dialog')
    await form.getByRole('textbox').fill(view)
    await press(form.getByRole('button', { name: t('do.save') }))
    await page.waitForURL(/board\?view=[0-9a-f-]{36}$/)
    await page.goto(`/deals/board?pipeline=${pipeline}`)
    await see(page.locator(`[data-card="${deal.id}"]`))
    assert.equal(await lane(page, NOBODY).count(), 0)
    await press(page.getByRole('link', { name: view }))
    await see(cardIn(page, NOBODY, first, copper))
    await see(page.getByRole('button', { name: t('lanes.by', { field }) }))
    await admin('POST', `/fields/${made.id}/archive`)
  },
)

journey(
  'on a phone lanes stand under one stage, and the card’s menu moves it; in Arabic too',
  { timeout: 240_000, size: 'phone' },
  async ({ url, page, newWindow }) => {
    const number = String(Date.now()).slice(-6)
    const head = await callAs(url, 'sales_manager@acme.test')
    const { user } = await head<{ user: { id: string; name: string } }>('GET', '/auth/me')
    const { client, pipeline, first } = await ground(head, number)
    const [cable, phones] = [`Провод ${number}`, `Станция ${number}`]
    const deal = await head('POST', '/deals', { client, pipeline, title: cable })
    await head('POST', '/deals', { client, pipeline, title: phones, owner: user.id })
    const owner = async () => (await head<{ owner: string | null }>('GET', `/deals/${deal.id}`)).owner
    const address = `/deals/board?pipeline=${pipeline}&lanes=owner`

    const t = await openAs(page, 'sales_manager@acme.test', address)
    const moveBy = async (from: string, to: string) => {
      await press(cardIn(page, from, first, cable).getByRole('button', { name: t('deals.move_to') }))
      // The card is there before the answer is.
      await Promise.all([
        page.waitForResponse((answer) => answer.url().endsWith(`/deals/${deal.id}/move`) && answer.ok()),
        press(page.getByRole('menuitem', { name: to, exact: true })),
      ])
    }
    await see(cardIn(page, user.id, first, phones))
    await moveBy(NOBODY, user.name)
    await see(cardIn(page, user.id, first, cable))
    await miss(cardIn(page, NOBODY, first, cable))
    assert.equal(await owner(), user.id)
    await moveBy(user.id, t('lanes.empty'))
    await see(cardIn(page, NOBODY, first, cable))
    await miss(cardIn(page, user.id, first, cable))
    assert.equal(await owner(), null)
    await expectNoAxeViolations(page)
    await expectNoSideways(page)

    for (const size of ['phone', { width: 1440, height: 900 }] as const) {
      const arabic = await newWindow({ size, dark: true })
      await signIn(arabic, 'sales_manager@acme.test', 'ar')
      await arabic.goto(address)
      await see(cardIn(arabic, NOBODY, first, cable))
      await expectNoAxeViolations(arabic)
      await expectNoSideways(arabic)
    }
  },
)

/** A client, and a pipeline of one's own with its first stage. */
async function ground(head: Call, number: string): Promise<{ client: string; pipeline: string; first: string }> {
  const client = await head('POST', '/clients', { name: `Дорожник ${number}`, kind: 'organisation' })
  const pipeline = await head('POST', '/pipelines', { name: `Полосы ${number}` })
  const { items } = await head<{ items: { id: string; kind: string }[] }>(
    'GET',
    `/pipelines/stages?pipeline=${pipeline.id}&sort=position`,
  )
  return { client: client.id, pipeline: pipeline.id, first: items.find(({ kind }) => kind === 'open')!.id }
}
