// A conversation of hundreds of messages: its end at once, its beginning on the way up, and every way to one message.
import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { expectNoAxeViolations } from '../accessibility.ts'
import { journey } from '../browser.ts'
import { callAs } from '../caller.ts'
import { mailProgram } from '../mailbox.ts'
import { listOf, openTicket, press, rowOf, see, signIn, thread } from './person.ts'

/** `THREAD_MESSAGES=5000` measures what docs/performance.md tells. */
const COUNT = Number(process.env['THREAD_MESSAGES'] ?? 260)
const TITLE = 'A conversation since spring'
const SIGNED = 'It began in spring.\n-- \nJasur, Mebel shop'
const QUOTED = 'On Tue Ann wrote:\n> the words of yesterday'

/** From the press on the row to the painted end of the conversation, in ms. */
const opening = (page: Page, title: string, last: string): Promise<number> =>
  page.evaluate(
    async ([wanted, text]) => {
      const links = [...document.querySelectorAll<HTMLAnchorElement>('a[href*="/tickets/"]')]
      const begun = performance.now()
      links.find((link) => link.textContent.includes(wanted!))!.click()
      const isThere = () =>
        [...document.querySelectorAll('[id^="message-"]')].some((row) => row.textContent.includes(text!))
      while (!isThere()) await new Promise(requestAnimationFrame)
      await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)))
      return performance.now() - begun
    },
    [title, last],
  )

journey('a long conversation is read from its end, and every message is found', { timeout: 600_000 }, async (tools) => {
  const [asClient, asAgent] = await Promise.all([
    callAs(tools.url, 'client@acme.test'),
    callAs(tools.url, 'agent@acme.test'),
  ])
  const { id } = await asClient('POST', '/tickets', { title: TITLE, description: SIGNED })
  const written: { id: string }[] = []
  for (let index = 0; index < COUNT; index += 1)
    written.push(await asClient('POST', `/tickets/${id}/comments`, { text: `Message ${index}: words and words` }))
  await asAgent('POST', `/tickets/${id}/mark`, { seen: written[99]!.id })

  const page = tools.page
  const t = await signIn(page, 'agent@acme.test')
  await see(rowOf(page, t, TITLE))
  const ms = await opening(page, TITLE, `Message ${COUNT - 1}:`)
  console.log(`a ticket of ${COUNT} messages opened in ${Math.round(ms)} ms`)
  const messages = thread(page, t)
  const said = (index: number) => messages.getByText(`Message ${index}:`)
  assert.ok((await messages.getByRole('listitem').count()) < 50, 'only what is near the window is drawn')

  // Upwards what came before is fetched without a jump: what was read stays where it is.
  const frame = (await page.getByRole('region', { name: t('tickets.conversation') }).boundingBox())!
  await page.mouse.move(frame.x + frame.width / 2, frame.y + frame.height / 2)
  for (let turn = 0; turn < 200 && !(await said(COUNT - 90).isVisible()); turn += 1) {
    await page.mouse.wheel(0, -500)
    await page.waitForTimeout(40)
  }
  await see(said(COUNT - 90))

  await press(page.getByRole('button', { name: t('tickets.thread.to_unread_many', { count: COUNT - 100 }) }))
  await see(said(100), 60_000)
  await see(messages.getByText(t('tickets.thread.unread')))

  await page.keyboard.press('Control+f')
  await page.getByRole('textbox', { name: t('tickets.thread.find') }).fill('Message 7:')
  await see(said(7), 60_000)
  await page.keyboard.press('Escape')

  await page.goto(`/tickets/${id}?view=all#message-${written[3]!.id}`)
  await see(said(3), 60_000)
  await page.goto(`/tickets/${id}?view=all#message-opening:${id}`)
  await see(messages.getByText('It began in spring.'), 60_000)
  assert.equal(await messages.getByText('Jasur, Mebel shop').isVisible(), false)
  await press(messages.getByRole('button', { name: t('tickets.show_quote') }).first())
  await see(messages.getByText('Jasur, Mebel shop'))
  await expectNoAxeViolations(page)

  await page.goto(`/tickets/${id}/print`)
  await see(page.getByText(`Message ${COUNT - 1}:`), 60_000)
  await see(page.getByText('Jasur, Mebel shop'))
  assert.equal(
    await page.getByRole('navigation').filter({ visible: true }).count(),
    0,
    'nothing of the screen is printed',
  )
  await expectNoAxeViolations(page)
})

journey('a mail is read without its quotation, and saved as it came', { timeout: 120_000 }, async (tools) => {
  const page = tools.page
  const t = await signIn(page, 'agent@acme.test')
  await see(listOf(page, t).getByRole('link'))
  await mailProgram(tools.smtpPort).send({
    from: 'Lola <lola@flowers.example>',
    to: 'support@acme.test',
    subject: 'The line is down again',
    text: `The line is down.\n\n${QUOTED}`,
  })
  await see(rowOf(page, t, 'The line is down again'), 30_000)
  await openTicket(page, t, 'The line is down again')
  const messages = thread(page, t)
  await see(messages.getByText('The line is down.'))
  assert.equal(await messages.getByText('the words of yesterday').isVisible(), false)
  await press(messages.getByRole('button', { name: t('tickets.show_quote') }).first())
  await see(messages.getByText('the words of yesterday'))

  await press(messages.getByRole('button', { name: t('tickets.thread.menu') }).first())
  await press(page.getByRole('menuitem', { name: t('tickets.thread.letter') }))
  await see(messages.getByText('lola@flowers.example'))
  await press(messages.getByRole('button', { name: t('tickets.thread.menu') }).first())
  const downloading = page.waitForEvent('download')
  await press(page.getByRole('menuitem', { name: t('tickets.thread.raw') }))
  assert.match((await downloading).suggestedFilename(), /\.eml$/)
})
