import assert from 'node:assert/strict'
import { test } from 'vitest'
import { listInput } from '#kernel/contract/index.ts'
import { Ticket } from '../../contract.ts'
import {
  askOf,
  filtersOfKept,
  isNarrowed,
  keptOf,
  readShown,
  resetShown,
  SORTS,
  VIEWS,
  withFilter,
  writeShown,
} from './filters.ts'

const someone = '0197a1f0-0000-7000-8000-000000000001'

test('the plain address shows all open tickets, newest reply first', () => {
  const shown = readShown({})
  assert.deepEqual(shown, { view: 'open', sort: '-last_reply_at', q: '' })
  assert.deepEqual(writeShown(shown), {})
  assert.deepEqual(askOf(shown), { status: 'open', snoozed: false, sort: '-last_reply_at' })
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

test('an order by a field that the organisation added is one, of which nothing else is understood', () => {
  assert.equal(readShown({ sort: '-custom.cost' }).sort, '-custom.cost')
  assert.equal(askOf(readShown({ sort: 'custom.cost' })).sort, 'custom.cost')
  assert.equal(readShown({ sort: 'custom.Cost;' }).sort, '-last_reply_at')
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
  assert.deepEqual(askOf(narrowed), { status: 'open', snoozed: false, assignee: 'none', sort: '-last_reply_at' })
  assert.equal(isNarrowed(narrowed), true)
  assert.deepEqual(withFilter(narrowed, 'assignee', []), mine)
  assert.equal(isNarrowed(mine), false)
})

test('the API accepts every view and every order', () => {
  for (const view of VIEWS) assert.ok(listInput(Ticket).safeParse(askOf(readShown({ view }))).success, view)
  for (const sort of SORTS) assert.ok(listInput(Ticket).safeParse(askOf(readShown({ sort }))).success, sort)
})

const saved = {
  id: someone,
  name: 'Urgent',
  filters: { status: 'open', priority: ['critical', 'high'], requester: someone, q: 'касса' },
  spans: { created_at: 7 },
  sort: 'created_at',
  columns: ['title', 'status'],
  density: 'compact',
  group_by: null,
} as const
const keptSaved = { ...saved, filters: { ...saved.filters }, columns: [...saved.columns] } as never

test('a saved view shows itself by its id alone, also what the desk has no control for', () => {
  const shown = readShown({ view: someone }, keptSaved)
  assert.deepEqual(writeShown(shown), { view: someone })
  assert.equal(isNarrowed(shown), false)
  const { created_at_from: from, ...asked } = askOf(shown)
  assert.ok(from)
  assert.deepEqual(asked, { ...saved.filters, sort: 'created_at' })
  assert.deepEqual([shown.columns, shown.density], [['title', 'status'], 'compact'])
  assert.deepEqual(filtersOfKept(keptSaved), { created_at_from: from, ...saved.filters })
})

test('what is changed on top of it stands in the address, a filter taken away as well, and goes on reset', () => {
  const view = readShown({ view: someone }, keptSaved)
  const changed = withFilter(withFilter({ ...view, q: '' }, 'priority', []), 'channel', ['email'])
  const address = writeShown(changed)
  assert.deepEqual(address, { view: someone, q: '', priority: 'any', channel: 'email' })
  assert.deepEqual(readShown(address, keptSaved), changed)
  assert.equal(isNarrowed(changed), true)
  assert.deepEqual(resetShown(changed), view)
})

test('what is shown is kept as the list is asked for it; a week stays a week', () => {
  const shown = readShown({ view: 'mine', priority: 'high', created: 'week', q: '404' })
  assert.deepEqual(keptOf(shown), {
    filters: { status: 'open', assignee: 'me', snoozed: false, priority: 'high', q: '404' },
    spans: { created_at: 7 },
    sort: '-last_reply_at',
    columns: null,
    density: null,
    group_by: null,
  })
  const days = { created: '2026-11-01..2026-11-20' }
  const again = readShown({ view: someone }, { ...keptOf(readShown(days)), id: someone, name: 'Days' })
  assert.deepEqual(again.created, [days.created])
})

test('a filter by a field that is no more is not asked, and kept all the same', () => {
  const shown = readShown({ view: 'all', 'custom.site': 'office', 'custom.gone': 'x' })
  assert.deepEqual(askOf({ ...shown, lost: ['gone'] }), { custom: { site: 'office' }, sort: '-last_reply_at' })
  assert.deepEqual(askOf({ ...shown, lost: ['gone', 'site'] }), { sort: '-last_reply_at' })
  assert.deepEqual(keptOf({ ...shown, lost: ['gone'] }).filters, { custom: { site: 'office', gone: 'x' } })
})
