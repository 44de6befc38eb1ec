// The people of the demo at a window of the product, and what they do over and over.
import assert from 'node:assert/strict'
import type { Locator, Page } from 'playwright-core'
import { PASSWORD } from '../caller.ts'
import { type Words, wordsOf } from './words.ts'

/** The languages in the profiles of the demo; a window speaks them unless somebody chose another there. */
const LANGUAGES = {
  'admin@acme.test': 'ru',
  'manager@acme.test': 'ru',
  'agent@acme.test': 'ru',
  'analyst@acme.test': 'en',
  'd.yusupova@acme.test': 'uz',
  'client@acme.test': 'uz',
  'sales_manager@acme.test': 'ru',
  'seller@acme.test': 'ru',
  'it@vostok-bank.example': 'ru',
  'noc-robot@vostok-bank.example': 'en',
  'admin@globex.test': 'en',
  'agent@globex.test': 'en',
  'client@globex.test': 'ru',
} as const
export type Email = keyof typeof LANGUAGES
type Language = 'ru' | 'en' | 'uz' | 'ar'

/** Waits until something is there to see. */
export const see = (what: Locator, ms = 20_000) => what.first().waitFor({ state: 'visible', timeout: ms })
/** Waits until nothing of it is there. */
export const miss = (what: Locator, ms = 20_000) => what.first().waitFor({ state: 'hidden', timeout: ms })

/** Presses with what one has: a finger on a phone, else the mouse. */
export const press = (what: Locator) => (what.page().viewportSize()!.width < 500 ? what.tap() : what.click())

/** Fails when a page can be scrolled sideways, or a choice of few is cut off. */
export async function expectNoSideways(page: Page): Promise<void> {
  const room = page.viewportSize()!.width
  const taken = await page.evaluate(() => Math.max(document.documentElement.scrollWidth, innerWidth))
  assert.ok(taken <= room, `${page.url()} is ${taken} px wide in a window of ${room}`)
  const wide = await page
    .locator('main, [role=radiogroup], [role=toolbar] > *')
    .evaluateAll((all) =>
      all.filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.outerHTML.slice(0, 120)),
    )
  assert.deepEqual(wide, [], `${page.url()} holds what is wider than it`)
}

/** Fails when a heading of a table stands on two lines inside one of its words. */
export async function expectWholeHeadings(page: Page): Promise<void> {
  const torn = await page.locator('th[scope=col]:visible').evaluateAll((all) =>
    all.flatMap((heading) => {
      // On a phone some are there for those who listen only.
      if (heading.getBoundingClientRect().width < 2) return []
      const words = [...(heading.textContent ?? '').matchAll(/\p{L}+/gu)]
      const text = document.createTreeWalker(heading, NodeFilter.SHOW_TEXT).nextNode()
      return words
        .filter(({ 0: word, index }) => {
          const range = document.createRange()
          range.setStart(text!, index)
          range.setEnd(text!, index + word.length)
          return range.getClientRects().length > 1
        })
        .map(({ 0: word }) => word)
    }),
  )
  assert.deepEqual(torn, [], `words of headings on ${page.url()} are torn`)
}

/** Signs in on a new window by keyboard and one press; answers the words that window speaks from then on. */
export async function signInByHand(page: Page, email: Email, choose?: Language): Promise<Words> {
  await page.goto('/')
  const field = page.locator('input[name=username]')
  await see(field)
  if (choose) {
    await page.getByRole('combobox').selectOption(choose)
    await page.locator(`html[lang=${choose}]`).waitFor()
  }
  await field.fill(email)
  await page.locator('input[name=password]').fill(PASSWORD)
  await press(page.locator('button[type=submit]'))
  await miss(field)
  return speaking(page, choose ?? LANGUAGES[email])
}

/** A new window of somebody who has signed in before, at the first page: for journeys that are about something else. */
export function signIn(page: Page, email: Email, choose?: Language): Promise<Words> {
  return choose ? signInByHand(page, email, choose) : openAs(page, email, '/')
}

/** The same at another address, without a load of the first page. */
export async function openAs(page: Page, email: Email, address: string): Promise<Words> {
  // The page's own way in, less its form: a cookie that no script reads, and the mark that there is one.
  const signedIn = await page.context().request.post('/api/auth/login', {
    data: { username: email, password: PASSWORD },
    headers: { 'x-session': 'cookie', 'sec-fetch-site': 'same-origin' },
  })
  assert.equal(signedIn.status(), 200, `${email}: ${await signedIn.text()}`)
  await page.goto('/api/system/ready')
  await page.evaluate(() => localStorage.setItem('workernet.signed-in', '1'))
  await page.goto(address)
  return speaking(page, LANGUAGES[email])
}

async function speaking(page: Page, language: Language): Promise<Words> {
  await page.locator(`html[lang=${language}]`).waitFor()
  return wordsOf(language)
}

/** The list of the workspace and what stands in it. */
export const listOf = (page: Page, t: Words) => page.getByRole('region', { name: t('tickets.list') })
export const rowOf = (page: Page, t: Words, text: string) => listOf(page, t).getByRole('link').filter({ hasText: text })
/** The messages of the ticket or request that is open. */
export const thread = (page: Page, t: Words) => page.getByRole('list', { name: t('tickets.conversation') })
export const statusOf = (page: Page, t: Words, status: string) =>
  page.getByRole('button', { name: t('tickets.set_status', { status: t(`ticket.status.${status}`) }) })

/** Finds a ticket by its subject where the agent works, and opens it. */
export async function openTicket(page: Page, t: Words, title: string): Promise<void> {
  await press(rowOf(page, t, title).first())
  await see(page.getByRole('heading', { level: 1, name: title }))
}

/** An agent's answer to the customer, or a note to colleagues. */
export async function write(page: Page, t: Words, text: string, kind: 'reply' | 'note' = 'reply'): Promise<void> {
  await press(page.getByRole('radio', { name: t(kind === 'note' ? 'tickets.note_tab' : 'tickets.reply') }))
  await page.getByRole('textbox', { name: t(`tickets.${kind}`) }).fill(text)
  await press(
    page.getByRole('button', { name: t(kind === 'note' ? 'tickets.save_note' : 'tickets.send'), exact: true }),
  )
  await see(thread(page, t).getByText(text))
}

/** Moves the ticket that is open along. */
export async function move(page: Page, t: Words, from: string, to: string): Promise<void> {
  await press(statusOf(page, t, from))
  await press(page.getByRole('menuitem', { name: t(`ticket.status.${to}`) }))
  await see(statusOf(page, t, to))
}

/** A customer's new request, from the portal's first page to the page of the request. */
export async function ask(page: Page, t: Words, title: string, text: string, file?: string): Promise<void> {
  await press(page.getByRole('link', { name: t('tickets.portal.new') }).first())
  await page.getByRole('textbox', { name: t('tickets.portal.subject') }).fill(title)
  await page.getByRole('textbox', { name: t('tickets.portal.text') }).fill(text)
  if (file) {
    const asked = page.waitForEvent('filechooser')
    await press(page.getByRole('button', { name: t('tickets.attach') }))
    await (await asked).setFiles({ name: file, mimeType: 'text/plain', buffer: Buffer.from('14:02 link down\n') })
    await see(page.getByRole('button', { name: t('tickets.remove_file', { name: file }) }))
  }
  await press(page.getByRole('button', { name: t('tickets.portal.submit') }))
  await see(page.getByRole('heading', { level: 1, name: title }))
}

/** A customer's answer in the request that is open. */
export async function answer(page: Page, t: Words, text: string): Promise<void> {
  await page.getByRole('textbox', { name: t('tickets.portal.answer') }).fill(text)
  await press(page.getByRole('button', { name: t('tickets.send'), exact: true }))
  await see(thread(page, t).getByText(text))
}
