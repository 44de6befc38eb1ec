import { render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { stage } from '#kernel/web/testing.tsx'
import { previewOf, emptyField, keyFrom } from './draft.ts'
import FieldsPage from './fields-page.tsx'
import module from './module.tsx'

test('a key follows from the name, in Latin letters, and is not given twice', () => {
  expect(keyFrom('Модель кассы', [], 'text')).toBe('model_kassy')
  expect(keyFrom('Модель кассы', ['model_kassy'], 'text')).toBe('model_kassy_2')
  expect(keyFrom('حقل', [], 'date')).toBe('date')
  expect(keyFrom('Day from', [], 'date')).toBe('day')
})

test('fields are listed, moved by keys and seen in the preview while they are made', async () => {
  const field = (id: string) => ({
    ...previewOf({ ...emptyField('ticket', 'text'), key: id, labels: { en: id } }, id),
    version: 1,
  })
  const asked: { name: string; input: unknown }[] = []
  const set = await stage({
    modules: [module],
    permissions: { 'fields.manage': 'all' },
    answer: ({ name, input }) => {
      asked.push({ name, input })
      if (name === 'fields.kinds')
        return {
          items: [{ entity: 'ticket', fields: [{ name: 'priority', choices: ['low', 'high'], refers: null }] }],
          references: ['user'],
        }
      return { items: [field('Serial'), field('Place')] }
    },
  })
  render(
    <set.Stage>
      <FieldsPage />
    </set.Stage>,
  )
  const form = await screen.findByRole('region', { name: /form looks/ })
  expect(within(form).getByRole('textbox', { name: 'Serial' })).toBeTruthy()
  await userEvent.click(screen.getByRole('button', { name: 'Move down: Serial' }))
  expect(asked.find(({ name }) => name === 'fields.arrange')?.input).toEqual({
    entity: 'ticket',
    ids: ['Place', 'Serial'],
  })
})

test('a condition names a choice of the record, and stands deeper than one level', async () => {
  const deep = { all: [{ any: [{ field: 'custom.place', test: 'is', values: ['Khiva'] }] }] }
  const kept = {
    ...previewOf(
      { ...emptyField('ticket', 'text'), key: 'serial', labels: { en: 'Serial' }, shown_if: deep as never },
      's',
    ),
    version: 1,
  }
  const place = {
    ...previewOf({ ...emptyField('ticket', 'text'), key: 'place', labels: { en: 'Place' } }, 'p'),
    version: 1,
  }
  const set = await stage({
    modules: [module],
    permissions: { 'fields.manage': 'all' },
    texts: { 'ticket.priority': 'Priority', 'ticket.priority.low': 'Low' },
    answer: ({ name }) =>
      name === 'fields.kinds'
        ? {
            items: [{ entity: 'ticket', fields: [{ name: 'priority', choices: ['low'], refers: null }] }],
            references: [],
          }
        : { items: [kept, place] },
  })
  render(
    <set.Stage>
      <FieldsPage />
    </set.Stage>,
  )
  await userEvent.click(await screen.findByRole('button', { name: /^Serial/ }))
  const condition = await screen.findByRole('group', { name: 'Shown when' })
  within(condition).getByRole('group', { name: 'Group 1' })
  within(condition).getByText('Khiva')
  await userEvent.click(within(condition).getAllByRole('button', { name: 'Add a condition' }).at(-1)!)
  await userEvent.click(screen.getByRole('combobox', { name: 'Value of “Priority”' }))
  await userEvent.click(await screen.findByRole('option', { name: 'Low' }))
  await userEvent.click(screen.getByRole('button', { name: 'Save' }))
  expect(set.asked.find(({ name }) => name === 'fields.update')?.input).toMatchObject({
    shown_if: { all: [deep.all[0], { field: 'priority', test: 'is', values: ['low'] }] },
  })
})
