import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { stage } from '#kernel/web/testing.tsx'
import AddTask from './add-task.tsx'
import module from './module.tsx'

test('a task is written down about the record whose page it is', async () => {
  const set = await stage({
    modules: [module],
    permissions: { 'tasks.create': 'own' },
    answer: ({ name, input }) => (name === 'tasks.create' ? { id: 't', ...(input as object) } : { items: [] }),
  })
  render(
    <set.Stage>
      <AddTask entity={{ name: 'deal' }} id="d1" />
    </set.Stage>,
  )
  await userEvent.click(await screen.findByRole('button', { name: 'Add a task' }))
  await userEvent.type(await screen.findByRole('textbox', { name: /^Title|^What/ }), 'Call back{Enter}')
  expect(set.asked.find(({ name }) => name === 'tasks.create')?.input).toMatchObject({
    title: 'Call back',
    entity: 'deal',
    record: 'd1',
  })
})

test('whoever may not make tasks sees no button', async () => {
  const set = await stage({ modules: [module] })
  render(
    <set.Stage>
      <AddTask entity={{ name: 'deal' }} id="d1" compact />
      <p>the page</p>
    </set.Stage>,
  )
  await screen.findByText('the page')
  expect(screen.queryByRole('button')).toBe(null)
})
