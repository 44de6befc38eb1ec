// A head of sales makes a rule, tries it, and sees what it did to a deal that came to the stage, and why.
import assert from 'node:assert/strict'
import { expectNoAxeViolations } from '../accessibility.ts'
import { journey } from '../browser.ts'
import { callAs } from '../caller.ts'
import { openPage } from './every-page.ts'
import { expectNoSideways, press, see, signIn } from './person.ts'

journey(
  'a rule for large deals, from the settings to the note it left',
  { timeout: 180_000 },
  async ({ page, url }) => {
    await page.setViewportSize({ width: 1440, height: 900 })
    const t = await signIn(page, 'sales_manager@acme.test')
    const call = await callAs(url, 'sales_manager@acme.test')
    const number = String(Date.now()).slice(-7)
    // Another way has a stage of the same name.
    const other = await call('POST', '/pipelines', { name: `Путь ${number}` })
    await call('POST', '/pipelines/stages', { pipeline: other.id, name: 'Предложение', position: 12 })
    const { items: pipelines } = await call<{ items: { id: string; names: { ru: string }; is_default: boolean }[] }>(
      'GET',
      '/pipelines',
    )
    const pipeline = pipelines.find((one) => one.is_default)!
    const name = `Крупные ${number}`
    await openPage(page, '/settings/rules?entity=deal')
    await press(page.getByRole('link', { name: t('rule.new') }).first())
    await page.getByRole('textbox', { name: t('rule.name') }).fill(name)

    const when = page.getByRole('region', { name: t('rules.when') })
    await press(when.getByRole('combobox', { name: t('rules.when') }))
    await press(page.getByRole('option', { name: t('rules.on.entered') }))
    await press(when.getByRole('button', { name: t('deal.stage') }))
    // The name of its pipeline stands beside it, in the language of the reader.
    await press(page.getByRole('option', { name: 'Предложение' }).filter({ hasText: pipeline.names.ru }))
    const condition = page.getByRole('region', { name: t('rules.if') })
    await press(condition.getByRole('button', { name: t('conditions.add_rule') }))
    await press(condition.getByRole('combobox', { name: t('conditions.field') }))
    await press(page.getByRole('option', { name: t('deal.amount'), exact: true }))
    await condition.getByRole('textbox', { name: t('conditions.value', { name: t('deal.amount') }) }).fill('1000')
    const then = page.getByRole('region', { name: t('rules.then') })
    await press(then.getByRole('button', { name: t('rules.add_step') }))
    await press(page.getByRole('menuitem', { name: t('rule_step.deals.assign') }))
    await press(then.getByRole('button', { name: t('rule_step.deals.assign.owner') }))
    await press(page.getByRole('option').first())
    await press(then.getByRole('button', { name: t('rules.add_step') }))
    await press(page.getByRole('menuitem', { name: t('rule_step.note') }))
    await then.getByRole('textbox', { name: t('rule_step.note.text') }).fill('Крупная: {{title}}')

    await press(page.getByRole('button', { name: t('rules.dry_run') }))
    const tried = page.getByRole('region', { name: t('rules.dry_run') })
    await see(tried.getByRole('status'))
    await expectNoAxeViolations(page)
    await expectNoSideways(page)
    await press(page.getByRole('button', { name: t('do.save') }))
    const trace = page.getByRole('region', { name: t('rules.trace') })
    await see(trace)
    const rule = page.url()

    const { items: stages } = await call<{ items: { id: string; names: { ru?: string } }[] }>(
      'GET',
      `/pipelines/stages?pipeline=${pipeline.id}`,
    )
    const stage = stages.find(({ names }) => names.ru === 'Предложение')!.id
    const { items: clients } = await call<{ items: { id: string }[] }>('GET', '/clients?limit=1')
    const make = async (title: string, amount: number) => {
      const { id } = await call('POST', '/deals', { title, amount, client: clients[0]!.id })
      await call('POST', `/deals/${id}/move`, { stage })
      return id
    }
    const large = await make(`${name} вверх`, 500_000)
    await make(`${name} вниз`, 100)

    await page.goto(`/deals/${large}`)
    await see(page.getByText(`Крупная: ${name} вверх`))
    await page.goto(rule)
    const row = (title: string) => trace.getByRole('listitem').filter({ hasText: title })
    await see(row(`${name} вверх`).getByText(t('rule_run.outcome.fired')))
    await see(row(`${name} вниз`).getByText(t('rule_run.outcome.unmet')))
    await press(row(`${name} вниз`).getByRole('button', { name: t('rules.why') }))
    await see(row(`${name} вниз`).getByText(t('rules.it_was')))

    await openPage(page, '/settings/rules?entity=deal')
    // The track lies over the switch itself, so it is pressed by key; what it says is kept before the page is read anew.
    await page.getByRole('switch', { name: t('rules.switch', { name }) }).focus()
    await Promise.all([
      page.waitForResponse((answer) => answer.request().method() === 'PATCH' && answer.ok()),
      page.keyboard.press('Space'),
    ])
    await expectNoAxeViolations(page)
    await page.reload()
    await see(page.getByRole('link', { name }))
    assert.equal(await page.getByRole('switch', { name: t('rules.switch', { name }) }).isChecked(), false)
  },
)
