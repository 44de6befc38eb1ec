// A sales manager sets a pipeline up, looks at the forecast and makes a quote for a client in Arabic.
import assert from 'node:assert/strict'
import { expectNoAxeViolations } from '../accessibility.ts'
import { journey } from '../browser.ts'
import { openPage } from './every-page.ts'
import { expectNoSideways, miss, press, see, signIn } from './person.ts'

journey(
  'from a new pipeline to a quote: stages in their order, a stage that goes with its deals, forecast, PDF',
  { timeout: 240_000, allow: [/\b409\b/] },
  async ({ page }) => {
    await page.setViewportSize({ width: 1440, height: 900 })
    const number = String(Date.now()).slice(-7)
    const t = await signIn(page, 'sales_manager@acme.test')
    await openPage(page, '/deals/board')
    await press(page.getByRole('link', { name: t('pipelines.set_up') }))
    await press(page.getByRole('button', { name: t('pipeline.new') }))
    const drawer = page.getByRole('dialog')
    await drawer
      .getByRole('textbox', { name: t('pipeline.name') })
      .first()
      .fill(`Опт ${number}`)
    await press(drawer.getByRole('button', { name: t('do.create') }))
    await see(page.getByRole('heading', { level: 2, name: `Опт ${number}` }))
    const stages = page.getByRole('region', { name: t('pipeline_stage.many') }).getByRole('listitem')
    await see(stages.nth(2))

    const make = async (name: string) => {
      await press(page.getByRole('button', { name: t('pipeline_stage.new') }))
      await drawer
        .getByRole('textbox', { name: t('pipeline_stage.name') })
        .first()
        .fill(name)
      await drawer.getByRole('textbox', { name: t('pipeline_stage.probability') }).fill('50')
      await drawer.getByRole('checkbox', { name: t('deal.amount') }).check()
      await expectNoAxeViolations(page)
      await press(drawer.getByRole('button', { name: t('do.create') }))
      await see(stages.filter({ hasText: name }))
    }
    await make('Договор')
    // By its button, before the stage that was there.
    await press(page.getByRole('button', { name: t('pipelines.up', { name: 'Договор' }) }))
    await see(stages.first().filter({ hasText: 'Договор' }))
    await page.reload()
    await see(stages.first().filter({ hasText: 'Договор' }))
    await expectNoAxeViolations(page)
    await expectNoSideways(page)

    // A deal in the first stage goes with it to where people say.
    await press(page.getByRole('link', { name: t('pipelines.to_board') }))
    await press(page.getByRole('button', { name: t('deal.new') }))
    await drawer.getByRole('textbox', { name: t('deal.title') }).fill(`Поставка ${number}`)
    await press(drawer.locator('#field-client'))
    await press(page.getByRole('option').first())
    await drawer.locator('#field-amount').fill('1000')
    await press(drawer.getByRole('button', { name: t('do.create') }))
    await see(page.getByRole('heading', { level: 1, name: `Поставка ${number}` }))
    const address = page.url()

    await openPage(page, '/settings/pipelines')
    await page.getByText(`Опт ${number}`).first().click()
    await press(page.getByRole('button', { name: t('pipelines.remove_named', { name: 'Договор' }) }))
    await press(drawer.getByRole('combobox'))
    await press(page.getByRole('option').first())
    await press(drawer.getByRole('button', { name: t('do.delete') }))
    await miss(stages.filter({ hasText: 'Договор' }))

    await openPage(page, '/deals/forecast')
    await see(page.getByText(t('forecast.formula')))
    await see(page.getByRole('table').first())
    await expectNoAxeViolations(page)
    await expectNoSideways(page)

    await openPage(page, address)
    const quotes = page.getByRole('region', { name: t('quote.many') })
    await press(quotes.getByRole('button', { name: t('quote.new') }))
    await press(quotes.getByRole('combobox', { name: t('quote.language') }))
    await press(page.getByRole('option', { name: 'العربية' }))
    await press(quotes.getByRole('button', { name: t('quote.make') }))
    const made = quotes.getByRole('listitem').getByRole('button').first()
    await see(made)
    const [file] = await Promise.all([page.waitForEvent('download'), press(made)])
    assert.match(file.suggestedFilename(), /\.pdf$/)
    await expectNoAxeViolations(page)
    // It stands on the deal's timeline as well.
    await see(page.getByRole('region', { name: t('timeline.title') }).getByText(t('timeline.kind.file')))
  },
)
