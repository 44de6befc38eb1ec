import { render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { stage } from '#kernel/web/testing.tsx'
import type { FieldOffered, SubjectOffered } from '../../contract.ts'
import module from '../module.tsx'
import { minutesOf, newDraft, unitOf } from './draft.ts'
import RulePage from './rule-page.tsx'

const field = (name: string, control: string, more: Partial<FieldOffered> = {}): FieldOffered => ({
  name,
  control,
  choices: [],
  refers: null,
  several: false,
  nullable: false,
  required: true,
  max: null,
  ...more,
})
const offered: SubjectOffered = {
  entity: 'deal',
  fields: [field('amount', 'money'), field('state', 'choice', { choices: ['open', 'won'] })],
  settable: ['amount', 'state'],
  clocks: [{ name: 'state', field: 'state', stays: true }],
  people: ['owner'],
  addresses: [],
  steps: [
    { name: 'note', params: [field('text', 'prose')] },
    { name: 'set', params: [field('field', 'field'), field('value', 'value')] },
  ],
}

test('what a draft holds follows from what is offered', () => {
  expect(newDraft(offered, 'won').trigger).toEqual({ on: 'entered', clock: 'state', value: 'won' })
  expect(newDraft(offered).trigger).toEqual({ on: 'created' })
  expect([unitOf(90), unitOf(120), unitOf(2_880)]).toEqual(['minutes', 'hours', 'days'])
  expect(minutesOf(3, 'days')).toBe(4_320)
})

test('a rule is made of when, if and then, tried and saved; what the server refuses stands at its step', async () => {
  const asked: { name: string; input: unknown }[] = []
  const set = await stage({
    modules: [module],
    texts: { 'deal.amount': 'Amount', 'deal.state': 'State', 'deal.state.won': 'Won', 'deal.state.open': 'Open' },
    permissions: { 'rules.read': 'all', 'rules.create': 'all' },
    path: '/settings/rules/new?entity=deal',
    answer: ({ name, input }) => {
      asked.push({ name, input })
      if (name === 'rules.offer') return { items: [offered] }
      if (name === 'fields.list') return { items: [] }
      if (name === 'rules.dryRun')
        return {
          items: [
            {
              record: '019a0000-0000-7000-8000-000000000001',
              name: 'Small deal',
              fires: false,
              why: 'conditions',
              finding: {
                holds: false,
                all: [{ field: 'amount', test: 'at_least', values: [100_000], value: 5_000, holds: false }],
              },
            },
          ],
        }
      return { id: '019a0000-0000-7000-8000-000000000002', warnings: [] }
    },
  })
  render(
    <set.Stage>
      <RulePage />
    </set.Stage>,
  )
  await userEvent.type(await screen.findByRole('textbox', { name: /^Name/ }), 'Large deals')

  const when = screen.getByRole('region', { name: 'When' })
  await userEvent.click(within(when).getByRole('combobox', { name: 'When' }))
  await userEvent.click(await screen.findByRole('option', { name: 'Enters' }))
  await userEvent.click(within(when).getByRole('combobox', { name: 'State' }))
  await userEvent.click(await screen.findByRole('option', { name: 'Won' }))

  const condition = screen.getByRole('region', { name: 'If' })
  await userEvent.click(within(condition).getByRole('button', { name: 'Add a condition' }))
  await userEvent.type(within(condition).getByRole('textbox', { name: 'Value of “Amount”' }), '1000')

  const then = screen.getByRole('region', { name: 'Then' })
  await userEvent.click(within(then).getByRole('button', { name: 'Add an action' }))
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Add a note' }))
  await userEvent.type(within(then).getByRole('textbox', { name: /Text of the note/ }), 'Large')

  await userEvent.click(screen.getByRole('button', { name: 'Dry run' }))
  const tried = await screen.findByRole('region', { name: 'Dry run' })
  await userEvent.click(await within(tried).findByRole('button', { name: 'Small deal' }))
  expect(within(tried).getByText(/it was:/)).toBeTruthy()
  expect(within(tried).getByText('50')).toBeTruthy()

  await userEvent.click(screen.getByRole('button', { name: 'Save' }))
  const wanted = {
    name: 'Large deals',
    entity: 'deal',
    trigger: { on: 'entered', clock: 'state', value: 'won' },
    conditions: { all: [{ field: 'amount', test: 'at_least', values: [100_000] }] },
    steps: [{ step: 'note', params: { text: 'Large' } }],
    is_on: true,
  }
  expect(asked.find(({ name }) => name === 'rules.create')?.input).toEqual(wanted)
  expect(asked.find(({ name }) => name === 'rules.dryRun')?.input).toEqual({ rule: wanted, last: 50 })
})
