import { render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { expect, test } from 'vitest'
import {
  asGroup,
  type Asked,
  asked,
  type ConditionGroup,
  type Conditions,
  judgedAs,
  saidBy,
} from '../../contract/index.ts'
import { stage } from '../testing.tsx'
import { ConditionBuilder } from './condition-builder.tsx'
import { ConditionWords } from './condition-words.tsx'

const ASKED = [
  asked('kind', 'choice', { choices: ['friend', 'family'] }),
  asked('beds', 'number'),
  asked('fact.visits', 'count'),
  asked('seen_at', 'moment'),
]

async function builder(value: ConditionGroup, judged?: readonly Asked[]) {
  const said: ConditionGroup[] = []
  const set = await stage({
    texts: {
      'guest.kind': 'Kind',
      'guest.kind.friend': 'a friend',
      'guest.kind.family': 'family',
      'guest.beds': 'Beds',
      'guest.name': 'Name',
      'guest.host': 'Host',
      'guest.seen_at': 'Seen',
      'fact.visits': 'Visits',
    },
    answer: ({ name }) => (name === 'fields.askable' ? { items: ASKED } : { items: [] }),
  })
  const Shown = () => {
    const [group, setGroup] = useState(value)
    return (
      <>
        <ConditionBuilder
          entity="guest"
          value={group}
          {...(judged ? { judged } : {})}
          refusals={[{ pointer: '/all/0/values', code: 'required' }]}
          onChange={(next) => {
            said.push(next)
            setGroup(next)
          }}
        />
        {!judged && (
          <output>
            <ConditionWords entity="guest" conditions={group} />
          </output>
        )}
      </>
    )
  }
  render(
    <set.Stage>
      <Shown />
    </set.Stage>,
  )
  await screen.findAllByRole('button', { name: 'Add a condition' })
  return {
    asked: set.asked,
    last: () => said.at(-1) as Conditions,
    words: () => screen.getByRole('status').textContent,
  }
}

test('rules are added, changed, grouped and taken away, and read as a sentence', async () => {
  const { last, words } = await builder({ all: [] })
  await userEvent.click(screen.getByRole('button', { name: 'Add a condition' }))
  expect(last()).toEqual({ all: [{ field: 'kind', test: 'is', values: [] }] })
  await userEvent.click(screen.getByRole('combobox', { name: 'Value of “Kind”' }))
  await userEvent.click(await screen.findByRole('option', { name: 'a friend' }))
  expect(last()).toEqual({ all: [{ field: 'kind', test: 'is', values: ['friend'] }] })
  await userEvent.click(screen.getByRole('button', { name: 'Add a group' }))
  const group = screen.getByRole('group', { name: 'Group 2' })
  await userEvent.click(within(group).getByRole('combobox', { name: 'Field' }))
  await userEvent.click(await screen.findByRole('option', { name: 'Seen' }))
  expect(last()).toEqual({
    all: [
      { field: 'kind', test: 'is', values: ['friend'] },
      { any: [{ field: 'seen_at', test: 'within_days', values: [30] }] },
    ],
  })
  expect(words()).toBe('Kind: a friend and Seen: in the last 30 days')
  await userEvent.click(within(group).getByRole('button', { name: 'Remove the condition “Seen”' }))
  expect(last()).toEqual({ all: [{ field: 'kind', test: 'is', values: ['friend'] }] })
})

test('another test keeps what can be kept, and a refusal stands at its rule', async () => {
  const { last } = await builder({ all: [{ field: 'beds', test: 'at_least', values: [2] }] })
  const row = screen.getByRole('group', { name: 'Beds' })
  within(row).getByText('Fill this in')
  const choose = async (name: string) => {
    await userEvent.click(within(row).getByRole('combobox', { name: 'How “Beds” is compared' }))
    await userEvent.click(await screen.findByRole('option', { name }))
  }
  await choose('at most')
  expect(last()).toEqual({ all: [{ field: 'beds', test: 'at_most', values: [2] }] })
  await choose('is empty')
  expect(last()).toEqual({ all: [{ field: 'beds', test: 'empty', values: [] }] })
})

test('three levels of groups and no more', async () => {
  await builder({ all: [{ any: [{ all: [{ field: 'beds', test: 'empty', values: [] }] }] }] })
  expect(screen.getAllByRole('button', { name: 'Add a condition' })).toHaveLength(3)
  expect(screen.getAllByRole('button', { name: 'Add a group' })).toHaveLength(2)
})

test('conditions judged of a record at hand: fields of the caller, two levels, several texts, nobody who asks', async () => {
  const judged = [judgedAs('name', 'text', false), judgedAs('host', 'reference', true, { refers: 'user' })]
  const { last, asked } = await builder({ all: [{ field: 'name', test: 'contains', values: ['till'] }] }, judged)
  expect(asked.filter(({ name }) => name === 'fields.askable')).toEqual([])
  await userEvent.type(screen.getByRole('combobox', { name: 'Value of “Name”' }), 'desk{Enter}')
  expect(last()).toEqual({ all: [{ field: 'name', test: 'contains', values: ['till', 'desk'] }] })
  await userEvent.click(screen.getByRole('combobox', { name: 'How “Name” is compared' }))
  expect((await screen.findAllByRole('option')).map((one) => one.textContent)).toEqual(['contains', 'is', 'is not'])
  await userEvent.keyboard('{Escape}')
  await userEvent.click(screen.getByRole('button', { name: 'Add a group' }))
  expect(screen.getAllByRole('button', { name: 'Add a group' })).toHaveLength(1)
  const group = screen.getByRole('group', { name: 'Group 2' })
  await userEvent.click(within(group).getByRole('combobox', { name: 'Field' }))
  await userEvent.click(await screen.findByRole('option', { name: 'Host' }))
  expect(within(group).queryByRole('button', { name: 'Me' })).toBe(null)
})

test('what is not a group is shown as one, and an empty group says nothing', () => {
  const rule = { field: 'beds', test: 'empty', values: [] } as const
  expect([asGroup(null), asGroup(rule), asGroup({ any: [rule] })]).toEqual([
    { all: [] },
    { all: [rule] },
    { any: [rule] },
  ])
  expect([saidBy({ any: [] }), saidBy({ all: [rule] })]).toEqual([null, { all: [rule] }])
})
