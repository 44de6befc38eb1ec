// Departments and teams, and what goes on between them: transfer, escalation, categories by themselves, tags kept in order.
import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import type { Locator, Page } from 'playwright-core'
import { expectNoAxeViolations } from '../accessibility.ts'
import { journey } from '../browser.ts'
import { everyPageOf, openPage, turnTo } from './every-page.ts'
import { ask, expectNoSideways, listOf, miss, openTicket, press, see, signIn, thread } from './person.ts'
import type { Words } from './words.ts'

const DEPARTMENT = 'Служба качества'
const TEAM = 'Разбор жалоб'
const size = { width: 1720, height: 900 }
const ARTIFACTS = 'e2e/.artifacts'

const picture = async (page: Page, name: string) => {
  mkdirSync(ARTIFACTS, { recursive: true })
  await page.screenshot({ path: `${ARTIFACTS}/teams-${name}.png` })
}

/** Chooses a record in a field that searches as one types. */
async function pick(within: Locator, label: string, name: string): Promise<void> {
  const page = within.page()
  await press(within.getByLabel(label, { exact: true }))
  await page.keyboard.type(name)
  await press(page.getByRole('option').filter({ hasText: name }).first())
  await miss(page.getByRole('option'))
}

async function handOn(page: Page, t: Words, item: string): Promise<Locator> {
  await press(page.getByRole('button', { name: t('tickets.hand_on') }))
  await press(page.getByRole('menuitem', { name: t(item) }))
  const dialog = page.getByRole('dialog', { name: t(item) })
  await see(dialog)
  return dialog
}

async function escalate(page: Page, t: Words, reason: string): Promise<Locator> {
  const dialog = await handOn(page, t, 'tickets.escalate')
  await dialog.getByRole('textbox', { name: t('tickets.escalate_reason') }).fill(reason)
  await press(dialog.getByRole('button', { name: t('tickets.escalate_do') }))
  return dialog
}

journey(
  'an administrator makes a department with a team; a ticket is transferred there, escalated, and stops at the top',
  { timeout: 180_000, size, allow: [/409/] },
  async (tools) => {
    const { page } = tools
    const t = await signIn(page, 'admin@acme.test')
    await openPage(page, '/settings/departments')
    await press(page.getByRole('button', { name: t('department.new') }))
    const drawer = page.getByRole('dialog')
    await drawer.getByRole('textbox', { name: t('department.name') }).fill(DEPARTMENT)
    await expectNoAxeViolations(page)
    await press(drawer.getByRole('button', { name: t('do.create') }))
    await miss(drawer)
    await see(page.getByRole('main').getByText(DEPARTMENT))

    await openPage(page, '/settings/teams')
    await press(page.getByRole('button', { name: t('team.new') }))
    await drawer.getByRole('textbox', { name: t('team.name') }).fill(TEAM)
    await pick(drawer, t('team.department'), DEPARTMENT)
    await press(drawer.getByRole('button', { name: t('do.create') }))
    // Who is new is asked for at once, without opening the team again.
    const members = drawer.getByRole('region', { name: t('team.members') })
    await see(members.getByText(t('team.no_members')))
    await pick(members, t('team.add_member'), 'Артём Лисицын')
    await see(members.getByRole('listitem').filter({ hasText: t('user.role.agent') }))
    await expectNoAxeViolations(page)
    await picture(page, 'members')
    await page.keyboard.press('Escape')
    await miss(drawer)

    const customer = await tools.newWindow()
    const theirs = await signIn(customer, 'client@acme.test')
    const title = 'Ustaning muomalasi yomon'
    await ask(customer, theirs, title, 'Kecha kelgan usta qoʻpol gapirdi, shikoyat qilaman.')

    await page.goto('/tickets')
    await see(listOf(page, t).getByRole('link'))
    await openTicket(page, t, title)
    const transfer = await handOn(page, t, 'tickets.transfer')
    await expectNoAxeViolations(page)
    await pick(transfer, t('ticket.team'), TEAM)
    await transfer.getByRole('textbox', { name: t('tickets.hand_on_note') }).fill('Это жалоба, не наш вопрос')
    await press(transfer.getByRole('button', { name: t('tickets.transfer_do') }))
    await miss(transfer)
    await see(thread(page, t).getByText('Это жалоба, не наш вопрос'))
    const told = page.getByText(t('tickets.event.transferred'), { exact: true })
    await see(told)
    const line = await told.locator('..').innerText()
    assert.match(line, new RegExp(`${TEAM}.*${DEPARTMENT}|${DEPARTMENT}.*${TEAM}`, 's'))

    // Nobody stands above in that department: its lead, then a manager, and then there is nowhere to go.
    const mark = (level: number) =>
      page.getByRole('banner').or(page.getByRole('main')).getByText(t('tickets.escalation', { level }))
    await miss(await escalate(page, t, 'Клиент просит старшего'))
    await see(mark(2))
    await miss(await escalate(page, t, 'Просит руководителя'))
    await see(mark(3))
    await see(thread(page, t).getByText('Просит руководителя'))
    await picture(page, 'escalated')
    await expectNoAxeViolations(page)
    const refused = await escalate(page, t, 'И ещё выше')
    await see(refused.getByText(t('problem.ticket.top_level', { level: 3 })))
    await expectNoAxeViolations(page)
    await press(refused.getByRole('button', { name: t('do.cancel') }))

    await page.goto('/tickets?escalation_level=3')
    await see(listOf(page, t).getByRole('link').filter({ hasText: title }))
    await expectNoAxeViolations(page)
    await picture(page, 'filtered')
  },
)

journey(
  'a new ticket gets its category by its words, one press corrects it; its tags are renamed and merged',
  { timeout: 180_000, size },
  async (tools) => {
    const { page } = tools
    const t = await signIn(page, 'admin@acme.test')
    await openPage(page, '/settings/categories')
    const panel = page.getByRole('region', { name: t('tickets.learning.title') })
    await expectNoAxeViolations(page)
    const train = panel.getByRole('button', {
      name: new RegExp(`^(${t('tickets.learning.train')}|${t('tickets.learning.train_first')})$`),
    })
    await press(train)
    await see(page.getByText(t('tickets.learning.begun')))
    for (let tries = 0; tries < 20 && !(await panel.getByText(t('tickets.learning.accuracy')).isVisible()); tries++) {
      await page.waitForTimeout(1_500)
      await openPage(page, '/settings/categories')
    }
    await see(panel.getByText(t('tickets.learning.accuracy')))
    await panel.scrollIntoViewIfNeeded()
    await picture(page, 'learned')

    const customer = await tools.newWindow()
    const theirs = await signIn(customer, 'client@acme.test')
    const title = 'Router qayta yoqildi'
    await ask(customer, theirs, title, 'Router va wi-fi ishlamayapti, keenetic qizil yonib turibdi.')

    await page.goto('/tickets')
    await see(listOf(page, t).getByRole('link'))
    await openTicket(page, t, title)
    const thought = page.getByRole('group', { name: t('tickets.thought') })
    await see(thought.getByText('«router»'))
    await expectNoAxeViolations(page)
    await picture(page, 'thought')
    const other = thought.getByRole('button').nth(1)
    const chosen = await other.innerText()
    const before = tools.clicks()
    await press(other)
    await miss(thought)
    assert.equal(tools.clicks() - before, 1)
    await see(page.getByLabel(t('ticket.category'), { exact: true }).filter({ hasText: chosen }))

    const tags = page
      .getByRole('textbox', { name: t('ticket.tags') })
      .or(page.getByRole('combobox', { name: t('ticket.tags') }))
    for (const tag of ['жалоба-1', 'жалоба-2']) {
      await tags.first().fill(tag)
      await page.keyboard.press('Enter')
      await see(page.getByText(tag, { exact: true }))
    }
    await openPage(page, '/settings/tags')
    await expectNoAxeViolations(page)
    await rename(page, t, 'жалоба-1', 'жалоба', 'tickets.tags.rename')
    await see(page.getByRole('link', { name: 'жалоба', exact: true }))
    await rename(page, t, 'жалоба-2', 'жалоба', 'tickets.tags.merge')
    await miss(page.getByRole('link', { name: 'жалоба-2' }))
    await press(page.getByRole('link', { name: 'жалоба', exact: true }))
    await see(listOf(page, t).getByRole('link').filter({ hasText: title }))
  },
)

async function rename(page: Page, t: Words, tag: string, word: string, verb: string): Promise<void> {
  await press(page.getByRole('button', { name: t('tickets.tags.actions', { tag }) }))
  await press(page.getByRole('menuitem', { name: t('tickets.tags.rename') }))
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: t('tickets.tags.new_word') }).fill(word)
  await expectNoAxeViolations(page)
  await press(dialog.getByRole('button', { name: t(verb) }))
  await miss(dialog)
}

journey(
  'on a phone in Arabic the pages of teams, categories and tags fit, and so does what is beside a ticket',
  { timeout: 180_000, size: 'phone', dark: true },
  async ({ page }) => {
    const t = await signIn(page, 'admin@acme.test', 'ar')
    const kept = ['departments', 'teams', 'categories', 'tags', 'erp-modules', 'mail-addresses']
    const all = await everyPageOf(page)
    for (const path of kept.map((name) => `/settings/${name}`)) {
      assert.ok(all.includes(path), `no ${path} among the settings`)
      await turnTo(page, path)
      await expectNoAxeViolations(page)
      await expectNoSideways(page)
    }
    await page.goto('/tickets')
    await press(listOf(page, t).getByRole('link').nth(2))
    await see(thread(page, t).getByRole('article'))
    await press(page.getByRole('button', { name: t('tickets.details') }))
    await see(page.getByRole('dialog').getByLabel(t('ticket.type')))
    await expectNoAxeViolations(page)
    await expectNoSideways(page)
    await picture(page, 'phone-details')
    await page.keyboard.press('Escape')
    const dialog = await handOn(page, t, 'tickets.transfer')
    await expectNoAxeViolations(page)
    await expectNoSideways(page)
    await press(dialog.getByRole('button', { name: t('do.cancel') }))
    await openPage(page, '/tickets/new')
    await expectNoAxeViolations(page)
    await expectNoSideways(page)
    await picture(page, 'phone-new')
  },
)
