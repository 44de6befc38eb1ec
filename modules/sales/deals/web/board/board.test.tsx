import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { Problem } from '#kernel/contract/index.ts'
import type { LiveEvent } from '#kernel/web/live/client.ts'
import { stage } from '#kernel/web/testing.tsx'
import { OF_BOARD } from '../list/listing.ts'
import module from '../module.tsx'
import { Board } from './board.tsx'
import type { Card } from './moving/use-moving.ts'
import type { StageRow } from './use-board.ts'

globalThis.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
}

const [NEW, OFFER] = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222']
const [ANN, BOB] = ['33333333-3333-4333-8333-333333333333', '44444444-4444-4444-8444-444444444444']
const stages = [NEW, OFFER].map((id, index) => ({
  id,
  pipeline: 'way',
  name: index === 0 ? 'New' : 'Offer',
  names: {},
  kind: 'open',
  probability: 50,
  wip_limit: index === 0 ? null : 1,
  wip_rule: 'block',
  stale_days: null,
})) as unknown as StageRow[]

type Moved = { id: string; stage: string; values?: { owner?: string | null } }

/** The board by owner: Bob has one deal, nobody has another; what the server says to moves is the test's. */
async function board(answerMove: (wanted: Moved) => unknown, toDo: () => object[] = () => [], isCompact = false) {
  const card = (id: string, title: string, owner: string | null) =>
    ({
      id,
      title,
      owner,
      stage: NEW,
      client: 'c',
      amount: 100,
      currency: 'UZS',
      version: 1,
      custom: {},
    }) as unknown as Card
  let cards = [card('d1', 'Cable', BOB), card('d2', 'Phones', null)].map((one) => ({
    ...one,
    stage_since: new Date().toISOString(),
    position: one.id,
  }))
  const sums = [{ currency: 'UZS', sum: 100, weighted: 50 }]
  const people = [
    { id: ANN, name: 'Ann', role: 'seller' },
    { id: BOB, name: 'Bob', role: 'seller' },
  ]
  const set = await stage({
    modules: [
      module,
      {
        ...module,
        name: 'people',
        references: { user: { load: async () => people, label: ({ name }) => String(name) } },
        text: {},
        fills: [],
      },
    ],
    permissions: { 'deals.read': 'all', 'deals.update': 'all', 'tasks.read': 'all' },
    answer: ({ name, input }) => {
      if (name === 'deals.board') {
        const lane = (value: string | null) => {
          const own = cards.filter(({ owner }) => owner === value)
          const cells = stages.flatMap(({ id }) => {
            const count = own.filter((one) => one.stage === id).length
            return count > 0 ? [{ stage: id, count }] : []
          })
          return { value, count: own.length, sums: own.length > 0 ? sums : [], cells }
        }
        return {
          columns: stages.map(({ id }) => ({ stage: id, count: 1, inside: 1, sums })),
          lanes: [null, BOB, ANN].map(lane),
          rest: { lanes: 2, count: 7, sums },
        }
      }
      if (name === 'deals.list') {
        const { stage: at, owner } = input as { stage: string; owner: string }
        return { items: cards.filter((one) => one.stage === at && (one.owner ?? 'none') === owner), next: null }
      }
      if (name === 'deals.move') {
        const wanted = input as Moved
        const answer = answerMove(wanted)
        if (answer) throw answer
        const moved = {
          ...cards.find(({ id }) => id === wanted.id)!,
          ...wanted.values,
          stage: wanted.stage,
          version: 2,
        }
        cards = cards.map((one) => (one.id === moved.id ? moved : one))
        return moved
      }
      if (name === 'tasks.next') return { items: toDo() }
      return { items: [], next: null }
    },
  })
  const heard = new Set<(event: LiveEvent) => void>()
  set.platform.live.onEvent = (hear) => {
    heard.add(hear)
    return () => void heard.delete(hear)
  }
  const happens = (event: object) => act(() => heard.forEach((hear) => hear(event as LiveEvent)))
  render(
    <set.Stage>
      <Board pipeline="way" stages={stages} filters={{}} listing={OF_BOARD} by="owner" isCompact={isCompact} />
    </set.Stage>,
  )
  await screen.findByRole('article', { name: /Cable/ })
  const lane = (name: string) => screen.getByRole('region', { name })
  const cell = (name: string, at: string) =>
    within(lane(name)).getByRole('group', { name: `Stage “${at}”, lane “${name}”` })
  const moves = () => set.asked.filter(({ name }) => name === 'deals.move').map(({ input }) => input)
  return { ...set, lane, cell, moves, happens, user: userEvent.setup() }
}

test('lanes stand by name, those without a value last; what is beyond them is said, and a limit is counted across them', async () => {
  const { lane } = await board(() => null)
  const lanes = within(screen.getByRole('region', { name: 'Board' })).getAllByRole('region')
  expect(lanes.map((one) => one.getAttribute('aria-label'))).toEqual(['Ann', 'Bob', 'Not set'])
  expect(within(lane('Bob')).getByRole('article', { name: /Cable/ })).toBeTruthy()
  expect(within(lane('Not set')).getByRole('article', { name: /Phones/ })).toBeTruthy()
  expect(screen.getByText('2 more lanes')).toBeTruthy()
  expect(screen.getByText('1 of 1')).toBeTruthy()
})

test('a card says what is to be done next, and that it is late; all cards ask together, and anew when tasks change', async () => {
  const day = 86_400_000
  let due = new Date(Date.now() - 2 * day).toISOString()
  const set = await board(
    () => null,
    () => [{ id: 't1', record: 'd1', title: 'Call back', due_on: null, due_at: due, due, state: 'open' }],
  )
  const card = screen.getByRole('article', { name: /Cable/ })
  expect((await within(card).findByText(/^Overdue task: Call back/)).closest('[data-late]')).toBeTruthy()
  expect(within(screen.getByRole('article', { name: /Phones/ })).queryByText(/Call back/)).toBeNull()
  const asked = () => set.asked.filter(({ name }) => name === 'tasks.next').map(({ input }) => input)
  expect(asked()).toEqual([{ entity: 'deal', ids: ['d1', 'd2'] }])
  due = new Date(Date.now() + 2 * day).toISOString()
  set.happens({ channels: ['deal'], name: 'deal.tasked', payload: { subject: { id: 'd1' }, task: 't1' } })
  expect(await within(card).findByText(/^Next task: Call back/)).toBeTruthy()
})

test('compact cards take less of a lane, each below the other', async () => {
  const heightOf = (element: HTMLElement) => Number.parseInt(element.style.blockSize)
  const usual = await board(() => null)
  const high = heightOf(usual.cell('Bob', 'New').parentElement!.parentElement!)
  cleanup()
  const compact = await board(() => null, undefined, true)
  const low = heightOf(compact.cell('Bob', 'New').parentElement!.parentElement!)
  expect([high - low]).toEqual([32])
})

test('by keyboard a card goes into another stage and lane in one move, each step said', async () => {
  const { cell, moves } = await board(() => null)
  const card = screen.getByRole('article', { name: /Cable/ })
  const press = (key: string) => fireEvent.keyDown(screen.getByRole('article', { name: /Cable/ }), { key })
  card.focus()
  press(' ')
  expect(screen.getByText('“Cable” is lifted: stage “New”, lane “Bob”, place 1.')).toBeTruthy()
  press('PageUp')
  expect(screen.getByText('Stage “New”, lane “Ann”, place 1.')).toBeTruthy()
  press('ArrowRight')
  press('Enter')
  await waitFor(() => expect(within(cell('Ann', 'Offer')).getByRole('article', { name: /Cable/ })).toBeTruthy())
  expect(moves()).toEqual([{ id: 'd1', stage: OFFER, after: null, before: null, values: { owner: ANN } }])
})

test('the menu offers lanes too, and what is refused is put back with words for it', async () => {
  const { lane, moves, user } = await board(() => new Problem('forbidden', 403))
  await user.click(within(screen.getByRole('article', { name: /Phones/ })).getByRole('button', { name: 'Move to' }))
  await user.click(await screen.findByRole('menuitem', { name: 'Bob' }))
  await waitFor(() =>
    expect(moves()).toEqual([{ id: 'd2', stage: NEW, after: null, before: 'd1', values: { owner: BOB } }]),
  )
  await waitFor(() => expect(within(lane('Not set')).getByRole('article', { name: /Phones/ })).toBeTruthy())
})

test('a folded lane shows its head only, and is folded the next time', async () => {
  const { lane, user } = await board(() => null)
  await user.click(within(lane('Bob')).getByRole('button', { name: /Bob/ }))
  expect(within(lane('Bob')).queryByRole('article')).toBeNull()
  expect(localStorage.getItem('workernet.kept.ann.deal.folded.owner')).toBe(JSON.stringify([BOB]))
  await user.click(within(lane('Bob')).getByRole('button', { name: /Bob/ }))
  expect(await within(lane('Bob')).findByRole('article', { name: /Cable/ })).toBeTruthy()
})
