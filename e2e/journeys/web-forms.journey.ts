// A form from the settings to a stranger's window, and what looked like spam from the queue to a lead.
import { expectNoAxeViolations } from '../accessibility.ts'
import { journey } from '../browser.ts'
import { expectNoSideways, miss, openAs, press, see } from './person.ts'

journey(
  'a form is made, a stranger fills it in, and somebody takes what was held back for a lead',
  { timeout: 120_000 },
  async ({ page, newWindow }) => {
    await page.setViewportSize({ width: 1440, height: 900 })
    const stamp = String(Date.now()).slice(-7)
    const [name, visitor] = [`Сайт ${stamp}`, `Посетитель ${stamp}`]
    const t = await openAs(page, 'sales_manager@acme.test', '/settings/web-forms')
    await press(page.getByRole('button', { name: t('web_form.new') }).first())
    const drawer = page.getByRole('dialog')
    await drawer.getByRole('textbox', { name: t('web_form.name'), exact: true }).fill(name)
    await drawer.getByRole('textbox', { name: t('web_form.title'), exact: true }).fill('Оставьте заявку')
    await drawer.getByRole('textbox', { name: t('web_form.thanks'), exact: true }).fill('Ждите звонка')
    await expectNoAxeViolations(page)
    await press(drawer.getByRole('button', { name: t('do.create'), exact: true }))
    const link = drawer.getByRole('link', { name: t('web_form.look') })
    await see(link)
    const address = (await link.getAttribute('href'))!

    const stranger = await newWindow({ size: { width: 390, height: 844 } })
    await stranger.goto(address)
    await see(stranger.getByRole('heading', { name: 'Оставьте заявку' }))
    await expectNoAxeViolations(stranger)
    await expectNoSideways(stranger)
    await stranger.locator('[name=name]').fill(visitor)
    await stranger.locator('[name=email]').fill(`visitor${stamp}@example.com`)
    await stranger.locator('[name=notes]').fill('http://one.example http://two.example')
    await stranger.locator('button').click()
    await see(stranger.getByText('Ждите звонка'))

    await page.goto('/settings/web-forms/submissions')
    const held = page.getByRole('listitem').filter({ hasText: visitor })
    await see(held.getByText(t('web_form_submission.reason.links')))
    await expectNoAxeViolations(page)
    await expectNoSideways(page)
    await press(held.getByRole('button', { name: t('web_form_submission.accept') }))
    await miss(held)
    await page.goto(`/clients?q=${encodeURIComponent(`visitor${stamp}@example.com`)}`)
    await see(page.getByRole('main').getByRole('link', { name: visitor }))
  },
)
