import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { testPlatform, type Person, type TestPlatform } from '#app/testing.ts'
import { fieldsWith, type In } from '#kernel/contract/index.ts'
import { sourcesOf } from '#kernel/server/search/kinds.ts'
import { refreshVocabulary } from '#kernel/server/search/vocabulary.ts'
import { users } from '#modules/platform/identity/contract.ts'
import { clients } from '#modules/sales/clients/contract.ts'
import { deals } from '#modules/sales/deals/contract.ts'
import { categories } from '#modules/support/categories/contract.ts'
import { tickets } from '#modules/support/tickets/contract.ts'
import { search } from '../contract.ts'

let p: TestPlatform
const made = new Map<string, string>()

const STORIES = [
  ['till', 'Касса не печатает чеки', 'После обновления кассовый аппарат молчит. Ёлка на экране.'],
  ['net', 'Нет интернета в офисе', 'Связь пропала утром, роутер перезагружали.'],
  ['latin', 'Kassa ishlamayapti', 'Toʻlov oʻtmadi, kassadan chek chiqmadi.'],
  ['cyrillic', 'Тўлов ўтмади', 'Ғазнада чек чиқмади, хизмат ишламаяпти.'],
  ['english', 'Printer keeps printing blank pages', 'The network printers in the warehouse are affected.'],
  ['other', 'Обмен с 1С остановился', 'Заказы не приходят со вчерашнего дня.'],
] as const

before(async () => {
  p = await testPlatform()
  const agent = p.as('acme', 'agent')
  for (const [key, title, description] of STORIES)
    made.set(key, (await p.as('acme', 'client')(tickets.create, { title, description })).id)
  await agent(tickets.comment, { id: made.get('other')!, text: 'Позвонили поставщику: обещал перезапуск шлюза.' })
  await agent(tickets.comment, { id: made.get('other')!, text: 'Подозреваем саботаж.', internal: true })
  await p.as('acme', 'manager')(categories.create, { name: 'Кассовое оборудование' })
  await p.as('globex', 'client')(tickets.create, { title: 'Касса чужой организации', description: 'саботаж' })
  const admin = p.as('acme', 'admin')
  await admin(users.create, { name: 'Шерзод Алимов', email: 'sherzod@example.test', phone: '+998 90 123-45-67' })
  await read()
})
after(() => p.close())

/** Reads the tenant's words, as a search would do behind its back. */
async function read(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 3_100))
  const { platform } = p.running
  await refreshVocabulary(platform, p.tenantId('acme'), sourcesOf(platform.search.kinds))
}

const ask = (q: string, more: Partial<In<typeof search.find>> = {}, person: Person = 'agent') =>
  p.as('acme', person)(search.find, { q, ...more })
const found = async (q: string, person: Person = 'agent') =>
  (await ask(q, { entity: 'ticket' }, person)).items.map(({ id }) => [...made].find(([, one]) => one === id)?.[0] ?? id)

describe('words', () => {
  const table: [string, string][] = [
    ['кассы', 'till'],
    ['печатать чек', 'till'],
    ['елка', 'till'],
    ['интернет офис', 'net'],
    ['инте', 'net'],
    ['интрнет', 'net'],
    ['bynthytn', 'net'],
    ['hjenth', 'net'],
    ['"не печатает"', 'till'],
    ['to‘lov', 'latin'],
    ["to'lov", 'latin'],
    ['kassalarda', 'latin'],
    ['ғазна', 'cyrillic'],
    ['gazna', 'cyrillic'],
    ['printed', 'english'],
    ['зкштеук', 'english'],
    ['wharehouse', 'english'],
    ['шлюз', 'other'],
    ['заказ поставщик шлюз', 'other'],
  ]
  for (const [q, key] of table)
    test(`${q} finds ${key}`, async () => assert.ok((await found(q)).includes(key), JSON.stringify(await ask(q))))

  test('what was typed stands before what may be meant by it', async () => {
    const both = await found('kassa')
    assert.equal(both[0], 'latin')
    assert.ok(both.includes('till'))
    assert.equal((await found('касса'))[0], 'till')
  })

  test('a slip in a word that was written seconds ago is understood', async () => {
    const { id } = await p.as('acme', 'client')(tickets.create, { title: 'Гигрометр запотел' })
    await ask('гигрометр')
    await new Promise((resolve) => setTimeout(resolve, 5_500))
    assert.equal((await ask('гигрометер')).items[0]?.id, id)
  })

  test('the answer says what was taken to be meant', async () => {
    assert.deepEqual((await ask('rfccf')).corrections, [{ typed: 'rfccf', meant: 'касса', how: 'layout' }])
    assert.deepEqual((await ask('интрнет')).corrections, [{ typed: 'интрнет', meant: 'интернета', how: 'spelling' }])
    assert.deepEqual((await ask('интернет')).corrections, [])
  })

  test('a word without, one of two, and a question of which one word is nowhere', async () => {
    assert.deepEqual((await found('касса -ёлка')).includes('till'), false)
    assert.deepEqual((await found('роутер or шлюз')).toSorted(), ['net', 'other'])
    const most = await ask('роутер перезагружали вчерась')
    assert.equal(most.relaxed, true)
    assert.equal(most.items[0]?.id, made.get('net'))
  })

  test('a title stands before a text', async () => {
    await p.as('acme', 'client')(tickets.create, { title: 'Вопрос', description: 'Отключился турникет' })
    const { id } = await p.as('acme', 'client')(tickets.create, { title: 'Турникет', description: 'не крутится' })
    await p.as('acme', 'client')(tickets.create, { title: 'Ещё вопрос', description: 'Снова турникет' })
    assert.equal((await ask('турникет')).items[0]!.id, id)
  })

  test('a search right after a record was written finds it', async () => {
    const { id } = await p.as('acme', 'client')(tickets.create, { title: 'Дефенестратор заклинило' })
    assert.equal((await ask('дефенестратора')).items[0]!.id, id)
    assert.equal((await ask('дефен')).items[0]!.id, id)
    for (const q of ['ltatytcnhfnjh', 'defenestrator']) assert.equal((await ask(q)).items[0]?.id, id, q)
  })
})

describe('names', () => {
  test('a number, an address and a telephone stand first', async () => {
    const agent = p.as('acme', 'agent')
    const { number, id } = await agent(tickets.get, { id: made.get('net')! })
    for (const q of [`#${number}`, `WN-${String(number).padStart(6, '0')}`, `wn-${number}`, String(number)])
      assert.equal((await ask(q)).items[0]?.id, id, q)
    assert.deepEqual(
      (await ask(`INV-${number}`)).items.filter((hit) => hit.id === id),
      [],
    )
    for (const q of ['sherzod@example.test', '+998 90 123-45-67', '998901234567', '90 123 45 67'])
      assert.equal((await ask(q)).items[0]?.title, 'Шерзод Алимов', q)
  })

  test('kinds stand beside each other, or one alone', async () => {
    const kinds = new Set((await ask('касса')).items.map(({ entity }) => entity))
    assert.deepEqual(kinds, new Set(['ticket', 'category']))
    assert.deepEqual(
      new Set((await ask('касса', { entity: ['category'] })).items.map(({ entity }) => entity)),
      new Set(['category']),
    )
    assert.deepEqual((await ask('касса', { entity: 'nothing' })).items, [])
  })
})

describe('who finds what', () => {
  test('another tenant’s records are not there', async () => {
    assert.deepEqual((await ask('чужой организации', {}, 'admin')).items, [])
  })
  test('a note’s word finds its ticket for those who read notes alone', async () => {
    assert.deepEqual(await found('саботаж'), ['other'])
    const client = await ask('саботаж', {}, 'client')
    assert.deepEqual([client.items, client.corrections, client.relaxed], [[], [], false])
    assert.deepEqual(await found('шлюз', 'client'), ['other'])
  })
  test('customers find their own tickets and no people', async () => {
    const own = await ask('sherzod', {}, 'client')
    assert.deepEqual(
      own.items.filter(({ entity }) => entity === 'user'),
      [],
    )
    const { id } = await p.as('acme', 'agent')(tickets.create, { title: 'Касса чужого клиента' })
    assert.equal(
      (await ask('касса чужого', {}, 'client')).items.some((hit) => hit.id === id),
      false,
    )
    assert.equal((await ask('касса чужого', {}, 'agent')).items[0]?.id, id)
  })
  test('what was removed is gone', async () => {
    const { id } = await p.as('acme', 'client')(tickets.create, { title: 'Исчезающий муравьед' })
    assert.equal((await ask('муравьед')).items.length, 1)
    await p.as('acme', 'manager')(tickets.remove, { id })
    assert.deepEqual((await ask('муравьед')).items, [])
  })
})

describe('fields', () => {
  test('fields narrow, in their own words and in those of the languages', async () => {
    const agent = p.as('acme', 'agent')
    const { id } = await agent(tickets.create, { title: 'Пожар в серверной', priority: 'critical' })
    for (const q of [
      'priority:critical',
      'пожар priority:critical',
      'приоритет:критический пожар',
      'status:open priority:critical',
      'created:today пожар',
      'created:>2026-01-01 пожар',
      '-priority:low пожар',
    ])
      assert.ok(
        (await ask(q)).items.some((hit) => hit.id === id),
        q,
      )
    for (const q of [
      'пожар priority:low',
      'пожар -priority:critical',
      'created:<2026-01-01 пожар',
      'assignee:me пожар',
    ])
      assert.deepEqual((await ask(q)).items, [], q)
    await agent(tickets.assign, { id, assignee: 'me' })
    for (const q of ['assignee:me пожар', 'assignee:agent пожар']) assert.equal((await ask(q)).items[0]?.id, id, q)
    assert.equal((await agent(tickets.list, { q: 'пожар priority:critical' })).items[0]?.id, id)
    assert.deepEqual((await agent(tickets.list, { q: 'пожар priority:low' })).items, [])
    const where = [
      { field: 'priority', values: ['critical'] },
      { field: 'created', operator: '>=' as const, values: ['2026-01-01'] },
    ]
    assert.equal((await agent(search.findBy, { q: 'пожар', where })).items[0]?.id, id)
  })

  test('numbers, days, references to several and empty lists are asked for', async () => {
    const agent = p.as('acme', 'agent')
    const { id, number } = await agent(tickets.create, { title: 'Вольера', tags: ['птицы'] })
    const year = new Date().getUTCFullYear()
    for (const q of [
      `number:${number}..`,
      `number:..${number}`,
      `number:>=${number}`,
      `created:${year}`,
      `created:${new Date().toISOString().slice(0, 7)}`,
      `created:${year}-01-01..`,
      'created:<9998-12-31',
      'erp_modules:none',
      'snoozed:нет',
      'assignee:none',
    ])
      assert.equal((await ask(`вольера ${q}`)).items[0]?.id, id, q)
    for (const q of [`number:>${number}`, `created:${year - 1}`, 'tags:none', 'erp_modules:касса', 'snoozed:да'])
      assert.deepEqual((await ask(`вольера ${q}`)).items, [], q)
    for (const q of [
      'created:9999-12-31',
      'created:2026-02-31',
      'created:2026-13',
      'number:1.5',
      'number:..',
      'created:..',
    ])
      await assert.rejects(ask(q), { status: 422 }, q)
  })

  test('every field of every kind takes any value, or refuses it', async () => {
    const values = ['me', 'none', 'true', 'word', '5', '1..2', '2026-01-01', '9999-12-31', '-1', 'a"b', randomUUID()]
    for (const { name, of } of p.running.platform.search.kinds)
      for (const field of fieldsWith(of, ({ filterable, sortable, ranged }) => filterable || sortable || ranged))
        for (const value of values.flatMap((one) => [one, `>${one}`, `${one},other`])) {
          const q = `${field}:${value}`
          const refused = (error: { status?: number }) => assert.equal(error.status, 422, `${name} ${q}: ${error}`)
          await ask(q, { entity: name, limit: 1 }, 'admin').catch(refused)
        }
  })

  test('a sum is written as people see it, and as it is stored by programs', async () => {
    const seller = p.as('acme', 'sales_manager')
    const client = await seller(clients.create, { name: 'Сумма и сын' })
    const { id } = await seller(deals.create, {
      title: 'Птичник',
      client: client.id,
      amount: 150_050,
      expected_close: '2026-12-04',
    })
    const holds = async (q: string) =>
      (await ask(q, { entity: 'deal' }, 'sales_manager')).items.some((hit) => hit.id === id)
    assert.ok(await holds('птичник amount:1500.5'))
    assert.ok(await holds('птичник amount:>1500'))
    assert.equal(await holds('птичник amount:>1501'), false)
    assert.ok(await holds('птичник expected_close:2026-12'))
    assert.ok(await holds('птичник expected_close:2026-12-04..2026-12-04'))
    assert.equal(await holds('птичник expected_close:>2026-12-04'), false)
    const where = [{ field: 'amount', operator: '>=' as const, values: ['150050'] }]
    assert.ok((await seller(search.findBy, { q: 'птичник', where })).items.some((hit) => hit.id === id))
  })

  test('a value that is one of one kind is asked of that kind', async () => {
    // A client’s stage is a choice of two, a deal’s is a record.
    const { items } = await ask('stage:новая', {}, 'sales_manager')
    assert.deepEqual(new Set(items.map(({ entity }) => entity)), new Set(['deal']))
    await assert.rejects(ask('stage:xyzzy', {}, 'sales_manager'), { status: 422 })
  })

  test('an impossible value is refused with its place', async () => {
    await assert.rejects(ask('пожар priority:purple'), (error: { status: number; refusals: object[] }) => {
      assert.equal(error.status, 422)
      assert.deepEqual(error.refusals, [
        {
          pointer: '/q',
          code: 'query_value',
          params: { at: 7, field: 'priority', value: 'purple', choices: 'critical, high, medium, low' },
        },
      ])
      return true
    })
    await assert.rejects(ask('created:>someday'), { status: 422 })
    await assert.rejects(p.as('acme', 'agent')(search.findBy, { where: [{ field: 'nothing', values: ['1'] }] }), {
      status: 422,
    })
    await assert.rejects(ask('касса', { cursor: 'x' }), { status: 400 })
  })
})

test('pages follow each other without a gap or a repetition', async () => {
  for (let index = 0; index < 7; index++) await p.as('acme', 'client')(tickets.create, { title: `Выхухоль ${index}` })
  const seen: string[] = []
  let cursor: string | undefined
  do {
    const page = await ask('выхухоль', { limit: 3, ...(cursor ? { cursor } : {}) })
    seen.push(...page.items.map(({ title }) => title))
    cursor = page.next ?? undefined
  } while (cursor)
  assert.deepEqual(
    seen,
    [6, 5, 4, 3, 2, 1, 0].map((index) => `Выхухоль ${index}`),
  )
})

test('marks are ranges of the texts beside them', async () => {
  const [hit] = (await ask('чеки аппарат', { entity: 'ticket' })).items
  assert.deepEqual(
    hit!.marks.map(([from, to]) => hit!.title.slice(from, to)),
    ['чеки'],
  )
  assert.deepEqual(
    hit!.snippet.marks.map(([from, to]) => hit!.snippet.text.slice(from, to)),
    ['аппарат'],
  )
  const [comment] = (await ask('шлюза')).items
  assert.match(comment!.snippet.text, /перезапуск шлюза/)
})
