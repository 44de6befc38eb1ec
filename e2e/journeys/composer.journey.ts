import assert from 'node:assert/strict'
import { expectNoAxeViolations } from '../accessibility.ts'
import { journey } from '../browser.ts'
import { ask, listOf, miss, openTicket, press, see, signIn, thread } from './person.ts'

const TITLE = 'Печать чеков пропадает через раз'
const HASTY = 'Здраствуйте'
const REPLY = 'Здравствуйте! Обновили драйвер кассы, проверьте, пожалуйста.'

journey(
  'a reply is taken back, put off and sent; its draft is on another device, and a new message stops it',
  { timeout: 180_000 },
  async (tools) => {
    const customer = await tools.newWindow()
    const uz = await signIn(customer, 'client@acme.test')
    await ask(customer, uz, TITLE, 'Каждый второй чек не печатается.')
    const agent = tools.page
    const t = await signIn(agent, 'agent@acme.test')
    await see(listOf(agent, t).getByRole('link'))
    await openTicket(agent, t, TITLE)
    const half = t('tickets.undo_for_many', { count: 30 })
    const field = agent.getByRole('textbox', { name: t('tickets.reply') })
    const send = agent.getByRole('button', { name: t('tickets.send'), exact: true })
    const waiting = agent.getByRole('list', { name: t('tickets.waiting') })

    // Half a minute to take a reply back, as this agent likes it.
    await press(agent.getByRole('button', { name: t('tickets.sending_settings') }))
    await press(agent.getByRole('menuitemradio', { name: half }))
    await see(agent.getByRole('menuitemradio', { name: half, checked: true }))
    await agent.keyboard.press('Escape')
    await field.fill(HASTY)
    await press(send)
    await see(waiting.getByText(HASTY))
    await expectNoAxeViolations(agent)
    await press(waiting.getByRole('button', { name: t('tickets.take_back') }))
    await miss(waiting)
    assert.equal(await field.inputValue(), HASTY)
    assert.equal(await thread(agent, t).getByText(HASTY).count(), 0)

    // The draft follows its author to another device.
    await field.fill(REPLY)
    const phone = await tools.newWindow()
    await signIn(phone, 'agent@acme.test')
    await agent.waitForTimeout(4_000)
    await phone.goto(new URL(agent.url()).pathname)
    await phone.waitForFunction(
      (text) => [...document.querySelectorAll('textarea')].some(({ value }) => value === text),
      REPLY,
    )

    // Tomorrow, and after all now.
    await press(agent.getByRole('button', { name: t('tickets.send_options') }))
    await press(agent.getByRole('menuitem', { name: t('tickets.later.tomorrow', { time: '' }) }).first())
    await see(waiting.getByText(REPLY))
    assert.equal(await customer.getByText(REPLY).count(), 0)
    await press(waiting.getByRole('button', { name: t('tickets.send_now') }))
    await see(thread(agent, t).getByText(REPLY))
    await see(thread(customer, uz).getByText(REPLY))

    // Follows, and no longer.
    await press(agent.getByRole('button', { name: t('tickets.follow'), exact: true }).first())
    await press(agent.getByRole('button', { name: t('tickets.unfollow'), exact: true }).first())
    await see(agent.getByRole('button', { name: t('tickets.follow'), exact: true }))

    // Others need not wait: the demo sends at once again.
    await press(agent.getByRole('button', { name: t('tickets.sending_settings') }))
    await press(agent.getByRole('menuitemradio', { name: t('tickets.undo_never') }))
    await see(agent.getByRole('menuitemradio', { name: t('tickets.undo_never'), checked: true }))
  },
)
