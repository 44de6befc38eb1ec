import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after } from 'node:test'
import pg from 'pg'
import { runningPostgres } from '#kernel/server/database/embedded.ts'
import { expectNoAxeViolations } from '../accessibility.ts'
import { journey } from '../browser.ts'
import { startPlatform } from '../platform.ts'
import { expectNoSideways, miss, openAs, press, see, signIn } from './person.ts'

// A desk of its own: its log is written to a file, and one of its people keeps the platform.
const logs = mkdtempSync(path.join(tmpdir(), 'workernet-e2e-log-'))
const platform = await startPlatform({ env: { LOG_FILE: path.join(logs, 'application.log') } })
process.env['E2E_URL'] = platform.url
after(async () => {
  await platform.stop()
  rmSync(logs, { recursive: true, force: true })
})

async function promote(): Promise<void> {
  const client = new pg.Client({ connectionString: runningPostgres(platform.dataDir) })
  await client.connect()
  await client.query(`update users set role = 'super_admin', rights_version = 2 where email = 'admin@globex.test'`)
  await client.end()
}

journey(
  'an administrator chooses the organisation’s limits and returns to those of the platform',
  { timeout: 120_000 },
  async ({ page, newWindow }) => {
    const t = await openAs(page, 'admin@acme.test', '/settings/limits')
    const field = page.getByRole('textbox', { name: t('limits.sign_in_attempts') })
    await see(field)
    await expectNoAxeViolations(page)
    await field.fill('2')
    await press(page.getByRole('button', { name: t('do.save') }))
    await see(page.getByText(t('invalid.limit_bounds', { minimum: 3, maximum: 10 }), { exact: true }))
    await field.fill('4')
    await press(page.getByRole('button', { name: t('do.save') }))
    await see(page.getByText(t('limits.saved')))
    await page.reload()
    await press(page.getByRole('button', { name: t('limits.reset_one', { name: t('limits.sign_in_attempts') }) }))
    await press(page.getByRole('button', { name: t('do.save') }))
    await see(page.getByText(t('limits.saved')))

    await page.goto('/settings/logs')
    const lines = page.getByRole('list', { name: t('logs.lines') }).getByRole('listitem')
    await see(lines)
    await press(lines.first().locator('summary'))
    await press(lines.first().getByRole('button'))
    await page.waitForURL(/request=/)
    await see(lines)
    await expectNoAxeViolations(page)

    const phone = await newWindow({ size: 'phone', dark: true })
    await signIn(phone, 'admin@acme.test', 'ar')
    for (const place of ['/settings/limits', '/settings/logs']) {
      await phone.goto(place)
      await see(phone.getByRole('main').getByRole('heading', { level: 1 }))
      await phone.locator('.mantine-Skeleton-root').first().waitFor({ state: 'detached' })
      await expectNoSideways(phone)
      await expectNoAxeViolations(phone)
    }
  },
)

journey(
  'who keeps the platform blocks an address, finds it and ends the block',
  { timeout: 120_000 },
  async ({ page, newWindow }) => {
    await promote()
    const t = await openAs(page, 'admin@globex.test', '/settings/blocked-addresses')
    await see(page.getByText(t('blocks.empty')))
    await expectNoAxeViolations(page)
    await press(page.getByRole('button', { name: t('blocks.new_block'), exact: true }))
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox', { name: t('address_block.network') }).fill('everybody')
    await dialog.getByRole('textbox', { name: t('address_block.reason') }).fill('Abuse report 17')
    await press(dialog.getByRole('button', { name: t('blocks.new_block') }))
    await see(dialog.getByText(t('invalid.network')))
    await expectNoAxeViolations(page)
    await dialog.getByRole('textbox', { name: t('address_block.network') }).fill('198.51.100.77/24')
    await press(dialog.getByRole('button', { name: t('blocks.new_block') }))
    await see(page.getByText('198.51.100.0/24'))
    await expectNoAxeViolations(page)
    await page.getByRole('textbox', { name: t('blocks.search') }).fill('198.51.101.1')
    await see(page.getByText(t('nothing_fits')))
    await page.getByRole('textbox', { name: t('blocks.search') }).fill('198.51.100.9')
    await see(page.getByText('198.51.100.0/24'))

    const phone = await newWindow({ size: 'phone', dark: true })
    const words = await signIn(phone, 'admin@globex.test', 'ar')
    await phone.goto('/settings/blocked-addresses')
    await see(phone.getByText('198.51.100.0/24'))
    await expectNoSideways(phone)
    await expectNoAxeViolations(phone)
    await press(phone.getByRole('button', { name: new RegExp(words('blocks.end_block')) }))
    await press(phone.getByRole('dialog').getByRole('button', { name: words('blocks.end_block') }))
    await miss(phone.getByText('198.51.100.0/24'))

    await page.goto('/settings/platform-logs')
    await see(page.getByRole('list', { name: t('logs.lines') }).getByRole('listitem'))
    await expectNoAxeViolations(page)
  },
)
