// What an answer asks of its conversation: by an index, however many mails an organisation has kept.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { testPlatform, type TestPlatform } from '#app/testing.ts'
import { explaining, indexes } from '#app/testing/plans.ts'
import { APP_ROLE } from '#kernel/server/database/migrate.ts'
import module from '../module.ts'
import type { MailContext } from '../tables.ts'
import { lastOfThread, senderOf } from './send.ts'

const THREAD = '01900000-0000-7000-8000-000000000001'
let p: TestPlatform
let client: pg.Client

before(async () => {
  p = await testPlatform()
  client = new pg.Client({ connectionString: p.url })
  await client.connect()
  await client.query(`begin; set local role ${APP_ROLE}; set local app.tenant_id = '${p.tenantId('acme')}'`)
  await client.query(`
    with kept as (
      insert into inbound_mails (recipient, envelope_from, from_name, from_address, subject, state, size, attachment_count, remote_address, thread, message_id, kind)
      select 'support@acme.test', 'a@example.test', '', 'a@example.test', '', 'handled', 10, 0, '', gen_random_uuid(), n || '@example.test', 'person'
      from generate_series(1, 3000) n returning id)
    insert into inbound_contents (mail, raw, parsed) select id, '', '{}' from kept`)
  await client.query(`
    insert into outbound_mails (from_address, from_name, desk, recipient, recipients, subject, text, quoted, language, attachments, message_id,
      refers_to, thread, automatic, confidential, state, attempts)
    select 'support@acme.test', '', '', 'a@example.test', '[]', '', '', '', 'ru', '[]', n || '@acme.test', '[]', gen_random_uuid(), false, false, 'sent', 1
    from generate_series(1, 3000) n`)
  await client.query('commit')
  await client.query('vacuum analyze inbound_mails, inbound_contents, outbound_mails')
  await client.query(
    `set role ${APP_ROLE}; set app.tenant_id = '${p.tenantId('acme')}'; set plan_cache_mode = force_generic_plan`,
  )
})
after(async () => {
  await client.end()
  await p.close()
})

const { record, planOf } = explaining(module, () => ({ p, client }))

test('the mails of a conversation are found by it', async () => {
  const asked = (work: (context: MailContext) => Promise<unknown>) =>
    record(p.actor('acme', 'agent'), (context) => work(context as never))
  const statements = [
    ...(await asked((context) => lastOfThread(context, THREAD))),
    ...(await asked((context) => senderOf(context, { own_mailbox: null, thread: THREAD, purpose: 'support' }))),
  ]
  assert.ok(statements.length >= 3)
  const ofMails = statements.filter((statement) => /from "(?:in|out)bound_mails"/.test(statement))
  assert.ok(ofMails.length >= 3)
  for (const statement of ofMails) {
    const used = indexes(await planOf(statement))
    assert.ok(
      used.some((name) => /^(?:in|out)bound_mails_thread$/.test(name)),
      `${used.join()} for ${statement}`,
    )
  }
})
