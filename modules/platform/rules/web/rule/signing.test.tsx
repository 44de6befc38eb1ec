import { render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { stage } from '#kernel/web/testing.tsx'
import module from '../module.tsx'
import { Signing } from './signing.tsx'

test('a new secret is asked for twice and shown once', async () => {
  const set = await stage({
    modules: [module],
    permissions: { 'rules.update': 'all' },
    answer: ({ name }) =>
      name === 'rules.rotateSecret'
        ? { secret: 'whsec_abc', previous_until: null }
        : { made_at: '2026-11-20T10:00:00.000Z', previous_until: null },
  })
  render(
    <set.Stage>
      <Signing />
    </set.Stage>,
  )
  await screen.findByText(/in force since/)
  await userEvent.click(screen.getByRole('button', { name: 'New secret' }))
  expect(set.asked.map(({ name }) => name)).not.toContain('rules.rotateSecret')
  const dialog = await screen.findByRole('dialog')
  await userEvent.click(within(dialog).getByRole('button', { name: 'New secret' }))
  expect((await screen.findByRole('textbox', { name: 'Secret' })).getAttribute('value')).toBe('whsec_abc')
  expect(screen.queryByRole('button', { name: 'New secret' })).toBe(null)
})

test('whoever may only look sees that calls are signed, and no button', async () => {
  const set = await stage({ modules: [module], answer: () => ({ made_at: null, previous_until: null }) })
  render(
    <set.Stage>
      <Signing />
    </set.Stage>,
  )
  await screen.findByText(/Standard Webhooks/)
  expect(screen.queryByRole('button')).toBe(null)
})
