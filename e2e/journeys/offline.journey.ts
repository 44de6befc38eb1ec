// Without a connection: what was read stays readable, what is written waits, and signing out leaves nothing.
import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { journey } from '../browser.ts'
import { ask, press, see, signInByHand, thread } from './person.ts'

const TITLE = 'Terminal tarmoqni koʻrmayapti'
const REPLY = 'Bu javob aloqa yoʻqligida yozildi.'

const databases = (page: Page) =>
  page.evaluate(async () =>
    (await indexedDB.databases()).map(({ name }) => name ?? '').filter((name) => /^workernet /.test(name)),
  )

journey(
  'a customer reads and answers offline, it arrives once though two tabs are open, and signing out wipes the store',
  {
    timeout: 150_000,
    size: 'phone',
    keepsFiles: true,
    allow: [/Failed to load resource|ERR_INTERNET_DISCONNECTED|WebSocket|NetworkError|fetch/i],
  },
  async ({ page }) => {
    const uz = await signInByHand(page, 'client@acme.test')
    await ask(page, uz, TITLE, 'Kechadan beri ishlamayapti.')
    await see(thread(page, uz).getByText('Kechadan beri ishlamayapti.'))
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => true))
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
    // What was answered is written down a moment after it is shown.
    await page.waitForTimeout(1_000)
    assert.equal((await databases(page)).length, 1)

    const context = page.context()
    await context.setOffline(true)
    await page.reload()
    await see(page.getByRole('heading', { level: 1, name: TITLE }))
    await see(thread(page, uz).getByText('Kechadan beri ishlamayapti.'))
    await page.getByRole('textbox', { name: uz('tickets.portal.answer') }).fill(REPLY)
    await press(page.getByRole('button', { name: uz('tickets.send'), exact: true }))
    await see(page.getByText(uz('tickets.waiting.state')))

    // Another tab of the same person, without a connection either.
    const second = await context.newPage()
    await second.goto(page.url())
    await see(second.getByText(uz('tickets.waiting.state')))

    await context.setOffline(false)
    await see(thread(page, uz).getByText(REPLY))
    await see(thread(second, uz).getByText(REPLY))
    await page.waitForTimeout(1_500)
    await page.reload()
    await see(thread(page, uz).getByText(REPLY))
    assert.equal(await thread(page, uz).getByText(REPLY).count(), 1)
    assert.equal(await page.getByText(uz('tickets.waiting.state')).count(), 0)

    await press(page.getByRole('button', { name: uz('your_menu') }))
    await press(page.getByRole('menuitem', { name: uz('do.sign_out') }))
    await see(page.locator('input[name=username]'))
    await see(second.locator('input[name=username]'))
    await page.waitForTimeout(500)
    assert.deepEqual(await databases(page), [])
  },
)
