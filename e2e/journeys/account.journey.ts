import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { expectNoAxeViolations } from '../accessibility.ts'
import { journey } from '../browser.ts'
import { callAs } from '../caller.ts'
import { expectNoSideways, listOf, miss, press, see, signInByHand } from './person.ts'
import { wordsOf } from './words.ts'

// What a page asks before somebody is in, or with a link that is good no more.
const REFUSED = /40[1349]|Failed to load resource/
const PASSWORD = 'violet harbour evening'

type Mail = { id: string; text: string; recipient: string }
/** The link in the newest mail to an address, as an administrator finds it in the outbox. */
async function linkIn(url: string, address: string, path: string): Promise<string> {
  const call = await callAs(url, 'admin@acme.test')
  for (let tries = 0; tries < 100; tries++) {
    const { items } = await call<{ items: Mail[] }>('GET', `/mail/outbox?recipient=${address}&sort=-created_at`)
    for (const { id } of items) {
      const link = new RegExp(`${path}#[\\w-]+`).exec((await call<Mail>('GET', `/mail/outbox/${id}`)).text)?.[0]
      if (link) return link
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`no mail with ${path} came to ${address}`)
}

async function looksRight(page: Page): Promise<void> {
  await expectNoAxeViolations(page)
  await expectNoSideways(page)
}

journey(
  'an invited customer sets a password on a phone, forgets it, and sets another one from a mail',
  { allow: [REFUSED], timeout: 180_000, size: 'phone' },
  async ({ page, url, newWindow }) => {
    const admin = await newWindow({ size: 'desktop', dark: true })
    const a = await signInByHand(admin, 'admin@acme.test')
    await admin.goto('/settings/users')
    await press(admin.getByRole('button', { name: a('invite.open'), exact: true }))
    await admin
      .getByRole('textbox', { name: a('invite.people') })
      .fill('Zarina Aliyeva <zarina@acme.test>\nagent@acme.test')
    await expectNoAxeViolations(admin)
    await press(admin.locator('form button[type=submit]'))
    await see(admin.getByText(a('invite.known_one')))

    const link = await linkIn(url, 'zarina@acme.test', '/invitation')
    await page.goto(link)
    await see(page.locator('input[name=password]'))
    await looksRight(page)
    const t = wordsOf('ru')
    await page.locator('input[name=password]').fill('zarina1')
    await see(page.getByText(t('password_rule.personal')))
    await page.locator('input[name=password]').fill(PASSWORD)
    await press(page.locator('button[type=submit]'))
    await miss(page.locator('input[name=password]'))
    await see(page.getByRole('navigation').or(page.getByRole('main').getByRole('heading', { level: 1 })))
    await page.waitForLoadState('networkidle')
    await page.goto('/profile')
    await see(page.getByText(t('session.current')))
    await looksRight(page)

    const other = await newWindow({ language: 'ar', size: 'phone', dark: true })
    await other.goto(link)
    await see(other.getByRole('alert'))
    await looksRight(other)

    await other.goto('/')
    await press(other.getByRole('link', { name: wordsOf('ar')('sign_in.forgotten') }))
    await other.locator('input[name=email]').fill('zarina@acme.test')
    await looksRight(other)
    await press(other.locator('button[type=submit]'))
    await see(other.getByText(wordsOf('ar')('forgot.asked')))

    await other.goto(await linkIn(url, 'zarina@acme.test', '/reset-password'))
    await see(other.locator('input[name=password]'))
    await other.locator('input[name=password]').fill('amber lantern morning')
    await looksRight(other)
    await press(other.locator('button[type=submit]'))
    await see(other.getByRole('link', { name: t('do.sign_in') }))
    // The phone was signed in with the old password.
    await see(page.locator('input[name=password]').nth(0))
    await press(other.getByRole('link', { name: t('do.sign_in') }))
    await other.locator('input[name=username]').fill('zarina@acme.test')
    await other.locator('input[name=password]').fill('amber lantern morning')
    await press(other.locator('button[type=submit]'))
    await miss(other.locator('input[name=username]'))
  },
)

journey(
  'a session that is ended from another window asks for the password again and keeps what was typed',
  { allow: [REFUSED], timeout: 120_000 },
  async ({ page, newWindow }) => {
    const t = await signInByHand(page, 'agent@acme.test')
    await see(listOf(page, t).getByRole('link'))
    await page.goto('/tickets/new')
    const title = page.getByRole('textbox').first()
    await title.fill('Typed before the session ended')

    const other = await newWindow()
    await signInByHand(other, 'agent@acme.test')
    await other.goto('/profile')
    await see(other.getByText(t('session.current')))
    await expectNoAxeViolations(other)
    await press(other.getByRole('button', { name: t('session.end_others') }))
    await see(page.locator('input[name=password]'))
    await miss(other.getByRole('button', { name: t('session.end_others') }))

    await page.locator('input[name=password]').fill('workernet-demo')
    await press(page.getByRole('dialog').locator('button[type=submit]'))
    await miss(page.locator('input[name=password]'))
    assert.equal(await title.inputValue(), 'Typed before the session ended')
  },
)
