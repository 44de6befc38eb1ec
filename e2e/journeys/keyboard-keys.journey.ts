import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { expectNoAxeViolations } from '../accessibility.ts'
import { journey } from '../browser.ts'
import { listOf, miss, press, see, signIn, thread } from './person.ts'

/** Presses the place of a key while the layout is Russian: the letter is Cyrillic, the place is what it is. */
async function pressRussian(page: Page, code: string, key: string, held: { alt?: boolean; shift?: boolean } = {}) {
  const client = await page.context().newCDPSession(page)
  const modifiers = (held.alt ? 1 : 0) + (held.shift ? 8 : 0)
  const press = { code, key, modifiers, windowsVirtualKeyCode: code.replace('Key', '').charCodeAt(0) }
  await client.send('Input.dispatchKeyEvent', { type: held.alt ? 'rawKeyDown' : 'keyDown', ...press })
  await client.send('Input.dispatchKeyEvent', { type: 'keyUp', ...press })
  await client.detach()
}

/** Fails when the focus is nowhere. */
async function expectFocus(page: Page, after: string): Promise<void> {
  const at = await page
    .waitForFunction(() => document.activeElement !== document.body, null, { timeout: 3_000 })
    .catch(() => null)
  assert.ok(at, `the focus was lost after ${after}`)
}

journey(
  'keys on a Russian layout, the sheet, the palette, and keys of one’s own',
  { timeout: 180_000 },
  async ({ page }) => {
    const t = await signIn(page, 'agent@acme.test')
    await see(listOf(page, t).getByRole('link').nth(4))

    await pressRussian(page, 'KeyJ', 'о')
    await page.keyboard.press('Enter')
    await see(thread(page, t).getByRole('article'))
    await expectFocus(page, 'opening a ticket')
    await pressRussian(page, 'KeyN', 'т')
    await see(page.locator('textarea:focus'))
    await page.keyboard.type('Заметка')
    await page.keyboard.press('Control+Enter')
    await see(thread(page, t).getByText('Заметка', { exact: true }))
    await page.keyboard.press('Escape')
    await pressRussian(page, 'KeyP', 'з')
    await see(page.getByRole('menuitemradio'))
    await page.keyboard.press('Escape')
    await miss(page.getByRole('menuitemradio'))
    await expectFocus(page, 'closing the menu of priorities')

    await page.keyboard.press('Control+Slash')
    const sheet = page.getByRole('dialog', { name: t('keys.title') })
    await see(sheet.getByText(t('tickets.key.reply')))
    await expectNoAxeViolations(page)
    await page.keyboard.type('Решить')
    await miss(sheet.getByText(t('tickets.key.reply')))
    await page.keyboard.press('Escape')
    await miss(sheet)
    await expectFocus(page, 'closing the sheet')

    await page.keyboard.press('Control+k')
    await page.keyboard.type('Назначить…')
    await page.keyboard.press('Enter')
    await see(page.getByRole('option', { name: /Азиз|Дил|Каримов|[А-Я]/ }))
    await page.keyboard.press('Backspace')
    await page.keyboard.press('Escape')
    await miss(page.getByRole('dialog'))
    await expectFocus(page, 'closing the palette')

    await pressRussian(page, 'KeyG', 'п')
    await pressRussian(page, 'KeyK', 'л')
    await see(page.getByRole('heading', { name: t('menu.keys') }))
    const change = page.getByRole('button', {
      name: t('keys.change_one', { name: t('tickets.key.reply') }),
      exact: true,
    })
    await change.focus()
    await page.keyboard.press('Enter')
    await see(page.getByRole('dialog'))
    await see(page.locator('input[readonly]:focus'))
    await pressRussian(page, 'KeyN', 'т')
    await see(page.getByText(t('keys.taken', { key: 'N', by: t('tickets.key.note') })))
    await page.keyboard.press('Backspace')
    await pressRussian(page, 'KeyQ', 'й')
    await page.keyboard.press('Enter')
    await miss(page.getByRole('dialog'))
    await see(page.getByRole('button', { name: t('keys.reset_one', { name: t('tickets.key.reply') }), exact: true }))
    await expectFocus(page, 'changing a key')
    await expectNoAxeViolations(page)

    await page.reload()
    await see(page.getByRole('button', { name: t('keys.reset_one', { name: t('tickets.key.reply') }), exact: true }))
    await pressRussian(page, 'KeyG', 'п')
    await pressRussian(page, 'KeyT', 'е')
    await see(listOf(page, t).getByRole('link').nth(4))
    await pressRussian(page, 'KeyJ', 'о')
    await page.keyboard.press('Enter')
    await see(thread(page, t).getByRole('article'))
    await pressRussian(page, 'KeyQ', 'й')
    await see(page.locator('textarea:focus'))

    // Given back: the keys of a person hold in every window, those of other journeys too.
    await page.keyboard.press('Escape')
    await pressRussian(page, 'KeyG', 'п')
    await pressRussian(page, 'KeyK', 'л')
    const reset = page.getByRole('button', { name: t('keys.reset_one', { name: t('tickets.key.reply') }), exact: true })
    await press(reset)
    await miss(reset)
    await page.reload()
    await see(change)
    assert.equal(await reset.count(), 0)
  },
)
