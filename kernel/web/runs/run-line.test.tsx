import { render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, test } from 'vitest'
import * as z from 'zod'
import { actions, command, id, Problem } from '#kernel/contract/index.ts'
import { currentToasts, hideToast } from '../shell/toast.ts'
import { stage } from '../testing.tsx'
import { RunList, RunStrip } from './run-line.tsx'

const things = actions('things', '/things', {
  stop: command('POST /:id/stop', { in: z.strictObject({ id: id() }), out: z.null(), can: 'things.run' }),
})
afterEach(() => {
  for (const { id: one } of currentToasts()) hideToast(one)
})

test('a run that works says how far it is and is stopped; one that is over offers what is left to do', async () => {
  const set = await stage({ permissions: { 'things.run': 'own' }, answer: () => null })
  render(
    <set.Stage>
      <RunList
        label="Runs"
        runs={[
          {
            id: 'a',
            title: 'First',
            says: ['Works'],
            going: { share: 0.25, label: 'Works' },
            stop: { action: things.stop, id: 'a' },
          },
          { id: 'b', title: 'Second', says: ['Done', '12'], tools: <button type="button">Take</button> },
        ]}
      />
    </set.Stage>,
  )
  const [first, second] = (await screen.findAllByRole('listitem')).map((one) => within(one)) as [any, any]
  expect(first.getByRole('progressbar', { name: 'Works' }).getAttribute('aria-valuenow')).toBe('25')
  await userEvent.click(first.getByRole('button', { name: 'Stop' }))
  expect(set.asked).toMatchObject([{ name: 'things.stop', input: { id: 'a' } }])
  expect(second.queryByRole('progressbar')).toBeNull()
  second.getByRole('button', { name: 'Take' })
})

test('a bar is never fuller than full, and a stop that comes too late is told', async () => {
  const set = await stage({
    permissions: { 'things.run': 'own' },
    texts: { 'problem.thing.is_over': 'It is over' },
    answer: () => {
      throw new Problem('thing.is_over', 409)
    },
  })
  render(
    <set.Stage>
      <RunStrip label="Run" title="More" going={{ share: 3, label: 'More' }} stop={{ action: things.stop, id: 'a' }} />
    </set.Stage>,
  )
  expect((await screen.findByRole('progressbar')).getAttribute('aria-valuenow')).toBe('100')
  await userEvent.click(screen.getByRole('button', { name: 'Stop' }))
  await expect.poll(() => currentToasts().map(({ text }) => text)).toEqual(['It is over'])
})
