import assert from 'node:assert/strict'
import { test } from 'vitest'
import { type FieldRead, listInput } from '#kernel/contract/index.ts'
import { isNarrowed, pathOfShown, readShown, withFilter, withOwnFields } from '#kernel/web/index.tsx'
import { Ticket } from '../../contract.ts'
import { askOf, LISTING, SORTS } from './listing.ts'

const someone = '0197a1f0-0000-7000-8000-000000000001'
const read = (search: Record<string, unknown>) => readShown(LISTING, search)

test('the plain address shows all open tickets, newest reply first', () => {
  const shown = read({})
  assert.deepEqual(shown, { view: 'open', sort: '-last_reply_at', q: '', filters: {} })
  assert.equal(pathOfShown(LISTING, shown), '/tickets')
  assert.deepEqual(askOf(LISTING, shown), { status: 'open', snoozed: false, sort: '-last_reply_at' })
})

test('what is written into the address is read back the same', () => {
  const address = {
    view: 'mine',
    sort: 'created_at',
    q: '404',
    status: 'new,waiting',
    priority: 'high',
    assignee: someone,
    team: someone,
    escalation_level: '2',
    category: 'none',
    tags: 'оплата',
    channel: 'email,web',
    created: 'week',
    replied: '2026-11-01..',
    columns: 'title,number,status',
    density: 'compact',
  }
  const written = pathOfShown(LISTING, read(address))
  assert.deepEqual(Object.fromEntries(new URL(written, 'https://desk.example').searchParams), address)
})

test('nonsense in an old link is left out instead of breaking the page', () => {
  const shown = read({
    view: 'gone',
    status: 'new,gone',
    assignee: "x' or 1=1",
    team: 'me',
    erp_modules: 'none',
    escalation_level: '9000',
    sort: '-title',
    channel: 'fax',
    created: 'x..y',
    columns: 'gone',
    density: 'huge',
  })
  assert.deepEqual(shown, { view: 'open', sort: '-last_reply_at', q: '', filters: { status: ['new'] } })
})

test('an order by a field that the organisation added is one, also in reverse', () => {
  const cost = { key: 'cost', type: 'number', filterable: true, ready: true, in_list: false, options: [] }
  const listing = withOwnFields(LISTING, [cost as unknown as FieldRead])
  assert.equal(readShown(listing, { sort: '-custom.cost' }).sort, '-custom.cost')
  assert.equal(readShown(listing, { sort: 'custom.gone' }).sort, '-last_reply_at')
})

test('a number typed as a search stays text, though the router reads it as a number', () => {
  assert.equal(read({ q: 1042 }).q, '1042')
})

test('words of tags are those of tickets: small, and none twice', () => {
  assert.deepEqual(read({ tags: 'Оплата,оплата' }).filters, { tags: ['оплата'] })
})

test('a filter replaces the same field of the view and is removed without a trace', () => {
  const mine = read({ view: 'mine' })
  const narrowed = withFilter(mine, 'assignee', ['none'])
  const asked = { status: 'open', snoozed: false, assignee: 'none', sort: '-last_reply_at' }
  assert.deepEqual(askOf(LISTING, narrowed), asked)
  assert.equal(isNarrowed(LISTING, narrowed), true)
  assert.deepEqual(withFilter(narrowed, 'assignee', []), mine)
  assert.equal(isNarrowed(LISTING, mine), false)
})

test('the API accepts every view and every order', () => {
  const accepts = (search: Record<string, unknown>) =>
    assert.ok(listInput(Ticket).safeParse(askOf(LISTING, read(search))).success, JSON.stringify(search))
  for (const { key } of LISTING.ready) accepts({ view: key })
  for (const sort of SORTS) accepts({ sort })
})

test('a saved view shows itself by its id alone, also what the desk has no control for', () => {
  const saved = {
    id: someone,
    filters: { status: 'open', priority: ['critical', 'high'], requester: someone, q: 'касса' },
    spans: { created_at: 7 },
    sort: 'created_at',
    columns: ['title', 'status'],
    density: 'compact' as const,
    group_by: null,
  }
  const shown = readShown(LISTING, { view: someone }, saved)
  assert.equal(pathOfShown(LISTING, shown), `/tickets?view=${someone}`)
  assert.equal(isNarrowed(LISTING, shown), false)
  const { created_at_from: from, ...asked } = askOf(LISTING, shown)
  assert.ok(from)
  assert.deepEqual(asked, { ...saved.filters, sort: 'created_at' })
  assert.deepEqual([shown.columns, shown.density], [['title', 'status'], 'compact'])
})
