// The audit: every command leaves an entry, every change of a row is in it, and the chain over them cannot be bent unseen.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import pg from 'pg'
import { eraseFromAudit } from '#kernel/server/audit/erase.ts'
import { verifyChain } from '#kernel/server/audit/verify.ts'
import { users } from '#modules/platform/identity/contract.ts'
import { tickets } from '#modules/support/tickets/contract.ts'
import { eventually, testPlatform, type TenantSlug, type TestPlatform } from '#app/testing.ts'

let desk: TestPlatform
let owner: pg.Client
before(async () => {
  desk = await testPlatform()
  owner = new pg.Client({ connectionString: desk.url })
  await owner.connect()
  await desk.start('relay')
})
after(async () => {
  await owner.end()
  await desk.close()
})

type Row = Record<string, string>
const acme = () => desk.tenantId('acme')
const verify = (slug: TenantSlug = 'acme') => verifyChain(desk.running.platform, desk.tenantId(slug))

/** The sealed entries of a tenant with their details, once all that was written is sealed. */
async function entries(slug: TenantSlug, where = 'true'): Promise<Row[]> {
  await eventually(async () => {
    const { rows } = await owner.query(
      `select count(*)::int as n from audit_details d where not exists (select from audit_entries e where e.id = d.id)`,
    )
    assert.deepEqual(rows, [{ n: 0 }])
  })
  const { rows } = await owner.query(
    `select e.*, d.origin, d.changes from audit_entries e join audit_details d using (tenant_id, position)
     where e.tenant_id = $1 and ${where} order by seq`,
    [desk.tenantId(slug)],
  )
  return rows as Row[]
}

/** Does what only an owner can who wants to hide something: changes rows behind the back of the triggers. */
async function tamper(...statements: string[]): Promise<void> {
  await owner.query(`set session_replication_role = replica`)
  for (const statement of statements) await owner.query(statement)
  await owner.query(`set session_replication_role = origin`)
}

describe('an entry', () => {
  test('names what it is about in every language', () => {
    const { entities, texts } = desk.running.platform
    const nameless = entities.filter(({ name, audited }) => audited !== false && !texts.has(`${name}.one`))
    assert.deepEqual(
      nameless.map(({ name }) => name),
      [],
    )
  })

  test('is left by every command, with who, what, from where, and every changed value', async () => {
    const agent = desk.as('acme', 'agent', {
      request_id: 'request-1',
      address: '203.0.113.7',
      user_agent: 'Probe',
      channel: 'api',
    })
    const ticket = await agent(tickets.create, { title: 'Printer on fire', priority: 'high' })
    await agent(tickets.update, { id: ticket.id, priority: 'low' })
    const [created, changed] = await entries('acme', `about_id = '${ticket.id}'`)
    assert.deepEqual(
      [
        created!['action'],
        created!['actor_id'],
        created!['role'],
        created!['entity'],
        created!['outcome'],
        created!['request_id'],
      ],
      ['tickets.create', desk.id('acme', 'agent'), 'agent', 'ticket', 'done', 'request-1'],
    )
    assert.deepEqual(JSON.parse(created!['origin']!), { address: '203.0.113.7', user_agent: 'Probe' })
    const [row] = JSON.parse(created!['changes']!)
    assert.deepEqual([row.table, row.op, row.id, row.after.title], ['tickets', 'insert', ticket.id, 'Printer on fire'])
    const [update] = JSON.parse(changed!['changes']!)
    assert.deepEqual([update.op, update.before, update.after], ['update', { priority: 'high' }, { priority: 'low' }])
  })

  test('is left by a change that bypasses the application', async () => {
    const ticket = await desk.as('acme', 'agent')(tickets.create, { title: 'By hand' })
    await owner.query(`update tickets set title = 'Changed by hand' where id = $1`, [ticket.id])
    const found = await entries('acme', `action = 'sql.change'`)
    const { changes, actor_kind, role } = found.at(-1)!
    assert.deepEqual(JSON.parse(changes!)[0].after, { title: 'Changed by hand' })
    assert.deepEqual([actor_kind, role], ['database', 'postgres'])
  })

  test('never holds a secret', async () => {
    await desk.as('acme', 'admin')(users.setPassword, {
      id: desk.id('acme', 'client'),
      password: 'violet harbour seventeen',
    })
    const [entry] = (await entries('acme', `action = 'users.setPassword'`)).slice(-1)
    assert.match(entry!['changes']!, /"table":"credentials".*"hidden":\[.*"password_hash"/)
    const { rows } = await owner.query(
      `select facts || coalesce(origin, '') || coalesce(changes, '') as text from audit_details`,
    )
    for (const { text } of rows as Row[]) assert.doesNotMatch(text!, /argon2|violet harbour/)
    assert.equal(entry!['actor_id'], desk.id('acme', 'admin'))
  })

  test('is left by a refusal, once for many alike', async () => {
    const client = desk.as('acme', 'client', { address: '203.0.113.8' })
    for (let n = 0; n < 50; n++) await client(users.remove, { id: desk.id('acme', 'agent') }).catch(() => {})
    await eventually(async () => {
      const found = await entries('acme', `outcome = 'refused' and action = 'users.remove'`)
      assert.deepEqual(
        found.map(({ code, actor_id }) => [code, actor_id]),
        [['forbidden', desk.id('acme', 'client')]],
      )
    })
  })

  test('is left by a reading of personal data before it is answered, once for a list', async () => {
    const admin = desk.as('acme', 'admin')
    await admin(users.get, { id: desk.id('acme', 'client') })
    await admin(users.list, { role: 'client' })
    const found = await entries('acme', `action in ('users.get', 'users.list')`)
    assert.deepEqual(
      found.map((entry) => [
        entry['action'],
        entry['about_id'],
        entry['count'],
        JSON.parse(entry['origin']!).asked?.role,
      ]),
      [
        ['users.get', desk.id('acme', 'client'), 1, undefined],
        ['users.list', null, 1, 'client'],
      ],
    )
  })

  test('is seen by its own tenant only', async () => {
    await entries('acme')
    const seen = await desk.running.platform.database.tenant(desk.tenantId('globex'), 'read', (db) =>
      db.selectFrom('audit_entries').select('tenant_id').distinct().execute(),
    )
    assert.ok(seen.every(({ tenant_id }) => tenant_id === desk.tenantId('globex')))
  })
})

describe('the chain', () => {
  test('is whole, whoever wrote at the same time', async () => {
    const agent = desk.as('acme', 'agent')
    await Promise.all(Array.from({ length: 60 }, (_none, n) => agent(tickets.create, { title: `At once ${n}` })))
    const all = await entries('acme')
    assert.deepEqual(
      all.map(({ seq }) => Number(seq)),
      all.map((_none, index) => index + 1),
    )
    assert.equal(all.filter(({ action }) => action === 'tickets.create').length >= 60, true)
    const { ok, checked } = await verify()
    assert.deepEqual([ok, checked], [true, all.length])
  })

  test('refuses to be changed, by the application and by its owner', async () => {
    const { pool } = desk.running.platform.database
    for (const table of ['audit_entries', 'audit_heads'])
      for (const verb of [`delete from ${table}`, `truncate ${table}`, `update ${table} set hash = 'x'`]) {
        await assert.rejects(owner.query(verb), { code: '42501' }, verb)
        await pool.query(verb).then(
          ({ rowCount }) => assert.equal(rowCount, 0),
          (error: Row) => assert.equal(error['code'], '42501'),
        )
      }
    await assert.rejects(owner.query(`delete from audit_details`), { code: '42501' })
    await assert.rejects(owner.query(`update audit_details set facts = '{}'`), { code: '42501' })
    await assert.rejects(owner.query(`update audit_details set changes = '[]' where changes is not null`), {
      code: '42501',
    })
    await assert.rejects(owner.query(`update audit_details set changes = null where changes is not null`), {
      code: '42501',
    })
  })

  const middle = `(select seq from audit_entries where tenant_id = '$T' and changes_mac <> '' order by seq offset 5 limit 1)`
  const position = `(select position from audit_entries where tenant_id = '$T' and seq = ${middle})`
  const attacks: Record<string, { statements: string[]; reason: string }> = {
    'a changed actor': {
      statements: [`update audit_entries set actor_id = gen_random_uuid() where tenant_id = '$T' and seq = ${middle}`],
      reason: 'changed',
    },
    'a changed hash': {
      statements: [`update audit_entries set hash = repeat('a', 64) where tenant_id = '$T' and seq = ${middle}`],
      reason: 'changed',
    },
    'a changed value': {
      statements: [
        `update audit_details set changes = replace(changes, 't', 'T') where tenant_id = '$T' and position = ${position}`,
      ],
      reason: 'details_changed',
    },
    'a changed address': {
      statements: [`update audit_details set origin = '{}' where tenant_id = '$T' and position = ${position}`],
      reason: 'details_changed',
    },
    'details that are gone': {
      statements: [`delete from audit_details where tenant_id = '$T' and position = ${position}`],
      reason: 'details_missing',
    },
    'an entry gone from the middle': {
      statements: [`delete from audit_entries where tenant_id = '$T' and seq = ${middle}`],
      reason: 'missing',
    },
    'a tail that was cut off': {
      statements: [
        `delete from audit_entries where tenant_id = '$T' and seq > (select max(seq) - 3 from audit_entries where tenant_id = '$T')`,
      ],
      reason: 'missing',
    },
    'a tail that was cut off with its end forged': {
      statements: [
        `delete from audit_entries where tenant_id = '$T' and seq > (select max(seq) - 3 from audit_entries where tenant_id = '$T')`,
        `update audit_heads h set seq = e.seq, hash = e.hash from audit_entries e where h.tenant_id = '$T' and e.tenant_id = '$T' and e.seq = (select max(seq) from audit_entries where tenant_id = '$T')`,
      ],
      reason: 'end_forged',
    },
    'two entries in another order': {
      statements: [
        `update audit_entries set seq = -1 where tenant_id = '$T' and seq = 7`,
        `update audit_entries set seq = 7 where tenant_id = '$T' and seq = 8`,
        `update audit_entries set seq = 8 where tenant_id = '$T' and seq = -1`,
      ],
      reason: 'linked',
    },
    'an entry of another tenant in its place': {
      statements: [
        `delete from audit_entries where tenant_id = '$T' and seq = 1`,
        `update audit_entries set tenant_id = '$T' where tenant_id = '$O' and seq = 1`,
      ],
      reason: 'changed',
    },
    'no end at all': { statements: [`delete from audit_heads where tenant_id = '$T'`], reason: 'end_missing' },
  }
  for (const [what, { statements, reason }] of Object.entries(attacks)) {
    test(`betrays ${what}`, async () => {
      await desk.as('globex', 'agent')(tickets.create, { title: 'Another chain' })
      await entries('acme')
      assert.equal((await verify()).ok, true)
      await owner.query('begin')
      for (const table of ['audit_entries', 'audit_details', 'audit_heads'])
        await owner.query(`create temp table kept_${table} on commit preserve rows as select * from ${table}`)
      await owner.query('commit')
      const own = (text: string) => text.replaceAll('$T', acme()).replaceAll('$O', desk.tenantId('globex'))
      try {
        await tamper(...statements.map(own))
        assert.equal((await verify()).broken?.reason, reason)
      } finally {
        for (const table of ['audit_entries', 'audit_details', 'audit_heads'])
          await tamper(
            `delete from ${table}`,
            `insert into ${table} select * from kept_${table}`,
            `drop table kept_${table}`,
          )
      }
      assert.equal((await verify()).ok, true)
    })
  }

  test('betrays that it was put back to an earlier signed end', async () => {
    const { readCheckpoints } = await import('#kernel/server/audit/checkpoint.ts')
    const { headKey, headMac } = await import('#kernel/server/audit/chain.ts')
    const { config } = desk.running.platform
    const noted = (await readCheckpoints(config.dataDir, headKey(config.secretKey))).get(acme())!
    assert.ok(noted.seq > 1)
    const { rows } = await owner.query(`select seq, hash from audit_entries where tenant_id = $1 and seq = $2`, [
      acme(),
      noted.seq - 1,
    ])
    const { seq, hash } = rows[0] as Row
    await owner.query('begin')
    await owner.query(`set local session_replication_role = replica`)
    await owner.query(
      `create temp table kept_tail as select * from audit_entries where tenant_id = '${acme()}' and seq > ${seq}`,
    )
    await owner.query(`create temp table kept_head as select * from audit_heads where tenant_id = '${acme()}'`)
    await owner.query('commit')
    const mac = headMac(headKey(config.secretKey), acme(), Number(seq), hash as string)
    await tamper(
      `delete from audit_entries where tenant_id = '${acme()}' and seq > ${seq}`,
      `update audit_heads set seq = ${seq}, hash = '${hash}', mac = '${mac}' where tenant_id = '${acme()}'`,
    )
    assert.equal((await verify()).broken?.reason, 'shorter_than_noted')
    await tamper(
      `insert into audit_entries select * from kept_tail`,
      `delete from audit_heads where tenant_id = '${acme()}'`,
      `insert into audit_heads select * from kept_head`,
    )
    assert.equal((await verify()).ok, true)
  })

  test('stays whole when a person is erased from it', async () => {
    const admin = desk.as('acme', 'admin')
    const person = await admin(users.create, { name: 'Zarina Karimova', email: 'zarina@acme.test' })
    await admin(users.update, { id: person.id, phone: '+998 90 123 45 67' })
    await entries('acme')
    const count = await desk.running.platform.within(desk.actor('acme', 'admin'), {}, ({ db }) =>
      eraseFromAudit(db, person.id),
    )
    assert.ok(count >= 2)
    const { ok, erased } = await verify()
    assert.deepEqual([ok, erased >= 2], [true, true])
    const { rows } = await owner.query(
      `select count(*)::int as n from audit_details where tenant_id = $1 and (facts || coalesce(origin, '') || coalesce(changes, '')) ~* 'zarina|123 45 67'`,
      [acme()],
    )
    assert.deepEqual(rows, [{ n: 0 }])
  })
})
