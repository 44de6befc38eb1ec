import { render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { stage } from '#kernel/web/testing.tsx'
import type { TaskRow } from '../../contract.ts'
import module from '../module.tsx'
import Calendar from './calendar-page.tsx'

const task = (id: string, more: Partial<TaskRow>) =>
  ({
    id,
    title: id,
    state: 'open',
    due_on: null,
    due_at: null,
    due: '2031-05-14T10:00:00Z',
    assignee: 'ann',
    version: 1,
    ...more,
  }) as TaskRow

async function calendar(items: TaskRow[], language: 'en' | 'ar' = 'en', path = '/tasks/calendar?day=2031-05-14') {
  const set = await stage({
    modules: [module],
    language,
    path,
    permissions: { 'tasks.read': 'all', 'tasks.create': 'all', 'tasks.update': 'all' },
    answer: ({ name, input }) => {
      if (name === 'tasks.list') return { items, next: null }
      return name === 'tasks.update' ? { ...items[0]!, ...(input as object), version: 2 } : null
    },
  })
  render(<set.Stage>{<Calendar />}</set.Stage>)
  await screen.findByText(items[0]!.title)
  const dayOf = (title: string) => screen.getByText(title).closest('[data-day]')!.getAttribute('data-day')
  return { ...set, dayOf, changes: () => set.asked.filter(({ name }) => name === 'tasks.update') }
}

test('the weeks of a month begin where the language begins them, and tasks stand on their days', async () => {
  const { dayOf } = await calendar([task('Call', { due_on: '2031-05-14' })])
  expect(dayOf('Call')).toBe('2031-05-14')
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('May 2031')
  expect(document.querySelector('[data-day]')!.getAttribute('data-day')).toBe('2031-04-28')
})

test('in Arabic a week begins on Saturday', async () => {
  await calendar([task('Call', { due_on: '2031-05-14' })], 'ar')
  expect(document.querySelector('[data-day]')!.getAttribute('data-day')).toBe('2031-04-26')
})

test('a task is lifted, carried over days by arrows and dropped, and says so', async () => {
  const user = userEvent.setup()
  const { dayOf, changes } = await calendar([task('Call', { due_on: '2031-05-14' })])
  screen.getByRole('button', { name: 'Call' }).focus()
  await user.keyboard(' ')
  expect(screen.getByText('Call lifted: Wednesday 14 May.')).toBeTruthy()
  await user.keyboard('{ArrowRight}')
  expect(dayOf('Call')).toBe('2031-05-15')
  await waitFor(() => expect(document.activeElement?.textContent).toBe('Call'))
  await user.keyboard('{ArrowDown}')
  await waitFor(() => expect(document.activeElement?.textContent).toBe('Call'))
  await user.keyboard(' ')
  await waitFor(() => expect(changes()).toHaveLength(1))
  expect(changes()[0]!.input).toMatchObject({ id: 'Call', due_on: '2031-05-22', due_at: null })
  expect(screen.getByText('Call moved to Thursday 22 May.')).toBeTruthy()
})

test('Escape puts a lifted task back, and nothing is sent', async () => {
  const user = userEvent.setup()
  const { dayOf, changes } = await calendar([task('Call', { due_on: '2031-05-14' })])
  screen.getByRole('button', { name: 'Call' }).focus()
  await user.keyboard(' {ArrowRight}')
  await waitFor(() => expect(document.activeElement?.textContent).toBe('Call'))
  await user.keyboard('{Escape}')
  expect(dayOf('Call')).toBe('2031-05-14')
  expect(changes()).toHaveLength(0)
})

test('a day holds as many as it has room for, and says how many more there are', async () => {
  const items = ['A', 'B', 'C', 'D', 'E'].map((id) => task(id, { due_on: '2031-05-14' }))
  await calendar(items)
  const day = document.querySelector<HTMLElement>('[data-day="2031-05-14"]')!
  expect(within(day).getAllByRole('listitem')).toHaveLength(2)
  expect(within(day).getByText('3 more')).toBeTruthy()
})
