import { render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { stage } from '#kernel/web/testing.tsx'
import correspondence from '../module.tsx'
import { ChooseTemplate } from './choose.tsx'

const RECORD = '0a5b3c1e-0000-4000-8000-000000000001'
const TEMPLATE = '0a5b3c1e-0000-4000-8000-000000000002'

test('a template is shown as the record fills it, in another language when wished, and then taken', async () => {
  const onTake = vi.fn()
  const set = await stage({
    modules: [correspondence],
    permissions: { 'letter_templates.read': 'all' },
    answer: ({ name, input }) => {
      if (name === 'letter_templates.list') return { items: [{ id: TEMPLATE, name: 'Offer' }], next: null }
      if (name !== 'letter_templates.filled') return null
      const { language = 'uz' } = input as { language?: string }
      const text = language === 'uz' ? 'Salom, Nigora' : 'Hello Nigora'
      return { subject: 'Ovens', text, language, languages: ['en', 'uz'], empty: ['deal_title'] }
    },
  })
  render(
    <set.Stage>
      <ChooseTemplate of={{ entity: 'client', record: RECORD }} to="n@shop.test" onTake={onTake} />
    </set.Stage>,
  )
  const user = userEvent.setup()
  await user.click(await screen.findByRole('button', { name: 'Template' }))
  await user.click(await screen.findByRole('combobox', { name: 'Letter template' }))
  await user.click(await screen.findByRole('option', { name: 'Offer' }))
  expect(await screen.findByText('Salom, Nigora')).toBeTruthy()
  expect(screen.getByText('The record has nothing for: Deal.')).toBeTruthy()
  await user.click(screen.getByRole('combobox', { name: 'Language' }))
  await user.click(await screen.findByRole('option', { name: 'English' }))
  expect(await screen.findByText('Hello Nigora')).toBeTruthy()
  expect(set.asked.at(-1)!.input).toEqual({
    id: TEMPLATE,
    entity: 'client',
    record: RECORD,
    to: 'n@shop.test',
    language: 'en',
  })
  await user.click(screen.getByRole('button', { name: 'Insert' }))
  await waitFor(() =>
    expect(onTake).toHaveBeenCalledWith(expect.objectContaining({ subject: 'Ovens', text: 'Hello Nigora' })),
  )
  expect(screen.queryByText('Hello Nigora')).toBeNull()
})
