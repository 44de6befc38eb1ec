import assert from 'node:assert/strict'
import { after } from 'node:test'
import pg from 'pg'
import { runningPostgres } from '#kernel/server/database/embedded.ts'
import { expectNoAxeViolations } from '../accessibility.ts'
import { journey } from '../browser.ts'
import { freePort, startPlatform } from '../platform.ts'
import { expectNoSideways, miss, press, see, signIn } from './person.ts'

// A desk of its own: with the second port, and with work that went wrong.
const jobsPort = await freePort()
const platform = await startPlatform({ env: { JOBS_PORT: String(jobsPort) } })
process.env['E2E_URL'] = `http://127.0.0.1:${jobsPort}`
after(() => platform.stop())

const REASON = 'the printer of letters is out of ink'

async function fail(queue: string, reason: string): Promise<void> {
  const client = new pg.Client({ connectionString: runningPostgres(platform.dataDir) })
  await client.connect()
  await client.query(
    `insert into jobs.job (name, state, data, output, retry_count, retry_limit, completed_on)
     select $1, 'failed', jsonb_build_object('tenant_id', id, 'job', jsonb_build_object('mail', id)),
       jsonb_build_object('message', $2::text), 3, 3, now() from tenants where slug = 'acme'`,
    [queue, reason],
  )
  await client.end()
}

journey(
  'an administrator opens the port of the jobs, tries one again and discards another',
  { timeout: 120_000 },
  async ({ page, newWindow }) => {
    await fail('mail.take_up', REASON)
    await fail('mail.read', 'not a mail')
    const t = await signIn(page, 'admin@acme.test')
    await see(page.getByRole('heading', { level: 1, name: t('menu.jobs') }))
    assert.ok(page.url().startsWith(`http://127.0.0.1:${jobsPort}/settings/jobs`), page.url())
    const troubles = page.getByRole('region', { name: t('jobs.failures') }).getByRole('listitem')
    await see(troubles.filter({ hasText: REASON }))
    await expectNoAxeViolations(page)

    await press(page.getByRole('button', { name: t('jobs.show_failed', { queue: 'mail.take_up', count: 1 }) }))
    await miss(troubles.filter({ hasText: 'not a mail' }))
    await press(troubles.filter({ hasText: REASON }).getByRole('button', { name: t('jobs.retry') }))
    // A worker does it now: it fails no more.
    await miss(troubles.filter({ hasText: REASON }))
    await page.goto('/settings/jobs')
    await press(troubles.filter({ hasText: 'not a mail' }).getByRole('button', { name: t('jobs.discard') }))
    await press(page.getByRole('dialog').getByRole('button', { name: t('jobs.discard') }))
    await miss(troubles.filter({ hasText: 'not a mail' }))
    await see(page.getByText(t('jobs.no_failures')))

    // What goes wrong now shows by itself.
    await fail('mail.read', REASON)
    await see(troubles.filter({ hasText: REASON }))

    const phone = await newWindow({ size: 'phone', dark: true })
    const words = await signIn(phone, 'admin@acme.test', 'ar')
    await see(phone.getByRole('heading', { level: 1, name: words('menu.jobs') }))
    await see(phone.getByText(REASON))
    await expectNoSideways(phone)
    await expectNoAxeViolations(phone)
  },
)
