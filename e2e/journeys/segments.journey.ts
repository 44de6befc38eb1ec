// A segment is put together, counted while it is, and stays right as clients change; the list of clients is narrowed by it.
import { expectNoAxeViolations } from '../accessibility.ts'
import { journey } from '../browser.ts'
import { expectNoSideways, press, see, signIn } from './person.ts'

journey('a segment holds whom its conditions hold for, live', { timeout: 180_000 }, async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 })
  // A run again finds what the run before it left.
  const mark = `сегмент ${String(Date.now()).slice(-7)}`
  const t = await signIn(page, 'sales_manager@acme.test')
  const make = async (name: string) => {
    await page.goto('/clients?new=yes')
    const drawer = page.getByRole('dialog', { name: t('client.new') })
    await drawer.getByRole('textbox', { name: t('client.name') }).fill(name)
    await press(drawer.getByRole('button', { name: t('do.create') }))
    await see(page.getByRole('heading', { level: 1, name }))
  }
  await make(`Первый ${mark}`)
  await make(`Второй ${mark}`)

  await page.goto('/clients')
  await press(page.getByRole('link', { name: t('client_segment.many') }))
  await press(page.getByRole('button', { name: t('client_segment.new') }).first())
  const form = page.getByRole('dialog', { name: t('client_segment.new') })
  await form.getByRole('textbox', { name: t('client_segment.name') }).fill(mark)
  await press(form.getByRole('button', { name: t('conditions.add_rule') }))
  await press(form.getByRole('combobox', { name: t('conditions.field') }))
  await press(page.getByRole('option', { name: t('client.name'), exact: true }))
  await press(form.getByRole('combobox', { name: t('conditions.how', { name: t('client.name') }) }))
  await press(page.getByRole('option', { name: t('conditions.test.contains') }))
  await form.getByRole('textbox', { name: t('conditions.value', { name: t('client.name') }) }).fill(mark)
  await see(form.getByText(t('segments.preview', { number: '2' })))
  await press(form.getByRole('button', { name: t('conditions.add_group') }))
  const group = form.getByRole('group', { name: t('conditions.group', { number: 2 }) })
  await press(group.getByRole('combobox', { name: t('conditions.field') }))
  await press(page.getByRole('option', { name: t('fact.open_deals') }))
  await see(form.getByText(t('segments.nobody')))
  await expectNoAxeViolations(page)
  await press(group.getByRole('button', { name: t('conditions.remove_group') }))
  await press(form.getByRole('button', { name: t('do.create') }))

  const line = page.getByRole('listitem').filter({ hasText: mark })
  await see(line.getByText('2', { exact: true }))
  await expectNoAxeViolations(page)
  await expectNoSideways(page)

  await press(line.getByRole('link', { name: mark }))
  const chips = page.getByRole('group', { name: t('filters') })
  await see(chips.getByText(mark))
  await see(page.getByRole('link', { name: `Первый ${mark}` }))
  await see(chips.getByText(t('list.total', { number: '2' })))
})
