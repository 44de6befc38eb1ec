// What an answer asks of its conversation: by an index, however many mails an organisation has kept.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type pg from 'pg'
import { explaining, type FilledPlatform, filledPlatform, indexes } from '#app/testing/plans.ts'
import module from '../module.ts'
import type { MailContext } from '../tables.ts'
import { lastOfThread, senderOf } from './send.ts'

const THREAD = '01900000-0000-7000-8000-000000000001'
let filled: FilledPlatform
before(async () => {
  filled = await filledPlatform('inbound_mails, inbound_contents, outbound_mails', fill, ['acme'])
})
after(() => filled.close())

async function fill(client: pg.Client): Promise<void> {
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
}

const { record, planOf } = explaining(module, () => filled)

test('the mails of a conversation are found by it', async () => {
  const asked = (work: (context: MailContext) => Promise<unknown>) =>
    record(filled.p.actor('acme', 'agent'), (context) => work(context))
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
