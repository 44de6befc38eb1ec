import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { journey } from '../browser.ts'
import { listOf, miss, see, thread } from './person.ts'
import { wordsOf } from './words.ts'

const REPLY = 'Здравствуйте! Отправили вам счёт ещё раз.'

journey('an agent works by keyboard alone', { timeout: 120_000 }, async ({ page, clicks }) => {
  const t = wordsOf('ru')
  await page.goto('/')
  await see(page.locator('input[name=username]:focus'))
  await page.keyboard.type('agent@acme.test')
  await page.keyboard.press('Tab')
  await page.keyboard.type('workernet-demo')
  await page.keyboard.press('Enter')
  await see(listOf(page, t).getByRole('link').nth(4))

  await page.keyboard.press('j')
  await see(page.locator('tr[aria-rowindex="2"] a:focus'))
  await page.keyboard.press('j')
  await see(page.locator('tr[aria-rowindex="3"] a:focus'))
  await page.keyboard.press('Enter')
  await see(thread(page, t).getByRole('article'))
  await see(page.getByRole('textbox', { name: t('tickets.reply') }))
  await page.keyboard.press('Shift+Slash')
  await see(page.getByRole('dialog', { name: t('keys.title') }))
  await page.keyboard.press('Escape')
  await miss(page.getByRole('dialog'))

  await page.keyboard.press('r')
  await see(page.locator('textarea:focus'))
  await page.keyboard.type(REPLY)
  await page.keyboard.press('Control+Enter')
  await see(thread(page, t).getByText(REPLY))
  await page.keyboard.press('Escape')
  const before = await statusName(page, t)
  await page.keyboard.press('s')
  // A menu takes the focus a moment after it is drawn.
  await page.getByRole('menu').and(page.locator(':focus-within')).waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await miss(page.getByRole('menuitem'))
  await miss(page.getByRole('button', { name: before, exact: true }))
  assert.notEqual(await statusName(page, t), before)
  assert.equal(clicks(), 0)
})

/** What the button of the status says. */
async function statusName(page: Page, t: (key: string) => string): Promise<string> {
  const begins = t('tickets.set_status').split('{{')[0]!.trim().split(' ')[0]!
  return (
    (await page
      .getByRole('button', { name: new RegExp(`^${begins}`) })
      .first()
      .getAttribute('aria-label')) ?? ''
  )
}
