// Clients from the drawer to the merge and back; and two windows that write into one record.
import type { Page } from 'playwright-core'
import { expectNoAxeViolations } from '../accessibility.ts'
import { journey } from '../browser.ts'
import { expectNoSideways, miss, press, see, signIn } from './person.ts'
import type { Words } from './words.ts'

/** Changes one field of the client that is open, where it stands. */
async function change(page: Page, t: Words, field: string, value: string): Promise<void> {
  await press(page.getByTitle(t('list.change', { field: t(`client.${field}`) })))
  const properties = page.locator('dl form')
  await properties.getByRole('textbox').fill(value)
  await press(properties.getByRole('button', { name: t('do.save') }))
}

journey(
  'a seller is told of a double while typing; two clients become one and apart again; a stale save asks which is right',
  { timeout: 240_000, allow: [/\b(409|412|422)\b/] },
  async ({ page, newWindow }) => {
    await page.setViewportSize({ width: 1440, height: 900 })
    // A run again finds what the run before it left.
    const number = String(Date.now()).slice(-7)
    const [first, second] = [`Ромашка ${number}`, `ООО «${number} Ромашка»`]
    const t = await signIn(page, 'sales_manager@acme.test')
    const drawer = page.getByRole('dialog', { name: t('client.new') })
    const make = async (name: string, phone: string) => {
      await page.goto('/clients?new=yes')
      await drawer.getByRole('textbox', { name: t('client.name') }).fill(name)
      await drawer.getByRole('textbox', { name: t('client.phone') }).fill(phone)
    }
    const create = async (name: string) => {
      await press(drawer.getByRole('button', { name: t('do.create') }))
      await see(page.getByRole('heading', { level: 1, name }))
    }
    await make(first, `+998 90 ${number}`)
    await create(first)
    const address = page.url()
    await expectNoAxeViolations(page)
    await expectNoSideways(page)

    await make(second, `90 ${number}`)
    const hint = drawer.getByRole('region', { name: t('clients.same') })
    await see(hint.getByText(t('clients.reason.phone')))
    await see(hint.getByRole('link', { name: first }))
    await expectNoAxeViolations(page)
    await drawer.getByRole('textbox', { name: t('client.phone') }).fill(`91 ${number}`)
    await create(second)

    // The first is looked at again: it may stand here twice.
    await page.goto(address)
    await press(page.getByRole('button', { name: t('clients.maybe_twice', { number: 1 }) }))
    await press(page.getByRole('button', { name: t('clients.do_merge') }))
    const sides = page.getByRole('dialog', { name: t('clients.merge') })
    const theirName = `${t('client.name')}: ${t('clients.other_one')}`
    await press(sides.getByRole('radio', { name: theirName }))
    await expectNoAxeViolations(page)
    await press(sides.getByRole('button', { name: t('clients.do_merge') }))
    await see(page.getByRole('heading', { level: 1, name: second }))
    await miss(page.getByRole('button', { name: t('clients.maybe_twice', { number: 1 }) }))
    await press(page.getByRole('button', { name: t('clients.undo_merge') }))
    await see(page.getByRole('heading', { level: 1, name: first }))
    await see(page.getByRole('button', { name: t('clients.maybe_twice', { number: 1 }) }))

    const story = page.getByRole('region', { name: t('timeline.title') })
    await story.getByRole('textbox', { name: t('timeline.kind.note') }).fill('Позвонить после обеда')
    await press(story.getByRole('button', { name: t('timeline.save') }))
    await see(story.getByRole('listitem').filter({ hasText: 'Позвонить после обеда' }))

    // Another window that hears nothing of what happens meanwhile writes into the same field.
    const other = await newWindow({ size: { width: 1440, height: 900 } })
    await signIn(other, 'sales_manager@acme.test')
    await other.routeWebSocket(/.*/, () => undefined)
    await other.goto(address)
    await see(other.getByRole('heading', { level: 1, name: first }))
    await change(page, t, 'address', 'Регистан, 1')
    await see(page.getByTitle(t('list.change', { field: t('client.address') })).getByText('Регистан, 1'))
    await change(other, t, 'address', 'Регистан, 2')
    const conflict = other.getByRole('dialog', { name: t('conflict.title') })
    await see(conflict.getByText('Регистан, 1'))
    await expectNoAxeViolations(other)
    await press(conflict.getByRole('radio', { name: new RegExp(`^${t('conflict.theirs')}`) }))
    await press(conflict.getByRole('button', { name: t('do.save') }))
    await miss(conflict)
    await see(other.getByTitle(t('list.change', { field: t('client.address') })).getByText('Регистан, 1'))

    for (const path of ['/clients', '/clients/duplicates']) {
      await page.goto(path)
      await see(page.getByRole('main').getByRole('link', { name: /\S/ }))
      await expectNoAxeViolations(page)
      await expectNoSideways(page)
    }
  },
)
