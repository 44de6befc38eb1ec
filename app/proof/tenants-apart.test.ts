// What PostgreSQL itself keeps apart, whatever a module's SQL says.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import pg from 'pg'
import { APP_ROLE } from '#kernel/server/database/migrate.ts'
import { tickets } from '#modules/support/tickets/contract.ts'
import { testPlatform, type TestPlatform } from '#app/testing.ts'
import { recordOf } from './testing/records.ts'

let desk: TestPlatform
let owner: pg.Client
before(async () => {
  desk = await testPlatform()
  owner = new pg.Client({ connectionString: desk.url })
  await owner.connect()
  for (const tenant of ['acme', 'globex'] as const)
    for (const entity of ['attachment', 'category', 'team', 'inbound_mail', 'outbound_mail'])
      await recordOf(desk, tenant, entity)
})
after(async () => {
  await owner.end()
  await desk.close()
})

type Table = { name: string; enabled: boolean; forced: boolean; tenant: boolean; rows: number }
/** Tables that hold nothing of any tenant. */
const SHARED = ['migrations', 'event_consumers', 'shared_counts']

const tables = async (): Promise<Table[]> =>
  (
    await owner.query<Table>(
      `select relname as name, relrowsecurity as enabled, relforcerowsecurity as forced,
         exists (select from pg_attribute a where a.attrelid = c.oid and attname = 'tenant_id' and not attisdropped) as tenant
       from pg_class c where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') order by 1`,
    )
  ).rows

type Policy = {
  tablename: string
  cmd: string
  roles: string
  qual: string
  with_check: string | null
  permissive: string
}
const policies = async () => (await owner.query<Policy>(`select * from pg_policies where schemaname = 'public'`)).rows

describe('every table', () => {
  test('belongs to a tenant, or is known to hold nothing of any', async () => {
    const others = (await tables()).filter(({ tenant }) => !tenant).map(({ name }) => name)
    assert.deepEqual(others.toSorted(), [...SHARED, 'tenants'].toSorted())
  })

  test('of a tenant has row-level security, forced, by the tenant of the transaction', async () => {
    const all = await policies()
    for (const { name, enabled, forced } of (await tables()).filter((table) => !SHARED.includes(table.name))) {
      assert.ok(enabled && forced, `${name}: enabled ${enabled}, forced ${forced}`)
      const own = all.filter(({ tablename, cmd }) => tablename === name && cmd === 'ALL')
      const column = name === 'tenants' ? 'id' : 'tenant_id'
      const wanted = `(${column} = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)`
      // One policy for all four verbs, its check the same as its sight.
      const tenant = own.find(({ qual }) => qual === wanted)
      assert.ok(tenant, `${name} has no policy of its tenant`)
      assert.equal(tenant.with_check ?? tenant.qual, wanted)
      for (const other of all.filter((one) => one.tablename === name && one !== tenant))
        assert.match(
          other.qual,
          /^\(current_setting\('app\.platform'::text, true\) = 'on'::text\)$/,
          `${name}: ${other.qual}`,
        )
    }
  })

  test('leads its keys with the tenant, so that another tenant’s ids are not there', async () => {
    const { rows } = await owner.query<{ key: string; definition: string }>(
      `select conrelid::regclass || '.' || conname as key, pg_get_constraintdef(oid) as definition
       from pg_constraint where contype in ('p', 'f') and connamespace = 'public'::regnamespace`,
    )
    const ofTenants = new Set((await tables()).filter(({ tenant }) => tenant).map(({ name }) => name))
    const loose = rows.filter(
      ({ key, definition }) =>
        ofTenants.has(key.split('.')[0]!) &&
        !/^PRIMARY KEY \(.*\btenant_id\b/.test(definition) &&
        !/^FOREIGN KEY \(tenant_id, \w+\) REFERENCES \w+\(tenant_id, \w+\)/.test(definition),
    )
    assert.deepEqual(
      loose.map(({ key, definition }) => `${key}: ${definition}`),
      [],
    )
  })
})

describe('the application', () => {
  const inTenant = <T>(slug: 'acme' | 'globex', text: string) =>
    desk.running.platform.database.tenant(
      desk.tenantId(slug),
      'write',
      async (db) => (await sql.raw<T>(text).execute(db)).rows,
    )
  const asStranger = (text: string) => desk.running.platform.database.pool.query(text)

  test('acts as a role that owns nothing and may pass by nothing', async () => {
    const { rows } = await asStranger(
      `select current_user as name, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles where rolname = current_user`,
    )
    const flags = { rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false }
    assert.deepEqual(rows, [{ name: APP_ROLE, ...flags }])
    const owned = await owner.query(`select relname from pg_class where relowner = $1::regrole`, [APP_ROLE])
    assert.deepEqual(owned.rows, [])
  })

  test('sees and changes nothing where no tenant is set', async () => {
    for (const { name, tenant } of await tables()) {
      if (!tenant && name !== 'tenants') continue
      assert.deepEqual((await asStranger(`select * from ${name}`)).rows, [], name)
      const denied = await asStranger(`delete from ${name}`).catch((error: { code: string }) => error.code)
      assert.ok(denied === '42501' || (denied as { rowCount: number }).rowCount === 0, name)
    }
    await assert.rejects(asStranger(`insert into tickets (title) values ('x')`))
  })

  test('sees one tenant’s rows, whatever a query asks for', async () => {
    const other = desk.tenantId('globex')
    for (const { name, tenant } of await tables()) {
      if (!tenant) continue
      const seen = await inTenant<{ n: string }>(
        'acme',
        `select count(*) as n from ${name} where tenant_id = '${other}' or true and tenant_id <> '${desk.tenantId('acme')}'`,
      )
      assert.equal(Number(seen[0]!.n), 0, name)
      const all = await owner.query<{ n: string }>(`select count(*) as n from ${name} where tenant_id = $1`, [other])
      if (['tickets', 'users', 'event_log', 'files', 'outbound_mails'].includes(name))
        assert.ok(Number(all.rows[0]!.n) > 0, `${name} has rows of globex to be hidden`)
    }
  })

  test('cannot reach a foreign row by any verb', async () => {
    const { id } = await desk.as('globex', 'admin')(tickets.create, { title: 'Theirs' })
    const other = desk.tenantId('globex')
    assert.deepEqual(await inTenant('acme', `update tickets set title = 'mine' where id = '${id}' returning id`), [])
    assert.deepEqual(await inTenant('acme', `delete from tickets where id = '${id}' returning id`), [])
    assert.deepEqual(await inTenant('acme', `select id from tickets where id = '${id}' for update`), [])
    const stolen = inTenant('acme', `insert into counters (tenant_id, series, value) values ('${other}', 'ticket', 1)`)
    await assert.rejects(stolen, { code: '42501' })
    const moved = inTenant('acme', `update teams set tenant_id = '${other}'`)
    await assert.rejects(moved, { code: '42501' })
    const about = `insert into ticket_comments (ticket, author, text, internal, channel) values ('${id}', '${desk.id('acme', 'agent')}', 'x', false, 'web')`
    await assert.rejects(inTenant('acme', about), { code: '23503' })
    const events = inTenant('acme', 'delete from event_log')
    await assert.rejects(events, { code: '42501' })
  })

  test('cannot turn itself into somebody else', async () => {
    await assert.rejects(inTenant('acme', `alter table tickets disable row level security`), { code: '42501' })
    await assert.rejects(
      inTenant('acme', `create function f() returns int language sql security definer as 'select 1'`),
      { code: '42501' },
    )
  })
})

test('nothing in the database looks with its owner’s eyes', async () => {
  const views = await owner.query(
    `select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('v', 'm') and not coalesce(reloptions::text, '') like '%security_invoker=true%'`,
  )
  assert.deepEqual(views.rows, [])
  const functions = await owner.query(
    `select proname from pg_proc where pronamespace = 'public'::regnamespace and prosecdef`,
  )
  assert.deepEqual(functions.rows, [])
})
