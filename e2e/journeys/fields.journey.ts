// An administrator makes a required dropdown with a condition; the customer meets it, the agent fills it and filters by it.
import { expectNoAxeViolations } from '../accessibility.ts'
import { journey } from '../browser.ts'
import { openPage } from './every-page.ts'
import { ask, listOf, openTicket, press, rowOf, see, signIn } from './person.ts'

const TITLE = 'Касса не печатает чек'
const FIELD = 'Модель кассы'

journey('a field of one’s own, from the settings to the portal', { timeout: 180_000 }, async (tools) => {
  const admin = await tools.newWindow()
  const ru = await signIn(admin, 'admin@acme.test')
  await openPage(admin, '/settings/fields')
  await press(admin.getByRole('button', { name: ru('fields.add') }))
  await press(admin.getByRole('menuitem', { name: ru('fields.type.dropdown'), exact: true }))
  const drawer = admin.getByRole('dialog')
  await drawer.getByRole('textbox', { name: ru('custom_field.labels') }).fill(FIELD)
  for (const [number, name] of ['Атол', 'Эвотор'].entries()) {
    await press(drawer.getByRole('button', { name: ru('fields.add_option') }))
    await drawer.getByRole('textbox', { name: ru('fields.option', { number: number + 1 }) }).fill(name)
  }
  await drawer.getByRole('checkbox', { name: ru('custom_field.required') }).check()
  await drawer.getByRole('checkbox', { name: ru('custom_field.in_list') }).check()
  await press(drawer.getByRole('combobox', { name: ru('custom_field.outsiders') }))
  await press(admin.getByRole('option', { name: ru('custom_field.outsiders.fill') }))
  await press(drawer.getByRole('button', { name: ru('conditions.add_rule') }))
  await press(drawer.getByRole('combobox', { name: ru('conditions.field') }))
  await press(admin.getByRole('option', { name: ru('ticket.priority'), exact: true }))
  // The field of several choices hides its input under its frame, so it is opened from the keyboard.
  await drawer.getByRole('combobox', { name: ru('conditions.value', { name: ru('ticket.priority') }) }).focus()
  await admin.keyboard.press('ArrowDown')
  await press(admin.getByRole('option', { name: ru('ticket.priority.high'), exact: true }))
  await press(drawer.getByRole('button', { name: ru('do.save') }))
  await see(admin.getByRole('listitem').filter({ hasText: FIELD }))
  await expectNoAxeViolations(admin)

  const customer = await tools.newWindow()
  const uz = await signIn(customer, 'client@acme.test')
  await ask(customer, uz, TITLE, 'Лента стоит правильно.')
  await openPage(customer, '/portal/new')
  await customer.getByRole('checkbox', { name: uz('tickets.portal.urgent') }).check()
  await see(customer.getByRole('combobox', { name: FIELD }))

  const agent = tools.page
  const t = await signIn(agent, 'agent@acme.test')
  await openTicket(agent, t, TITLE)
  await press(
    agent.getByRole('button', { name: t('tickets.set_priority', { priority: t('ticket.priority.medium') }) }).first(),
  )
  await press(agent.getByRole('menuitemradio', { name: t('ticket.priority.high') }).first())
  await press(agent.getByRole('combobox', { name: FIELD }))
  await press(agent.getByRole('option', { name: 'Эвотор' }))
  await openPage(agent, '/tickets?view=all')
  await press(agent.getByRole('button', { name: FIELD }).first())
  await agent.getByRole('dialog').getByRole('checkbox', { name: 'Эвотор' }).check()
  await see(rowOf(agent, t, TITLE))
  await see(listOf(agent, t).getByText(FIELD))
})
