import assert from 'node:assert/strict'
import { journey } from '../browser.ts'
import { press, see, signIn } from './person.ts'

// A year that the demo does not reach: the day is free.
const [DAY, NEXT] = ['2031-05-14', '2031-05-15']

journey(
  'a task is written on a deal, carried to another day, done, and stands in the timeline',
  { timeout: 120_000 },
  async ({ page }) => {
    const t = await signIn(page, 'sales_manager@acme.test')
    // A run again finds what the run before it left.
    const title = `Подготовить расчёт ${String(Date.now()).slice(-7)}`
    await page.goto('/deals?show=list')
    await press(page.getByRole('main').locator('a[href^="/deals/"]').first())
    const block = page.getByRole('region', { name: t('task.many') })
    await press(block.getByRole('button', { name: t('tasks.add') }))
    const form = page.getByRole('dialog')
    await form.getByRole('textbox', { name: t('task.title') }).fill(title)
    await form.getByLabel(t('task.due_on')).fill(DAY)
    await press(form.getByRole('button', { name: t('do.create') }))
    await see(block.getByRole('link', { name: title }))

    await page.goto('/tasks')
    await see(page.getByRole('main').getByText(title))
    await page.goto(`/tasks/calendar?day=${DAY}&show=week`)
    const chip = page.getByRole('main').getByRole('button', { name: title })
    await see(chip)
    await chip.focus()
    for (const key of ['Space', 'ArrowRight', 'Space']) await page.keyboard.press(key)
    const next = page.locator(`[data-day="${NEXT}"]`)
    await see(next.getByText(title))

    await page.goto('/tasks')
    await press(page.getByRole('main').getByRole('link', { name: title }).first())
    await see(page.getByRole('heading', { level: 1, name: title }))
    assert.equal(await page.getByLabel(t('task.due_on')).inputValue(), NEXT)
    await press(page.getByRole('button', { name: t('tasks.finish') }))
    await see(page.getByRole('button', { name: t('tasks.reopen') }))

    await press(page.getByRole('main').locator('a[href^="/deals/"]'))
    const timeline = page.getByRole('region', { name: t('timeline.title') })
    await press(timeline.getByText(t('timeline.kind.task')).first())
    await see(
      timeline
        .getByRole('listitem')
        .filter({ hasText: t('timeline.task.done') })
        .getByRole('link', { name: title }),
    )
    await see(
      timeline
        .getByRole('listitem')
        .filter({ hasText: t('timeline.task.created') })
        .getByRole('link', { name: title }),
    )
  },
)
