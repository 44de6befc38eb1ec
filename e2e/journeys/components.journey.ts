// An administrator switches components while others watch: what is off is gone from every window, and comes back as it was.
import type { Page } from 'playwright-core'
import { expectNoAxeViolations } from '../accessibility.ts'
import { journey } from '../browser.ts'
import { openPage, turnTo } from './every-page.ts'
import { expectNoSideways, miss, press, see, signIn } from './person.ts'
import type { Words } from './words.ts'

const switchOf = (page: Page, t: Words, id: string) =>
  page.getByRole('switch', { name: t('components.switch', { title: t(`component.${id}.title`) }) })

journey(
  'a component is switched off and on while two windows watch; its settings are changed and put back',
  { timeout: 240_000, allow: [/\b(404|409)\b/] },
  async ({ page: admin, newWindow }) => {
    await admin.setViewportSize({ width: 1440, height: 900 })
    const seller = await newWindow({ size: { width: 1440, height: 900 } })
    const [ru, t] = [await signIn(admin, 'admin@acme.test'), await signIn(seller, 'sales_manager@acme.test')]
    const menu = seller
      .getByRole('navigation', { name: t('navigation') })
      .getByRole('link', { name: t('menu.deals'), exact: true })
    await see(menu)
    await seller.goto('/deals')
    const row = seller.locator('main a[href^="/deals/01"]')
    await see(row)

    // Others need clients: the list of them is said before and when it is tried.
    await openPage(admin, '/settings/components')
    await expectNoAxeViolations(admin)
    await expectNoSideways(admin)
    await switchOf(admin, ru, 'clients').press('Space')
    const asking = admin.getByRole('dialog')
    await see(asking.getByRole('note').filter({ hasText: ru('component.deals.title') }))
    await press(asking.getByRole('button', { name: ru('components.do_off') }))
    await see(asking.getByRole('alert').filter({ hasText: ru('component.deals.title') }))
    await press(asking.getByRole('button', { name: ru('do.cancel') }))

    // Off: menu, page, palette and API of both windows.
    await switchOf(admin, ru, 'deals').press('Space')
    await see(asking.getByText(ru('components.stays_data')))
    await expectNoAxeViolations(admin)
    await press(asking.getByRole('button', { name: ru('components.do_off') }))
    await miss(asking)
    await miss(menu)
    await miss(row)
    await miss(
      admin
        .getByRole('navigation', { name: ru('navigation') })
        .getByRole('link', { name: ru('menu.deals'), exact: true }),
    )
    await see(seller.getByText(t('page_switched_off.title')))
    await seller.keyboard.press('Control+k')
    const palette = seller.getByRole('dialog').getByRole('combobox')
    await palette.fill(t('deal.new'))
    await miss(seller.getByRole('option', { name: t('deal.new') }))
    await seller.keyboard.press('Escape')

    // On: everything is back, with what was there.
    await switchOf(admin, ru, 'deals').press('Space')
    await see(menu)
    await press(menu)
    await see(seller.getByRole('main').getByRole('heading', { level: 1, name: t('deal.many') }))
    await seller.goto('/deals')
    await see(row)

    // Its settings: a form, a history, a way back.
    await turnTo(admin, '/settings/components/deals')
    const settings = admin.getByRole('region', { name: ru('components.settings') })
    const days = settings.getByRole('textbox', { name: ru('deal_settings.quote_valid_days') })
    await see(days)
    const before = await days.inputValue()
    const wanted = before === '21' ? '20' : '21'
    await days.fill(wanted)
    await press(settings.getByRole('button', { name: ru('do.save') }))
    const history = admin.getByRole('region', { name: ru('components.history') })
    await see(
      history
        .getByRole('listitem')
        .filter({ hasText: ru('deal_settings.quote_valid_days') })
        .filter({ hasText: wanted }),
    )
    await expectNoAxeViolations(admin)
    await press(history.getByRole('button').first())
    await see(settings.locator(`input[value="${before}"]`))
  },
)
