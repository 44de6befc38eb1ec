import { render, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { stage } from '#kernel/web/testing.tsx'
import module from '../module.tsx'
import { Deliveries } from './deliveries.tsx'

const delivery = (id: string, dueInMs: number) => ({
  id,
  event: 'webhook.test',
  state: 'waiting',
  attempts: 0,
  last_status: null,
  created_at: new Date().toISOString(),
  next_attempt_at: new Date(Date.now() + dueInMs).toISOString(),
})

test('what was due a while ago rests behind the delivery that is tried', async () => {
  const items = [delivery('resting', -600_000), delivery('planned', 7_200_000)]
  const { Stage } = await stage({
    modules: [module],
    permissions: { 'webhooks.manage': 'all' },
    answer: ({ name }) => (name === 'webhook_deliveries.list' ? { items, next: null } : null),
  })
  render(
    <Stage>
      <Deliveries webhook="hook" />
    </Stage>,
  )
  expect(await screen.findAllByText('after those before it')).toHaveLength(1)
  // A relative time would say “now” of what is still to come.
  const planned = document.querySelector(`time[datetime="${items[1]!.next_attempt_at}"]`)
  expect(planned?.textContent).toMatch(/\d\d:\d\d/)
})
