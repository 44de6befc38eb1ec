import assert from 'node:assert/strict'
import { test } from 'vitest'
import { listInput } from '#kernel/contract/index.ts'
import { Ticket } from '../../contract.ts'
import { askOf, isNarrowed, readShown, SORTS, VIEWS, withFilter, writeShown } from './filters.ts'

const someone = '0197a1f0-0000-7000-8000-000000000001'

test('the plain address shows all open tickets, newest reply first', () => {
  const shown = readShown({})
  assert.deepEqual(shown, { view: 'open', sort: '-last_reply_at', q: '' })
  assert.deepEqual(writeShown(shown), {})
  assert.deepEqual(askOf(shown), { status: 'open', sort: '-last_reply_at' })
})

test('what is written into the address is read back the same', () => {
  const address = {
    view: 'mine',
    sort: 'created_at',
    q: '404',
    status: 'new,waiting',
    priority: 'high',
    assignee: someone,
    category: 'none',
    tags: 'оплата',
    channel: 'email,web',
    team: someone,
    created: 'week',
    replied: '2026-11-01..',
    columns: 'title,number,status',
    density: 'compact',
  }
  assert.deepEqual(writeShown(readShown(address)), address)
})

test('a number typed as a search stays text, though the router reads it as a number', () => {
  assert.equal(readShown({ q: 1042 }).q, '1042')
})

test('nonsense in an old link is left out instead of breaking the page', () => {
  const shown = readShown({
    view: 'gone',
    status: 'new,gone',
    assignee: "x' or 1=1",
    sort: '-title',
    channel: 'fax',
    created: 'x..y',
    columns: 'gone',
    density: 'huge',
  })
  assert.deepEqual(shown, { view: 'open', sort: '-last_reply_at', q: '', status: ['new'] })
})

test('a filter replaces the same field of the view and is removed without a trace', () => {
  const mine = readShown({ view: 'mine' })
  const narrowed = withFilter(mine, 'assignee', ['none'])
  assert.deepEqual(askOf(narrowed), { status: 'open', assignee: 'none', sort: '-last_reply_at' })
  assert.equal(isNarrowed(narrowed), true)
  assert.deepEqual(withFilter(narrowed, 'assignee', []), mine)
  assert.equal(isNarrowed(mine), false)
})

test('the API accepts every view and every order', () => {
  for (const view of VIEWS) assert.ok(listInput(Ticket).safeParse(askOf(readShown({ view }))).success, view)
  for (const sort of SORTS) assert.ok(listInput(Ticket).safeParse(askOf(readShown({ sort }))).success, sort)
})
