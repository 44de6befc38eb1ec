import { render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import type { Scope } from '#kernel/contract/index.ts'
import { stage } from '#kernel/web/testing.tsx'
import module from '../module.tsx'
import RecordRules from './record-rules.tsx'

const RUN = '019a0000-0000-7000-8000-0000000000a1'
const RULE = '019a0000-0000-7000-8000-0000000000b1'
const GONE = '019a0000-0000-7000-8000-0000000000b2'
const amount = { name: 'amount', control: 'money', choices: [], refers: null, several: false, nullable: false }
const run = (id: string, rule: string, more: object) => ({
  id,
  rule,
  revision: 1,
  entity: 'deal',
  record: 'd1',
  outcome: 'fired',
  chain: 'c',
  depth: 0,
  finding: null,
  steps: [],
  trouble: false,
  created_at: '2026-11-20T10:00:00.000Z',
  ...more,
})
const RUNS = [
  run(RUN, RULE, {
    outcome: 'unmet',
    finding: { field: 'amount', test: 'at_least', values: [100_000], value: 5_000, holds: false },
  }),
  run('019a0000-0000-7000-8000-0000000000a2', GONE, {
    trouble: true,
    steps: [{ step: 'note', params: {}, state: 'failed', attempts: 5, code: 'rule_code.nobody', at: null }],
  }),
]

async function shown(permissions: Record<string, Scope>, entity = 'deal') {
  const set = await stage({
    modules: [module],
    permissions,
    texts: { 'deal.amount': 'Amount' },
    answer: ({ name }) => {
      if (name === 'rules.offer')
        return {
          items: [
            {
              entity: 'deal',
              fields: [{ ...amount, required: true, max: null }],
              settable: [],
              clocks: [],
              people: [],
              addresses: [],
              steps: [],
            },
          ],
        }
      if (name === 'rules.trace') return { items: RUNS, next: null }
      if (name === 'rules.list') return { items: [{ id: RULE, name: 'Large deals' }], next: null }
      return { items: [] }
    },
  })
  render(
    <set.Stage>
      <RecordRules entity={{ name: entity }} id="d1" />
      <p>the page</p>
    </set.Stage>,
  )
  await screen.findByText('the page')
  return { names: () => set.asked.map(({ name }) => name), asked: set.asked }
}

test('a record tells why each rule fired or not once somebody unfolds it, and what failed is tried again', async () => {
  const { names, asked } = await shown({ 'rules.read': 'all' })
  const section = await screen.findByRole('region', { name: 'Rules' })
  expect(names()).not.toContain('rules.trace')
  await userEvent.click(within(section).getByRole('button', { name: 'Rules' }))
  expect((await within(section).findByRole('link', { name: 'Large deals' })).getAttribute('href')).toBe(
    `/settings/rules/${RULE}`,
  )
  expect(asked.find(({ name }) => name === 'rules.trace')?.input).toEqual({ entity: 'deal', record: 'd1', limit: 20 })
  const [unmet, failed] = within(section).getAllByRole('listitem')
  await userEvent.click(within(unmet!).getByRole('button', { name: 'Why: Large deals' }))
  expect(unmet!.textContent).toContain('Conditions did not hold')
  expect(unmet!.textContent).toContain('Amount at least 1,000 · it was: 50')
  within(failed!).getByText('the rule is deleted')
  within(failed!).getByText(/There is nobody to tell/)
  await userEvent.click(within(failed!).getByRole('button', { name: 'Try again' }))
  expect(names()).toContain('rules.retry')
})

test('whoever may not see rules is shown nothing and asks nothing', async () => {
  const outsider = await shown({})
  expect(screen.queryByRole('region')).toBe(null)
  expect(outsider.names()).not.toContain('rules.offer')
})

test('a kind of record that knows no rules shows nothing', async () => {
  const { names } = await shown({ 'rules.read': 'all' }, 'client')
  await expect.poll(names).toContain('rules.offer')
  expect(screen.queryByRole('region')).toBe(null)
})
