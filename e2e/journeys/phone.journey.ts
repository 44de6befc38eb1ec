import assert from 'node:assert/strict'
import { expectNoAxeViolations } from '../accessibility.ts'
import { journey } from '../browser.ts'
import { everyPageOf, turnTo } from './every-page.ts'
import {
  answer,
  ask,
  expectNoSideways,
  expectWholeHeadings,
  listOf,
  openTicket,
  press,
  see,
  signIn,
  signInByHand,
  thread,
  write,
} from './person.ts'
import type { Page } from 'playwright-core'

const OF_CUSTOMERS = ['/portal', '/portal/new', '/profile', '/notifications', '/notifications/preferences']
const TITLE = 'Router oʻchib-yonib turibdi'
const REPLY = 'Добрый день! Мастер будет у вас сегодня после обеда.'

journey('a customer and an agent with phones in their hands', { size: 'phone', timeout: 180_000 }, async (tools) => {
  const customer = tools.page
  const uz = await signInByHand(customer, 'client@acme.test')
  await see(customer.getByRole('heading', { level: 1, name: uz('tickets.portal.title') }))
  await fits(customer)
  await ask(customer, uz, TITLE, 'Har yarim soatda oʻchadi.', 'suratlar-va-juda-uzun-nomli-fayl-2026-11-21.txt')
  await fits(customer)

  const agent = await tools.newWindow()
  const ru = await signInByHand(agent, 'agent@acme.test')
  await see(listOf(agent, ru).getByRole('link'))
  await fits(agent)
  await openTicket(agent, ru, TITLE)
  await write(agent, ru, REPLY)
  await fits(agent)
  await see(thread(customer, uz).getByText(REPLY))
  await answer(customer, uz, 'Rahmat, kutaman.')
  await see(thread(agent, ru).getByText('Rahmat, kutaman.'))
  await press(agent.getByRole('link', { name: ru('tickets.back') }))
  await see(listOf(agent, ru).getByRole('link').filter({ hasText: TITLE }))
})

journey('from the list of clients to a segment, with a phone in the hand', { size: 'phone' }, async ({ page }) => {
  const t = await signIn(page, 'seller@acme.test')
  await turnTo(page, '/clients')
  await press(page.getByRole('button', { name: t('clients.ways') }))
  await press(page.getByRole('menuitem', { name: t('client_segment.many') }))
  await see(page.getByRole('heading', { level: 1, name: t('client_segment.many') }))
})

journey(
  'the narrowest phones show every page without scrolling sideways',
  { size: 'phone', timeout: 180_000 },
  async (tools) => {
    for (const who of ['client@acme.test', 'admin@acme.test'] as const) {
      const page = await tools.newWindow()
      await page.setViewportSize({ width: 320, height: 640 })
      await page.goto('/')
      await expectNoSideways(page)
      const t = await signIn(page, who)
      const own = who === 'client@acme.test'
      for (const path of own ? OF_CUSTOMERS : await everyPageOf(page)) {
        await turnTo(page, path)
        await expectNoSideways(page)
        await expectWholeHeadings(page)
      }
      await page.goto(own ? '/portal' : '/tickets')
      await press(
        own
          ? page.getByRole('main').getByRole('listitem').getByRole('link').first()
          : listOf(page, t).getByRole('link').nth(1),
      )
      await see(thread(page, t).getByRole('article'))
      await expectNoSideways(page)
      if (own) continue
      for (const kind of ['reply', 'note_tab']) {
        await press(page.getByRole('radio', { name: t(`tickets.${kind}`) }))
        const send = page.getByRole('form', { name: t('tickets.composer') }).locator('button[type=submit]')
        const word = send.getByText(t(kind === 'reply' ? 'tickets.send' : 'tickets.save_note'), { exact: true })
        assert.ok(await word.evaluate((one) => one.scrollWidth <= one.clientWidth), `${kind} is cut`)
      }
    }
  },
)

async function fits(page: Page): Promise<void> {
  await expectNoSideways(page)
  await expectNoAxeViolations(page)
}
