import assert from 'node:assert/strict'
import { journey } from '../browser.ts'
import { ask, expectNoSideways, openTicket, press, see, signIn, thread, write } from './person.ts'

const TITLE = 'Yangi ofisga raqam koʻchirish'
const QUESTION = '@Ольга Савельева, можно перенести номер до пятницы?'

journey(
  'a colleague who is named hears of it in another window, goes there, and may ask for silence',
  { timeout: 240_000 },
  async (tools) => {
    const customer = tools.page
    const [agent, manager] = [await tools.newWindow(), await tools.newWindow()]
    const uz = await signIn(customer, 'client@acme.test')
    await ask(customer, uz, TITLE, 'Raqamni yangi ofisga koʻchirmoqchimiz.')
    const ru = await signIn(agent, 'agent@acme.test')
    const her = await signIn(manager, 'manager@acme.test', 'en')
    const bell = manager.getByRole('button', { name: new RegExp(`^${her('menu.notifications')}`) })
    await see(bell)

    // Named by a list that opens while one writes.
    await openTicket(agent, ru, TITLE)
    await press(agent.getByRole('radio', { name: ru('tickets.note_tab') }))
    const note = agent.getByRole('textbox', { name: ru('tickets.note') })
    await note.pressSequentially('@Ольга')
    await press(agent.getByRole('option', { name: 'Ольга Савельева' }))
    assert.equal(await note.inputValue(), '@Ольга Савельева ')
    await note.fill('')
    await write(agent, ru, QUESTION, 'note')

    // The other window calls it out, counts it, and leads there.
    await see(manager.getByRole('status').getByText(TITLE))
    await see(manager.getByRole('button', { name: /[1-9]/ }).and(bell))
    await manager.waitForFunction(() => /^\([1-9]/.test(document.title))
    await press(bell)
    const line = manager.getByRole('dialog').getByRole('link').filter({ hasText: TITLE }).first()
    await see(line)
    await press(line)
    await see(thread(manager, her).getByText(QUESTION))

    // Who wants no more of a kind is not told of it any more.
    await manager.goto('/notifications/preferences')
    const choice = manager.getByRole('checkbox', {
      name: `${her('notify.ticket_mentioned.name')}: ${her('notifications.channel_in_app')}`,
    })
    await see(choice)
    await choice.uncheck()
    await see(manager.getByText(her('notifications.saved')))
    await expectNoSideways(manager)
    await manager.reload()
    assert.equal(await choice.isChecked(), false)
    await write(agent, ru, `${QUESTION} Ещё раз.`, 'note')
    // What is told comes in the order in which it happened: this one is told, the one before it is not.
    await press(
      agent.getByRole('button', { name: ru('tickets.set_assignee', { name: ru('tickets.view.unassigned') }) }).first(),
    )
    await press(agent.getByRole('option', { name: 'Ольга Савельева' }))
    await see(manager.getByRole('status').getByText(TITLE))
    await manager.goto('/notifications')
    const told = manager.getByRole('link').filter({ hasText: TITLE })
    await see(told)
    assert.equal(await told.filter({ hasText: 'mentions you' }).count(), 0)
    await choice.page().goto('/notifications/preferences')
    await choice.check()
  },
)
