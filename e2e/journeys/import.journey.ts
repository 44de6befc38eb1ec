// The road of sales: a file of a thousand contacts becomes clients, a double among them is merged, and one of them buys.
import assert from 'node:assert/strict'
import { expectNoAxeViolations } from '../accessibility.ts'
import { journey } from '../browser.ts'
import { expectNoSideways, miss, openAs, press, see } from './person.ts'

const ROWS = 1_000
/** The last so many rows repeat the addresses of the first. */
const REPEATED = 40

/** A file as people have it: windows-1251, semicolons, a city that no field is for. */
function fileOf(stamp: string): Buffer {
  const lines = Array.from({ length: ROWS }, (_none, at) => {
    const who = at >= ROWS - REPEATED ? at - (ROWS - REPEATED) : at
    const name = at === REPEATED || at === REPEATED + 1 ? `Двойник ${stamp}` : `Контакт ${stamp} ${who}`
    return [
      name,
      `contact${who}.${stamp}@example.com`,
      `+7 901 ${String(Number(stamp) + who).padStart(7, '0')}`,
      'Тула',
    ].join(';')
  })
  return cp1251(['ФИО;Эл. почта;Телефон;Город', ...lines, `Никто ${stamp};не адрес;;`].join('\r\n'))
}

const cp1251 = (text: string): Buffer =>
  Buffer.from(
    Array.from(text, (letter) => {
      const code = letter.codePointAt(0)!
      return code >= 0x410 && code <= 0x44f ? code - 0x350 : code
    }),
  )

journey(
  'a thousand contacts are tried, written and found again; two of them become one, and that one buys',
  { timeout: 300_000, allow: [/\b(409|412|422)\b/] },
  async ({ page }) => {
    await page.setViewportSize({ width: 1440, height: 900 })
    const stamp = String(Date.now()).slice(-7)
    const t = await openAs(page, 'sales_manager@acme.test', '/imports?entity=client')
    await see(page.getByRole('button', { name: t('import.choose') }))
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: `contacts-${stamp}.csv`, mimeType: 'text/csv', buffer: fileOf(stamp) })
    await see(page.getByRole('heading', { level: 1, name: `contacts-${stamp}.csv` }))
    const encoding = page.getByRole('combobox', { name: t('import.encoding') })
    assert.equal(await encoding.inputValue(), 'windows-1251')
    const field = (column: string) => page.getByRole('combobox', { name: t('import.field_of', { column }) })
    assert.equal(await field('ФИО').inputValue(), 'name')
    assert.equal(await field('Город').inputValue(), '')
    await field('Город').selectOption('address')
    await see(page.getByText(`Контакт ${stamp} 0`))
    await expectNoAxeViolations(page)
    await expectNoSideways(page)

    // It stands where it stood: what was chosen is in the run itself.
    await page.reload()
    await see(field('Город'))
    assert.equal(await field('Город').inputValue(), 'address')
    await press(page.getByRole('button', { name: t('import.check'), exact: true }))
    const count = (outcome: string) =>
      page
        .getByRole('group', { name: t('import.counts') })
        .locator('div')
        .filter({ hasText: t(`import.outcome.${outcome}`) })
        .locator('dd')
    await see(page.getByRole('button', { name: t('import.run'), exact: true }), 60_000)
    assert.deepEqual(
      [await count('create').innerText(), await count('update').innerText(), await count('error').innerText()],
      [String(ROWS - REPEATED), String(REPEATED), '1'],
    )
    await expectNoAxeViolations(page)
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      press(page.getByRole('button', { name: t('import.faults') })),
    ])
    assert.match(file.suggestedFilename(), /csv$/)
    await press(page.getByRole('button', { name: t('import.run'), exact: true }))
    await see(page.getByRole('button', { name: t('import.undo') }), 60_000)
    assert.equal(await count('create').innerText(), String(ROWS - REPEATED))
    await expectNoAxeViolations(page)

    // The double is told of on its own page, and merged.
    await page.goto(`/clients?q=${encodeURIComponent(`Двойник ${stamp}`)}`)
    await press(
      page
        .getByRole('main')
        .getByRole('link', { name: `Двойник ${stamp}` })
        .first(),
    )
    await press(page.getByRole('button', { name: t('clients.maybe_twice', { number: 1 }) }))
    await press(page.getByRole('button', { name: t('clients.do_merge') }))
    const sides = page.getByRole('dialog', { name: t('clients.merge') })
    await press(sides.getByRole('button', { name: t('clients.do_merge') }))
    await see(page.getByRole('button', { name: t('clients.undo_merge') }))
    await miss(sides)
    const client = /[0-9a-f-]{36}/.exec(page.url())![0]

    // A deal with them, from their page over the board to a won one.
    await press(page.getByRole('link', { name: t('deal.new') }))
    const drawer = page.getByRole('dialog', { name: t('deal.new') })
    await drawer.getByRole('textbox', { name: t('deal.title') }).fill(`Поставка ${stamp}`)
    await press(drawer.getByRole('button', { name: t('do.create'), exact: true }))
    await see(page.getByRole('heading', { level: 1, name: `Поставка ${stamp}` }))
    const deal = page.url()
    // What it sells, with a tax within the price, then on top of it.
    const lines = page.getByRole('region', { name: t('deal.lines') })
    await press(lines.getByRole('button', { name: t('deals.line_add') }))
    await lines.getByRole('textbox', { name: t('deals.line_name') }).fill('Кабель')
    await lines.getByRole('textbox', { name: t('deals.line_price') }).fill('1120')
    await lines.getByRole('textbox', { name: t('deals.line_tax') }).fill('12')
    await press(lines.getByRole('button', { name: t('deals.line_add') }))
    await see(lines.getByText(/: 120\b.*1\s000/))
    await see(lines.locator('strong', { hasText: /1\s120/ }))
    await expectNoAxeViolations(page)
    await press(lines.getByText(t('deals.taxes.on_top'), { exact: true }))
    await see(lines.locator('strong', { hasText: /1\s254/ }))
    await page.reload()
    await see(lines.locator('strong', { hasText: /1\s254/ }))
    await page.goto(`/deals/board?client=${client}`)
    const card = page.locator('[data-card]').filter({ hasText: `Поставка ${stamp}` })
    await see(card)
    await press(card.getByRole('button', { name: t('deals.move_to') }))
    await press(page.getByRole('menuitem').filter({ hasText: t('deal.state.won') }))
    await page.goto(deal)
    await see(page.getByRole('main').getByText(t('deal.state.won')))
  },
)
