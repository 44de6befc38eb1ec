// What a company's people do in the portal beside asking: follow a colleague's request, mark theirs solved and open it again, choose
// what they are told and in which language.
import assert from 'node:assert/strict'
import { expectNoAxeViolations } from '../accessibility.ts'
import { journey } from '../browser.ts'
import { openPage } from './every-page.ts'
import { answer, ask, expectNoSideways, listOf, miss, openTicket, press, see, signIn, thread, write } from './person.ts'

const COMPANY = 'Восток Банк'
const TITLE = 'Терминал в филиале не печатает чеки'
const NAME = 'Отдел ИТ, Восток Банк'
const REPLY = 'Заменим термоголовку, мастер будет завтра.'

journey('colleagues in the portal: seen, followed, solved and opened again', { timeout: 240_000 }, async (tools) => {
  // The administrator lets the company's people see each other's requests.
  const admin = await tools.newWindow()
  const ru = await signIn(admin, 'admin@acme.test')
  await openPage(admin, '/settings/organisations')
  await press(admin.getByRole('main').getByRole('button').filter({ hasText: COMPANY }))
  const form = admin.getByRole('dialog')
  await form.getByRole('switch', { name: ru('organisation.sees_colleagues_tickets') }).check()
  await press(form.getByRole('button', { name: ru('do.save') }))
  await miss(form)

  const asker = tools.page
  await signIn(asker, 'it@vostok-bank.example')
  await ask(asker, ru, TITLE, 'С утра белая лента. Фото приложил.', 'terminal.txt')
  await see(thread(asker, ru).getByRole('button', { name: 'terminal.txt' }))
  await expectNoAxeViolations(asker)

  // A colleague on a phone finds it among the company's, reads along, and cannot answer.
  const colleague = await tools.newWindow({ size: 'phone' })
  const en = await signIn(colleague, 'noc-robot@vostok-bank.example')
  await miss(colleague.getByRole('link').filter({ hasText: TITLE }))
  await press(colleague.getByText(COMPANY, { exact: true }))
  await press(colleague.getByRole('link').filter({ hasText: TITLE }))
  await see(colleague.getByRole('heading', { level: 1, name: TITLE }))
  await press(colleague.getByRole('button', { name: en('tickets.follow'), exact: true }))
  await see(colleague.getByRole('button', { name: en('tickets.unfollow'), exact: true }))
  assert.equal(await colleague.getByRole('textbox', { name: en('tickets.portal.answer') }).count(), 0)
  await expectNoSideways(colleague)
  // A link that an agent copied leads them to their own page of it.
  const own = new URL(colleague.url()).pathname
  await colleague.goto(own.replace('/portal', ''))
  await colleague.waitForURL(`**${own}`)
  await see(colleague.getByRole('heading', { level: 1, name: TITLE }))
  await expectNoAxeViolations(colleague)

  await see(asker.getByText(ru('tickets.portal.about.new'), { exact: true }))
  await openPage(admin, '/tickets')
  await see(listOf(admin, ru).getByRole('link'))
  await openTicket(admin, ru, TITLE)
  await write(admin, ru, REPLY)
  await see(thread(asker, ru).getByText(REPLY))
  await see(asker.getByText(ru('tickets.portal.about.answered'), { exact: true }))
  await see(thread(colleague, en).getByText(REPLY))

  // Solved by whoever asked, opened again by a button, answered once more.
  await press(asker.getByRole('button', { name: ru('tickets.portal.close') }))
  await see(asker.getByText(ru('tickets.portal.status.resolved'), { exact: true }))
  await see(colleague.getByText(en('tickets.portal.status.resolved'), { exact: true }))
  await press(asker.getByRole('main').getByRole('button', { name: ru('tickets.portal.reopen') }))
  await see(asker.getByText(ru('tickets.portal.status.in_progress'), { exact: true }))
  await answer(asker, ru, 'Мастер не приехал.')
  await see(thread(colleague, en).getByText('Мастер не приехал.'))

  // What they are told and how the portal speaks is their own choice, and stays.
  await openPage(asker, '/notifications/preferences')
  const choice = asker.getByRole('checkbox', {
    name: `${ru('notify.ticket_answered.name')}: ${ru('notifications.channel_in_app')}`,
  })
  await see(choice)
  await choice.uncheck()
  await see(asker.getByText(ru('notifications.saved')))
  await expectNoAxeViolations(asker)
  await asker.reload()
  await see(choice)
  assert.equal(await choice.isChecked(), false)

  // Their own page: how they are called, and in which language from now on.
  await openPage(asker, '/profile')
  const about = asker.getByRole('region', { name: ru('profile.about') })
  await about.getByRole('textbox', { name: ru('user.name') }).fill(NAME)
  await press(about.getByRole('combobox', { name: ru('user.language') }))
  await press(asker.getByRole('option', { name: 'English' }))
  await expectNoAxeViolations(asker)
  await press(about.getByRole('button', { name: ru('do.save') }))
  await asker.locator('html[lang=en]').waitFor()
  await asker.reload()
  await see(asker.getByRole('region', { name: en('profile.about') }))
  assert.equal(await asker.getByRole('textbox', { name: en('user.name') }).inputValue(), NAME)
  await openPage(colleague, '/profile')
  await see(colleague.getByRole('region', { name: en('profile.about') }))
  await expectNoSideways(colleague)
  await expectNoAxeViolations(colleague)
})
