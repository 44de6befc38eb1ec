import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type OwnCandidate, type OwnPlace, ownPlaceOf } from './own-place.ts'

const mail = { direction: 'in', kind: 'person', forged: false, isFromStaff: false } as const
const sent = { direction: 'out' } as const
const one = (proof: OwnCandidate['proof'], isTheirs: boolean): OwnCandidate => ({ thread: 't', proof, isTheirs })
const thread: OwnPlace = { kind: 'thread', thread: 't' }
const client: OwnPlace = { kind: 'client', client: 'c' }
const nobodys: OwnPlace = { kind: 'private' }

const cases: [string, OwnCandidate[], string[], Partial<Parameters<typeof ownPlaceOf>[2]>, OwnPlace][] = [
  ['a mail of a contact', [], ['c'], {}, client],
  ['a mail to a contact', [], ['c'], sent, client],
  ['a mail of anybody else', [], [], {}, nobodys],
  ['a mail to anybody else', [], [], sent, nobodys],
  ['an answer of a contact', [one('named', true)], ['c'], {}, thread],
  ['an answer to our letter from another address', [one('signed', false)], [], {}, thread],
  ['a stranger who names a known mail', [one('named', false)], [], {}, nobodys],
  ['a letter of ours that is forwarded to a stranger', [one('signed', false)], [], sent, nobodys],
  ['the same to another client', [one('signed', false)], ['c'], sent, client],
  ['a colleague who answers our letter', [one('signed', false)], [], { isFromStaff: true }, nobodys],
  ['a forged mail', [], ['c'], { forged: true }, nobodys],
  ['a newsletter of a client', [], ['c'], { kind: 'list' }, nobodys],
  ['an absence notice to our letter', [one('signed', true)], ['c'], { kind: 'out_of_office' }, thread],
]
for (const [name, candidates, clients, more, place] of cases)
  test(name, () => assert.deepEqual(ownPlaceOf(candidates, clients, { ...mail, ...more }), place))
