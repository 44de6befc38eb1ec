// The board in lanes: dragged and walked between stages and lanes before others’ eyes.
import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { expectNoAxeViolations } from '../accessibility.ts'
import { journey } from '../browser.ts'
import { callAs, drag } from './caller.ts'
import { press, see, signIn } from './person.ts'

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
    const client = await head('POST', '/clients', { name: `Дорожник ${number}`, kind: 'organisation' })
    const pipeline = await head('POST', '/pipelines', { name: `Полосы ${number}` })
    const full = await head('POST', '/pipelines/stages', {
      pipeline: pipeline.id,
      name: 'Договор',
      position: 14,
      wip_limit: 1,
      wip_rule: 'block',
    })
    const { items } = await head<{ items: { id: string; kind: string }[] }>(
      'GET',
      `/pipelines/stages?pipeline=${pipeline.id}&sort=position`,
    )
    const first = items.find(({ kind }) => kind === 'open')!.id
    const [cable, phones] = [`Кабель ${number}`, `Связь ${number}`]
    const made = { client: client.id, pipeline: pipeline.id, amount: 1_000_00 }
    await head('POST', '/deals', { ...made, title: phones, owner: user.id })
    const deal = await head<{ id: string; version: number }>('POST', '/deals', { ...made, title: cable })
    const address = `/deals/board?pipeline=${pipeline.id}`

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
  },
)
