// A macro is made, called up by a slash, looked over and sent; then the ticket is put off by key and brought back by its customer.
import assert from 'node:assert/strict'
import { expectNoAxeViolations } from '../accessibility.ts'
import { journey } from '../browser.ts'
import { openPage } from './every-page.ts'
import { answer, ask, listOf, miss, openTicket, press, rowOf, see, signIn, statusOf, thread } from './person.ts'

const TITLE = 'Сканер не читает штрихкоды'
const NAME = 'Попросить фото'

journey('ready words with changes beside them, and a ticket that is put off', { timeout: 180_000 }, async (tools) => {
  const customer = await tools.newWindow()
  const uz = await signIn(customer, 'client@acme.test')
  await ask(customer, uz, TITLE, 'Сканер пищит, но ничего не вводит.')
  const agent = tools.page
  const t = await signIn(agent, 'agent@acme.test')

  await openPage(agent, '/settings/macros')
  await press(agent.getByRole('button', { name: t('macro.new') }).first())
  const form = agent.getByRole('dialog')
  await form.getByRole('textbox', { name: t('macro.name') }).fill(NAME)
  await form.getByRole('textbox', { name: t('macro.text') }).fill('Пришлите, пожалуйста, фото сканера.')
  await press(form.getByRole('button', { name: t('macros.variable.agent_name') }))
  await press(form.getByRole('combobox', { name: t('ticket.priority') }))
  await press(agent.getByRole('option', { name: t('ticket.priority.high') }))
  await press(form.getByRole('combobox', { name: t('macro.status') }))
  await press(agent.getByRole('option', { name: t('ticket.status.waiting') }))
  await expectNoAxeViolations(agent)
  await press(form.getByRole('button', { name: t('do.create') }))
  await see(agent.getByRole('row').filter({ hasText: NAME }))
  await expectNoAxeViolations(agent)

  await openPage(agent, '/tickets')
  await see(listOf(agent, t).getByRole('link'))
  await openTicket(agent, t, TITLE)
  const field = agent.getByRole('textbox', { name: t('tickets.reply') })
  await field.press('/')
  const list = agent.getByRole('listbox', { name: t('macros.insert') })
  await see(list.getByRole('option', { name: NAME }))
  await expectNoAxeViolations(agent)
  await field.pressSequentially('фото')
  await field.press('Enter')
  await miss(list)
  assert.match(await field.inputValue(), /^Пришлите, пожалуйста, фото сканера\. \S/)
  const beside = agent.getByRole('list', { name: t('tickets.beside') })
  await see(beside.getByText(t('ticket.priority.high')))
  await expectNoAxeViolations(agent)
  await press(agent.getByRole('button', { name: t('tickets.send'), exact: true }))
  await see(thread(agent, t).getByText('фото сканера'))
  await see(statusOf(agent, t, 'waiting'))
  await miss(beside)

  // Put off by key: it leaves what is open, and the customer brings it back.
  await agent.keyboard.press('Escape')
  await agent.keyboard.press('Alt+KeyM')
  await press(agent.getByRole('menuitem', { name: t('tickets.snooze.tomorrow', { time: '' }) }).first())
  await miss(rowOf(agent, t, TITLE))
  await see(thread(agent, t).getByText(t('tickets.snoozed_until', { time: '' }).trim()))
  await answer(customer, uz, 'Фото отправил на почту')
  await see(rowOf(agent, t, TITLE))
  await see(thread(agent, t).getByText(t('tickets.event.woken')))
})
