import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mayMove, STATUSES, type Status } from '../contract.ts'

const staffMoves = (from: Status) => STATUSES.filter((to) => mayMove(from, to, true))

test('staff move a ticket along the decided ways and no others', () => {
  assert.deepEqual(Object.fromEntries(STATUSES.map((from) => [from, staffMoves(from)])), {
    new: ['in_progress', 'waiting', 'resolved'],
    in_progress: ['waiting', 'resolved'],
    waiting: ['in_progress', 'resolved'],
    resolved: ['in_progress', 'closed'],
    closed: ['in_progress'],
  })
})

test('a customer does not open a closed ticket again', () => {
  assert.equal(mayMove('closed', 'in_progress', false), false)
  assert.equal(mayMove('resolved', 'in_progress', false), true)
})
