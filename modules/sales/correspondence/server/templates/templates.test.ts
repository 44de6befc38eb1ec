import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { testPlatform, type TestPlatform } from '#app/testing.ts'
import type { Call } from '#kernel/contract/index.ts'
import { users } from '#modules/platform/identity/contract.ts'
import { timeline } from '#modules/platform/timeline/contract.ts'
import { search } from '#modules/platform/search/contract.ts'
import { clients, contacts } from '#modules/sales/clients/contract.ts'
import { deals } from '#modules/sales/deals/contract.ts'
import { letters } from '../../contract.ts'
import { letterTemplates } from '../../contract/template.ts'

let p: TestPlatform
let seller: Call
let admin: Call
before(async () => {
  p = await testPlatform()
  seller = p.as('acme', 'seller')
  admin = p.as('acme', 'admin')
})
after(() => p.close())

const words = (subject: string, text: string) => ({ subject, text })

test('a template is filled from the record in the language of its client, and what is missing is named', async () => {
  const client = await seller(clients.create, { name: 'Choyxona', kind: 'organisation', language: 'uz' })
  await seller(contacts.create, { id: client.id, name: 'Nigora Karimova', email: 'nigora@choyxona.test' })
  const deal = await seller(deals.create, { title: '{{client_name}}', client: client.id })
  const { id } = await admin(letterTemplates.create, {
    name: 'Offer',
    texts: {
      ru: words('{{deal_title}}', 'Здравствуйте, {{contact_first_name}}'),
      uz: words('{{deal_title}}', 'Salom, {{contact_first_name}} ({{client_name}}). {{author_name}}'),
    },
  })
  const of = { id, entity: 'deal', record: deal.id } as const
  const filled = await seller(letterTemplates.filled, { ...of, to: 'nigora@choyxona.test' })
  const { name } = await admin(users.get, { id: p.id('acme', 'seller') })
  // Braces in somebody's words are only text.
  assert.deepEqual(filled, {
    subject: '{{client_name}}',
    text: `Salom, Nigora (Choyxona). ${name}`,
    language: 'uz',
    languages: ['ru', 'uz'],
    empty: [],
  })
  const asked = await seller(letterTemplates.filled, { ...of, language: 'ru', to: 'somebody@else.test' })
  assert.deepEqual([asked.text, asked.empty], ['Здравствуйте, ', ['contact_first_name']])
  assert.equal((await seller(letterTemplates.filled, { ...of, language: 'ar' })).language, 'uz')

  const foreign = await admin(clients.create, { name: 'Of somebody else' })
  const other = { id, entity: 'client', record: foreign.id } as const
  await assert.rejects(seller(letterTemplates.filled, other), { code: 'client.not_found' })
})

test('a template has words and only places that something fills; sellers use them and change none', async () => {
  const draft = { name: 'Hello', texts: { en: words('', 'Hello {{nobody}}') } }
  await assert.rejects(admin(letterTemplates.create, draft), { status: 422 })
  await assert.rejects(admin(letterTemplates.create, { name: 'Empty', texts: { en: words('Only this', ' ') } }), {
    status: 422,
  })
  const good = { name: 'Hello', texts: { en: words('', 'Hello {{client_name}}') } }
  await assert.rejects(seller(letterTemplates.create, good), { status: 403 })
  const { id } = await p.as('acme', 'sales_manager')(letterTemplates.create, good)
  assert.ok((await seller(letterTemplates.list, {})).items.some((one) => one.id === id))
  assert.deepEqual((await p.as('globex', 'admin')(letterTemplates.list, {})).items, [])
})

test('the words of a letter find its record, for whoever sees that and may read letters', async () => {
  const client = await seller(clients.create, { name: 'Somsa', email: 'somsa@firm.test' })
  const deal = await seller(deals.create, { title: 'Ovens', client: client.id })
  const draft = { to: [{ address: 'somsa@firm.test' }], subject: 'About the delivery' }
  await seller(letters.send, { ...draft, entity: 'client', record: client.id, text: 'The zanzibarian oven is late' })
  await seller(letters.send, { ...draft, entity: 'deal', record: deal.id, text: 'A guadeloupean chimney is needed' })
  const found = async (q: string, by: Call = seller) =>
    (await by(search.find, { q })).items.map(({ entity, id, snippet }) => [entity, id, snippet.marks.length > 0])
  assert.deepEqual(await found('zanzibarian'), [['client', client.id, true]])
  assert.deepEqual(await found('guadeloupean'), [['deal', deal.id, true]])
  assert.deepEqual(await found('guadeloupean', p.as('acme', 'agent')), [])
  assert.deepEqual(await found('zanzibarian', p.as('globex', 'admin')), [])

  const theirs = await admin(clients.create, { name: 'Hidden', email: 'hidden@firm.test' })
  await admin(letters.send, { ...draft, entity: 'client', record: theirs.id, text: 'A madagascan lamp' })
  assert.deepEqual(await found('madagascan'), [])
  assert.deepEqual(await found('madagascan', admin), [['client', theirs.id, true]])
  assert.ok((await seller(clients.list, { q: 'zanzibarian' })).items.some(({ id }) => id === client.id))

  // Beside the client only for those who see the deal.
  const secret = await admin(deals.create, { title: 'Secret', client: client.id })
  await admin(letters.send, { ...draft, entity: 'deal', record: secret.id, text: 'Between us' })
  const told = async (by: Call) =>
    (await by(timeline.list, { entity: 'client', record: client.id, kinds: ['mail'] })).items.map(
      ({ entry }) => entry!.text,
    )
  assert.deepEqual(await told(admin), [
    'Between us',
    'A guadeloupean chimney is needed',
    'The zanzibarian oven is late',
  ])
  assert.deepEqual(await told(seller), ['A guadeloupean chimney is needed', 'The zanzibarian oven is late'])
  const about = { entity: 'client', record: client.id } as const
  assert.equal((await seller(letters.about, about)).items.length, 2)
})
