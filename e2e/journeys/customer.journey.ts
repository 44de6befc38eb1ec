import assert from 'node:assert/strict'
import { journey } from '../browser.ts'
import { answer, ask, listOf, miss, move, openTicket, rowOf, see, signIn, statusOf, thread, write } from './person.ts'

const TITLE = 'Kassa internetga ulanmayapti'
const NOTE = 'Соколов: линия проседает на последнем участке, мастер нужен.'
const REPLY = 'Добрый день! Перезагрузили порт, проверьте, пожалуйста.'

journey(
  'customer to agent to customer by web, live, with a file and a note the customer never sees',
  { timeout: 120_000 },
  async (tools) => {
    const customer = tools.page
    const agent = await tools.newWindow()
    const ru = await signIn(agent, 'agent@acme.test')
    await see(listOf(agent, ru).getByRole('link'))
    const uz = await signIn(customer, 'client@acme.test')
    await ask(customer, uz, TITLE, 'Ertalabdan beri kassa onlayn emas. Jurnal ilova qilindi.', 'kassa-jurnali.txt')
    await see(customer.getByText(uz('tickets.portal.status.new'), { exact: true }))

    // It comes into the agent's list by itself.
    await see(rowOf(agent, ru, TITLE))
    await openTicket(agent, ru, TITLE)
    const file = agent.getByRole('button', { name: 'kassa-jurnali.txt' })
    const downloading = agent.waitForEvent('download')
    await file.first().click()
    const download = await downloading
    assert.equal(download.suggestedFilename(), 'kassa-jurnali.txt')

    await write(agent, ru, NOTE, 'note')
    await write(agent, ru, REPLY)
    await see(thread(customer, uz).getByText(REPLY))
    assert.equal(await customer.getByText(NOTE).count(), 0)
    await move(agent, ru, 'new', 'resolved')
    await see(customer.getByText(uz('tickets.portal.status.resolved'), { exact: true }))

    // The customer's answer opens it again, for both.
    await answer(customer, uz, 'Yoʻq, hali ham ishlamayapti.')
    await see(thread(agent, ru).getByText('Yoʻq, hali ham ishlamayapti.'))
    await see(statusOf(agent, ru, 'in_progress'))
    await see(customer.getByText(uz('tickets.portal.status.in_progress'), { exact: true }))

    // Anew from the server: the conversation without the note.
    await customer.reload()
    await see(thread(customer, uz).getByText(REPLY))
    assert.equal(await thread(customer, uz).getByRole('article').count(), 3)
    assert.equal(await customer.getByText(NOTE).count(), 0)
    await customer
      .getByRole('link', { name: uz('tickets.portal.title') })
      .first()
      .click()
    await see(customer.getByRole('link').filter({ hasText: TITLE }))
    await miss(customer.getByText(NOTE))
  },
)
