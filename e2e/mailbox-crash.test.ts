// Kill -9 while a mailbox of another provider is read: each of its mails is there once.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { runningPostgres } from '#kernel/server/database/embedded.ts'
import { hasDovecot, startDovecot } from '#modules/platform/mail/server/mailboxes/testing.ts'
import { callAs } from './caller.ts'
import { freePort, type Platform, startPlatform } from './platform.ts'

const MAILS = 150
const dataDir = mkdtempSync(path.join(tmpdir(), 'workernet-mailbox-crash-'))
after(() => rmSync(dataDir, { recursive: true, force: true, maxRetries: 20 }))

const skip = hasDovecot ? false : 'dovecot is not installed'

test('a server killed twice in the middle of a mailbox loses no mail and keeps none twice', { skip }, async (t) => {
  const imap = await startDovecot([await freePort(), await freePort()])
  t.after(() => imap.stop())
  const port = await freePort()
  const env = {
    SMTP_IN_PORT: '0',
    DEMO: 'true',
    LOG_LEVEL: 'error',
    OUTGOING_ALLOWLIST: `localhost:${imap.port}`,
  }
  // Every third carries no Message-ID.
  const raws = Array.from(
    { length: MAILS },
    (_, at) =>
      `From: a${at}@x.test\nSubject: Box ${at}\n${at % 3 === 0 ? '' : `Message-ID: <box-${at}@x.test>\n`}\nNumber ${at}\n`,
  )
  await imap.put('anna', ...raws)
  let platform: Platform = await startPlatform({ dataDir, port, env })
  t.after(() => platform.kill())
  const call = await callAs(platform.url, 'admin@acme.test')
  await call('POST', '/mail/mailboxes', {
    address: 'anna@provider.test',
    host: 'localhost',
    port: imap.port,
    security: 'none',
    username: 'anna',
    password: 'secret',
  })

  const count = async () => {
    const database = new pg.Client({ connectionString: runningPostgres(dataDir) })
    await database.connect()
    const { rows } = await database.query<{ all: number; waiting: number; uids: number }>(
      `select count(*)::int as all, count(distinct c.uid)::int as uids,
         count(*) filter (where m.state in ('received', 'parsed'))::int as waiting
       from inbound_mails m join inbound_contents c on c.mail = m.id where m.recipient = 'anna@provider.test'`,
    )
    await database.end()
    return rows[0]!
  }
  for (const kill of [1, 2]) {
    const before = (await count()).all
    while ((await count()).all < Math.min(before + 30, MAILS)) await sleep(20)
    await platform.kill()
    platform = await startPlatform({ dataDir, port, env })
    t.diagnostic(`${Date.now()} kill ${kill}: ${(await count()).all} of ${MAILS} were there`)
  }
  for (const until = Date.now() + 120_000; Date.now() < until;) {
    const { all, waiting } = await count()
    if (all >= MAILS && waiting === 0) break
    await sleep(500)
  }
  assert.deepEqual(await count(), { all: MAILS, uids: MAILS, waiting: 0 })
})
