import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { testPlatform, type TestPlatform } from '#app/testing.ts'
import { clients } from '#modules/sales/clients/contract.ts'
import { deals } from '#modules/sales/deals/contract.ts'
import { rules } from '../../contract.ts'

let p: TestPlatform
let reader: pg.Client
before(async () => {
  p = await testPlatform()
  reader = new pg.Client({ connectionString: p.url })
  await reader.connect()
})
after(async () => {
  await reader.end()
  await p.close()
})

test('a rule is not asked about what happened before it was made, however late the log is read', async () => {
  const head = p.as('acme', 'sales_manager')
  await p.start('relay', 'worker')
  const { id: client } = await head(clients.create, { name: 'Anvar' })
  // Whoever reads the log for rules waits for its place in it, which is held here.
  await reader.query('begin')
  const { rowCount } = await reader.query(`select from event_consumers where name = 'rules.deal' for update`)
  assert.equal(rowCount, 1)
  const before = await head(deals.create, { title: 'Before', client })
  const { id: rule } = await head(rules.create, {
    name: 'Welcome',
    entity: 'deal',
    trigger: { on: 'created' },
    steps: [{ step: 'note', params: { text: 'Seen' } }],
  })
  const later = await head(deals.create, { title: 'Later', client })
  await reader.query('commit')
  const judged = async () => (await head(rules.trace, { rule, limit: 50 })).items.map(({ record }) => record)
  for (const end = Date.now() + 20_000; !(await judged()).includes(later.id); await sleep(20))
    assert.ok(Date.now() < end, 'the later deal is seen')
  assert.deepEqual(await judged(), [later.id], `not ${before.id}`)
})
