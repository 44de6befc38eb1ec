// A letter is written from a deal, its answer comes by SMTP and stands in the same timeline, live, and in that of the client.
import assert from 'node:assert/strict'
import { expectNoAxeViolations } from '../accessibility.ts'
import { journey } from '../browser.ts'
import { callAs } from '../caller.ts'
import { mailProgram } from '../mailbox.ts'
import { expectNoSideways, openAs, press, see, signIn } from './person.ts'

journey(
  'a letter leaves from a deal, the answer to it comes back to the deal, and is answered',
  { timeout: 150_000 },
  async ({ url, page, smtpPort, newWindow }) => {
    await page.setViewportSize({ width: 1440, height: 900 })
    const stamp = String(Date.now()).slice(-7)
    const address = `nigora${stamp}@choyxona.example`
    const call = await callAs(url, 'sales_manager@acme.test')
    const client = await call('POST', '/clients', { name: `Чайхана ${stamp}`, email: address })
    const deal = await call('POST', '/deals', { title: `Телефония ${stamp}`, client: client.id })

    const t = await openAs(page, 'sales_manager@acme.test', `/deals/${deal.id}`)
    // Somebody has the client open meanwhile, and hears of the deal's letters there.
    const beside = await newWindow()
    await openAs(beside, 'manager@acme.test', `/clients/${client.id}`)
    const told = beside.getByRole('region', { name: t('timeline.title') }).getByRole('listitem')
    await see(told.getByText(t('event.client.created')))
    const pane = page.getByRole('region', { name: t('timeline.title') })
    await press(pane.getByText(t('timeline.kind.mail'), { exact: true }).first())
    const form = pane.getByRole('form', { name: t('letters.write') })
    await see(form.getByText(address))
    await form.getByRole('textbox', { name: t('letters.text') }).fill('Здравствуйте, вот наше предложение.')
    await expectNoAxeViolations(page)
    await press(form.getByRole('button', { name: t('letters.send'), exact: true }))
    const lines = pane.getByRole('listitem')
    const ours = lines.filter({ hasText: 'вот наше предложение' })
    await see(ours.getByText(t('letter.state.kept')))
    await see(told.filter({ hasText: 'вот наше предложение' }).getByText(t('letter.state.kept')))

    const admin = await callAs(url, 'admin@acme.test')
    const { items } = await admin<{ items: { mail: string }[] }>('GET', `/letters/about?entity=deal&record=${deal.id}`)
    const mail = await admin<{ message_id: string; from_address: string }>('GET', `/mail/outbox/${items[0]!.mail}`)
    await mailProgram(smtpPort).send({
      from: `Нигора <${address}>`,
      to: mail.from_address,
      subject: `Re: Телефония ${stamp}`,
      inReplyTo: mail.message_id,
      references: mail.message_id,
      text: `Согласны, присылайте договор.\n\nOn Mon, 4 May 2026 at 10:00, Acme <${mail.from_address}> wrote:\n> Здравствуйте, вот наше предложение.`,
    })
    const theirs = lines.filter({ hasText: 'Согласны, присылайте договор.' })
    await see(theirs.getByText('Нигора'), 30_000)
    await see(told.filter({ hasText: 'Согласны, присылайте договор.' }))
    await press(theirs.getByRole('button', { name: t('letters.show_quote') }))
    await see(theirs.getByText('вот наше предложение'))

    await page.setViewportSize({ width: 390, height: 844 })
    await theirs.getByRole('button', { name: t('letters.answer'), exact: true }).click()
    assert.equal(await form.getByRole('textbox', { name: t('letters.subject') }).inputValue(), `Re: Телефония ${stamp}`)
    await see(form.getByText(address))
    await expectNoAxeViolations(page)
    await expectNoSideways(page)
  },
)

journey(
  'a person connects their mailbox, writes from it by a template, and the letter of a deal is found with its client',
  { timeout: 150_000 },
  async ({ url, page }) => {
    await page.setViewportSize({ width: 1440, height: 900 })
    const stamp = String(Date.now()).slice(-7)
    const call = await callAs(url, 'sales_manager@acme.test')
    const address = `olim${stamp}@somsa.example`
    const client = await call('POST', '/clients', { name: `Сомса ${stamp}`, email: address, language: 'ru' })
    const deal = await call('POST', '/deals', { title: `Печи ${stamp}`, client: client.id })
    const texts = { ru: { subject: 'О сделке «{{deal_title}}»', text: 'Добрый день, слово печизавр{{deal_title}}.' } }
    await call('POST', '/letters/templates', { name: `Предложение ${stamp}`, texts })

    const t = await signIn(page, 'sales_manager@acme.test')
    await page.goto('/profile')
    const section = page.getByRole('region', { name: t('own_mailbox.one') })
    await see(section.getByText(t('own_mailbox.privacy')))
    await press(section.getByRole('button', { name: t('own_mailbox.connect') }))
    for (const [field, value] of [
      ['address', `me${stamp}@home.example`],
      ['username', 'me'],
      ['password', 'secret'],
      ['host', 'imap.invalid'],
      ['smtp_host', 'smtp.invalid'],
    ] as const)
      await section.locator(`[data-field="${field}"]`).first().fill(value)
    await expectNoAxeViolations(page)
    await press(section.getByRole('button', { name: t('own_mailbox.connect') }))
    await see(section.getByText(`me${stamp}@home.example`))

    await page.goto(`/deals/${deal.id}`)
    const pane = page.getByRole('region', { name: t('timeline.title') })
    await press(pane.getByText(t('timeline.kind.mail'), { exact: true }).first())
    const form = pane.getByRole('form', { name: t('letters.write') })
    await press(form.getByRole('combobox', { name: t('letters.sender') }))
    await press(page.getByRole('option', { name: `me${stamp}@home.example` }))
    await see(form.getByText(t('letters.hint_own')))
    await press(form.getByRole('button', { name: t('letter_templates.choose') }))
    await press(form.getByRole('combobox', { name: t('letter_template.one') }))
    await press(page.getByRole('option', { name: `Предложение ${stamp}` }))
    await see(form.getByText(`Добрый день, слово печизаврПечи ${stamp}.`))
    await expectNoAxeViolations(page)
    await press(form.getByRole('button', { name: t('letter_templates.insert') }))
    await press(form.getByRole('button', { name: t('letters.send'), exact: true }))
    await see(pane.getByRole('listitem').filter({ hasText: 'печизавр' }).getByText(t('letter.state.queued')))

    await page.goto(`/clients/${client.id}`)
    const beside = page.getByRole('listitem').filter({ hasText: 'печизавр' })
    await see(beside.getByRole('link', { name: `Печи ${stamp}` }))
    await page.goto(`/search?q=${encodeURIComponent(`печизаврПечи ${stamp}`)}`)
    await see(page.getByRole('main').getByText(`Печи ${stamp}`).first())

    await page.goto('/profile')
    await press(section.getByRole('button', { name: t('own_mailbox.disconnect') }))
    await press(page.getByRole('dialog').getByRole('button', { name: t('own_mailbox.disconnect') }))
    await see(section.getByRole('button', { name: t('own_mailbox.connect') }))
    await page.setViewportSize({ width: 390, height: 844 })
    await expectNoSideways(page)
  },
)
