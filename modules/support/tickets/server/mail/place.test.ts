import assert from 'node:assert/strict'
import { test } from 'node:test'
import { placeOf, type Candidate, type Place } from './place.ts'

const person = { opens: true, reopens: true, kind: 'person' }
const absence = { opens: false, reopens: false, kind: 'out_of_office' }
const machine = { opens: true, reopens: false, kind: 'auto_reply' }

const of = (
  relation: Candidate['relation'],
  proof: Candidate['proof'] = 'signed',
  status: Candidate['ticket']['status'] = 'waiting',
  id = 'a',
): Candidate => ({ ticket: { id, number: 7, status }, proof, relation })
const comment = (relation: 'requester' | 'participant' | 'staff', internal: boolean, ticket = 'a'): Place => ({
  kind: 'comment',
  ticket,
  relation,
  internal,
})
const aside = (state: 'handled' | 'suspended', reason: string, thread: string | null): Place => ({
  kind: 'aside',
  state,
  reason,
  thread,
})

const table: [string, Candidate[], typeof person, Place][] = [
  ['nothing is answered', [], person, { kind: 'new', about: null }],
  ['the requester answers', [of('requester')], person, comment('requester', false)],
  ['the requester types the number', [of('requester', 'hint')], person, comment('requester', false)],
  ['somebody in Cc answers', [of('participant', 'named')], person, comment('participant', false)],
  ['staff answer a mail of ours', [of('staff')], person, comment('staff', false)],
  ['a name of staff proves nothing', [of('staff', 'named')], person, comment('staff', true)],
  ['nor does a number', [of('staff', 'hint')], person, comment('staff', true)],
  ['staff write to what is closed', [of('staff', 'signed', 'closed')], person, comment('staff', false)],
  ['a customer opens another', [of('requester', 'signed', 'closed')], person, { kind: 'new', about: 7 }],
  ['a stranger got our mail', [of(null)], person, { kind: 'new', about: 7 }],
  ['a stranger types a number', [of(null, 'hint')], person, { kind: 'new', about: null }],
  [
    'one’s own is found behind another',
    [of(null), of('requester', 'named', 'new', 'b')],
    person,
    comment('requester', false, 'b'),
  ],
  ['an absence notice is a note', [of('requester')], absence, comment('requester', true)],
  ['of staff as well', [of('staff')], absence, comment('staff', true)],
  [
    'of what is closed it is nothing',
    [of('requester', 'signed', 'closed')],
    absence,
    aside('handled', 'out_of_office', 'a'),
  ],
  ['about nothing it waits', [], absence, aside('suspended', 'out_of_office', null)],
  ['a machine may open', [], machine, { kind: 'new', about: null }],
  ['and moves nothing', [of('requester')], machine, comment('requester', true)],
]
for (const [name, candidates, mail, wanted] of table)
  test(name, () => assert.deepEqual(placeOf(candidates, mail), wanted))
