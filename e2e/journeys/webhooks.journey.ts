import assert from 'node:assert/strict'
import { after } from 'node:test'
import type { Page } from 'playwright-core'
import { Webhook } from 'standardwebhooks'
import { receiver } from '#modules/platform/webhooks/server/testing.ts'
import { expectNoAxeViolations } from '../accessibility.ts'
import { journey } from '../browser.ts'
import { callAs } from '../caller.ts'
import { startPlatform } from '../platform.ts'
import { expectNoSideways, miss, press, see, signIn } from './person.ts'
import type { Words } from './words.ts'

// A platform of its own that may call our receiver.
const there = await receiver()
const platform = await startPlatform({ env: { OUTGOING_ALLOWLIST: there.place } })
Object.assign(process.env, { E2E_URL: platform.url, E2E_SMTP_PORT: String(platform.smtpPort) })
after(async () => {
  await platform.stop()
  await there.close()
})

/** A ticket made by another program. */
async function makeTicket(title: string): Promise<void> {
  const call = await callAs(platform.url, 'agent@acme.test')
  await call('POST', '/tickets', { title })
}

const log = (page: Page, t: Words) => page.getByRole('region', { name: t('webhook_delivery.many') })
const dialog = (page: Page) => page.getByRole('dialog')

async function makeWebhook(page: Page, t: Words): Promise<string> {
  await page.goto('/settings/webhooks')
  await see(page.getByText(t('webhook.empty')))
  await expectNoAxeViolations(page)
  await press(page.getByRole('button', { name: t('webhook.new') }).first())
  await dialog(page)
    .getByRole('textbox', { name: t('webhook.url'), exact: false })
    .fill(there.url)
  await press(dialog(page).getByRole('combobox', { name: t('webhook.events') }))
  await press(page.getByRole('option', { name: t('event.ticket.created') }))
  await page.keyboard.press('Escape')
  await press(dialog(page).getByRole('button', { name: t('do.create') }))
  const secret = await dialog(page)
    .getByText(/^whsec_/)
    .textContent()
  // The drawer is still on its way out.
  await miss(page.getByRole('dialog', { name: t('webhook.new') }))
  await expectNoAxeViolations(page)
  await press(dialog(page).getByRole('button', { name: t('webhook.understood') }))
  await press(page.getByRole('link', { name: there.url }))
  await see(page.getByRole('heading', { level: 1, name: there.url }))
  return secret!
}

journey(
  'a webhook is made, tells of a ticket, fails, and is sent again by hand',
  { timeout: 120_000 },
  async (tools) => {
    const { page } = tools
    const t = await signIn(page, 'admin@acme.test', 'en')
    const secret = await makeWebhook(page, t)

    await press(page.getByRole('button', { name: t('webhook.test') }))
    await see(page.getByRole('status').filter({ hasText: '200' }))
    await makeTicket('Told at once')
    await see(log(page, t).getByText(t('event.ticket.created')))
    await see(page.getByText(t('webhook.states.healthy')))
    const told = there.received.find(({ body }) => body.includes('Told at once'))!
    new Webhook(secret).verify(told.body, told.headers as Record<string, string>)

    there.answer = { status: 500, body: 'The disk is full' }
    await press(page.getByRole('button', { name: t('webhook.test') }))
    await see(page.getByRole('alert').filter({ hasText: t('webhook_refusal.server', { status: 500 }) }))
    await makeTicket('Told later')
    await see(page.getByText(t('webhook.why.failing_now')))
    await expectNoAxeViolations(page)

    const waiting = log(page, t)
      .getByRole('row')
      .filter({ hasText: t('webhook_delivery.states.waiting') })
    await press(waiting.getByRole('button').first())
    await see(dialog(page).getByText('The disk is full').first())
    await see(dialog(page).getByText('Told later'))
    await expectNoAxeViolations(page)
    there.answer = { status: 200 }
    await press(dialog(page).getByRole('button', { name: t('webhook_delivery.resend') }))
    await see(dialog(page).getByText(t('webhook_delivery.states.sent')).first())
    const ids = there.received
      .filter(({ body }) => body.includes('Told later'))
      .map(({ headers }) => headers['webhook-id'])
    assert.ok(ids.length >= 2)
    assert.equal(new Set(ids).size, 1)
  },
)

journey(
  'another system calls, and a ticket stands there, on a phone in Arabic, in the dark',
  { timeout: 90_000, size: 'phone', dark: true },
  async ({ page, url }) => {
    const t = await signIn(page, 'admin@acme.test', 'ar')
    await page.goto('/settings/webhooks')
    await see(page.getByRole('link', { name: there.url }))
    await expectNoSideways(page)
    await expectNoAxeViolations(page)
    await press(page.getByRole('link', { name: there.url }))
    await see(log(page, t).getByText(t('event.ticket.created')).first())
    await expectNoSideways(page)

    await page.goto('/settings/incoming-calls')
    await press(page.getByRole('button', { name: t('incoming_hook.new') }).first())
    await dialog(page)
      .getByRole('textbox', { name: t('incoming_hook.name') })
      .fill('Monitoring')
    await press(dialog(page).getByRole('combobox', { name: t('incoming_hook.action') }))
    await press(page.getByRole('option', { name: t('action.tickets.create') }))
    await dialog(page)
      .getByRole('textbox', { name: t('incoming_hook.fields') })
      .fill('title = Alert {{alert.name}}')
    await press(dialog(page).getByRole('button', { name: t('do.create') }))
    const secret = await dialog(page)
      .getByText(/^whsec_/)
      .textContent()
    await press(dialog(page).getByRole('button', { name: t('webhook.understood') }))
    const place = await page.getByText(/\/api\/hooks\//).textContent()
    assert.ok(place!.startsWith(url))
    const body = JSON.stringify({ alert: { name: 'Disk' } })
    const at = new Date()
    const answer = await fetch(place!, {
      method: 'POST',
      headers: {
        'webhook-id': 'alert-1',
        'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
        'webhook-signature': new Webhook(secret!).sign('alert-1', at, body),
      },
      body,
    })
    assert.equal(answer.status, 200)
    await see(page.getByText(t('incoming_call.states.handled')))
    await expectNoSideways(page)
    await expectNoAxeViolations(page)
  },
)
