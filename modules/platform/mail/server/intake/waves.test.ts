import assert from 'node:assert/strict'
import { test } from 'node:test'
import { threadIds } from '../routing/threading.ts'
import { tiesOf, wavesOf } from './waves.ts'

const ids = threadIds(['a secret of this test'])
const TENANT = 'acme'
const THREAD = '0197a3b2-0000-7000-8000-000000000001'
type Mail = Parameters<typeof tiesOf>[0] & { name: string }
const mail = (name: string, more: Partial<Mail> = {}): Mail => ({
  name,
  message_id: `<${name}@x.test>`,
  in_reply_to: [],
  references: [],
  from: { name: '', address: `${name}@x.test` },
  reply_to: [],
  subject: 'Lift',
  ...more,
})
const names = (batch: Mail[]) =>
  wavesOf(batch, (one) => tiesOf(one, ids, TENANT)).map((wave) => wave.map(({ name }) => name))
const of = (address: string) => ({ from: { name: '', address } })

test('strangers go side by side, whoever has to do with an earlier mail comes after it', () => {
  assert.deepEqual(names([mail('a'), mail('b'), mail('c')]), [['a', 'b', 'c']])
  // One person, in any case of letters.
  assert.deepEqual(names([mail('a'), mail('b', of('A@X.test')), mail('c')]), [['a', 'c'], ['b']])
  // An answer to a mail of the batch, and the answer to that; a mail that comes before the one it names.
  assert.deepEqual(
    names([
      mail('a'),
      mail('b', { in_reply_to: ['<a@x.test>'] }),
      mail('c', { references: ['<a@x.test>', '<b@x.test>'] }),
      mail('d', { references: ['<e@x.test>'] }),
      mail('e'),
    ]),
    [['a', 'd'], ['b', 'e'], ['c']],
  )
  // Two answers to different mails of ours, of one conversation.
  const answer = () => ({ in_reply_to: [ids.make(THREAD, TENANT, 'acme.test')] })
  assert.deepEqual(names([mail('a', answer()), mail('b', answer())]), [['a'], ['b']])
  // The same number in the subject.
  assert.deepEqual(names([mail('a', { subject: 'Re: [#7] x' }), mail('b', { subject: 'y [#7]' })]), [['a'], ['b']])
  // The same mail twice.
  assert.deepEqual(names([mail('a'), mail('b', { message_id: '<a@x.test>' })]), [['a'], ['b']])
})

test('whatever the batch, order is kept among those that share a tie, and nobody is lost', () => {
  let seed = 7
  const random = (below: number) => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) % below
  for (let round = 0; round < 200; round++) {
    const batch = Array.from({ length: 12 }, (_none, at) => ({
      at,
      ties: Array.from({ length: 1 + random(3) }, () => `${random(8)}`),
    }))
    const waves = wavesOf(batch, ({ ties }) => ties)
    const waveOf = new Map(waves.flatMap((wave, index) => wave.map(({ at }) => [at, index] as const)))
    assert.equal(waveOf.size, batch.length)
    for (const one of batch)
      for (const other of batch.slice(0, one.at))
        if (one.ties.some((tie) => other.ties.includes(tie))) assert.ok(waveOf.get(other.at)! < waveOf.get(one.at)!)
  }
})
