import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Candidate, type Place, placeOf } from './place.ts'

const mail = { purpose: 'support', kind: 'person', opens: true, forged: false, restored: false, into: null } as const
const one = (proof: Candidate['proof'], isTheirs: boolean): Candidate => ({ thread: 't', proof, isTheirs })
const thread: Place = { kind: 'thread', thread: 't' }
const desk: Place = { kind: 'desk' }
const aside = (reason: string): Place => ({ kind: 'aside', reason })

const cases: [string, Candidate[], Partial<Parameters<typeof placeOf>[1]>, Place][] = [
  ['an answer of who took part', [one('signed', true)], {}, thread],
  ['one that only names a known mail, of who took part', [one('named', true)], {}, thread],
  ['a proven answer of a stranger', [one('signed', false)], {}, aside('unknown_correspondent')],
  ['the same, once a person takes it in', [one('signed', false)], { restored: true }, thread],
  ['a stranger who names a known mail', [one('named', false)], {}, desk],
  ['the same at an address of sales', [one('named', false)], { purpose: 'sales' }, { kind: 'sender' }],
  ['a forged answer', [one('signed', true)], { forged: true }, aside('forged_client')],
  ['a new mail to support', [], {}, desk],
  ['a new mail to sales', [], { purpose: 'sales' }, { kind: 'sender' }],
  ['a forged one', [], { purpose: 'sales', forged: true }, aside('forged_client')],
  ['a machine’s', [], { purpose: 'sales', opens: false, kind: 'out_of_office' }, aside('out_of_office')],
  ['a person wants it anew', [one('signed', true)], { purpose: 'sales', into: 'new' }, { kind: 'sender' }],
  ['a person chose the conversation', [one('chosen', false)], { into: 't', forged: true }, thread],
  ['a person chose another one', [one('signed', true)], { into: 'u', purpose: 'sales' }, desk],
]
for (const [name, candidates, more, place] of cases)
  test(name, () => assert.deepEqual(placeOf(candidates, { ...mail, ...more }), place))
