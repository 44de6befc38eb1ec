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
