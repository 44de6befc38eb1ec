import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mayMove, STATUSES, type Status } from '../../contract.ts'
import { afterRequesterReply, momentsAfter } from './status.ts'

// Rows: from; columns: to, in the order of STATUSES. y = anyone, s = staff only, . = nobody.
const table: Record<Status, string> = {
  new: '. y y y .',
  in_progress: '. . y y .',
  waiting: '. y . y .',
  resolved: '. y . . y',
  closed: '. s . . .',
}

for (const from of STATUSES) {
  STATUSES.forEach((to, column) => {
    const cell = table[from].split(' ')[column]!
    test(`${from} → ${to}: ${cell}`, () => {
      assert.equal(mayMove(from, to, true), cell !== '.')
      assert.equal(mayMove(from, to, false), cell === 'y')
    })
  })
}

test('a reply of the requester brings back what waited for them or seemed done', () => {
  assert.deepEqual(STATUSES.map(afterRequesterReply), ['new', 'in_progress', 'in_progress', 'in_progress', 'closed'])
})

test('resolving, closing and reopening keep their moments', () => {
  const [then, now] = ['2026-01-01T00:00:00.000Z', '2026-01-02T00:00:00.000Z']
  assert.deepEqual(momentsAfter('resolved', { resolved_at: null }, now), { resolved_at: now, closed_at: null })
  assert.deepEqual(momentsAfter('closed', { resolved_at: then }, now), { resolved_at: then, closed_at: now })
  assert.deepEqual(momentsAfter('in_progress', { resolved_at: then }, now), { resolved_at: null, closed_at: null })
})
