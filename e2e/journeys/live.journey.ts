import assert from 'node:assert/strict'
import { journey } from '../browser.ts'
import { answer, ask, move, openTicket, press, rowOf, see, signIn, thread, statusOf, write } from './person.ts'

const TITLE = 'Hisob-fakturada ortiqcha qator'
const DRAFT = 'Проверяю вместе с бухгалтерией, отвечу через'

journey(
  'two agents on one ticket see each other and every change, and a draft outlives it',
  { timeout: 150_000 },
  async (tools) => {
    const customer = tools.page
    const [mine, hers] = [await tools.newWindow(), await tools.newWindow()]
    const uz = await signIn(customer, 'client@acme.test')
    await ask(customer, uz, TITLE, 'Oktabr uchun ikki marta yozilgan.')
    const ru = await signIn(mine, 'agent@acme.test')
    const her = await signIn(hers, 'manager@acme.test', 'en')
    await openTicket(mine, ru, TITLE)
    await openTicket(hers, her, TITLE)

    // Who is here, and who writes.
    await see(mine.getByText(ru('tickets.viewing', { names: '' }).trim()).filter({ hasText: 'Ольга Савельева' }))
    const draft = mine.getByRole('textbox', { name: ru('tickets.reply') })
    await draft.pressSequentially(DRAFT)
    await see(hers.getByText(her('tickets.typing', { names: '' }).trim()).filter({ hasText: 'Дмитрий Соколов' }))

    // Status, assignee and new messages come into the other window and leave the draft alone.
    await move(hers, her, 'new', 'in_progress')
    await see(statusOf(mine, ru, 'in_progress'))
    await press(
      hers.getByRole('button', { name: her('tickets.set_assignee', { name: her('tickets.view.unassigned') }) }).first(),
    )
    await press(hers.getByRole('option', { name: her('tickets.take') }))
    await see(mine.getByRole('button', { name: ru('tickets.set_assignee', { name: 'Ольга Савельева' }) }))
    await write(hers, her, 'Сверила с актом: строка действительно лишняя.', 'note')
    await see(thread(mine, ru).getByText('Сверила с актом: строка действительно лишняя.'))
    await answer(customer, uz, 'Shartnoma raqami 4471.')
    await see(thread(mine, ru).getByText('Shartnoma raqami 4471.'))
    await see(rowOf(mine, ru, 'Shartnoma raqami 4471.'))
    assert.equal(await draft.inputValue(), DRAFT)

    // What arrived meanwhile is shown before the answer goes out.
    await draft.pressSequentially(' час.')
    await press(mine.getByRole('button', { name: ru('tickets.send'), exact: true }))
    await press(mine.getByRole('alertdialog').getByRole('button', { name: ru('tickets.stale_send') }))
    await see(thread(customer, uz).getByText(`${DRAFT} час.`))

    // The draft also outlives the window.
    await draft.fill('Ещё одно')
    await see(mine.getByText(ru('tickets.draft_kept')))
    await mine.reload()
    await see(thread(mine, ru).getByRole('article'))
    assert.equal(await draft.inputValue(), 'Ещё одно')
    await draft.fill('')
  },
)
