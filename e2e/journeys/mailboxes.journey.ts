// An administrator adds an outside mailbox, tries it, reads in words what hinders it, and mends it.
import { expectNoAxeViolations } from '../accessibility.ts'
import { journey } from '../browser.ts'
import { freePort } from '../platform.ts'
import { hasDovecot, startDovecot } from '#modules/platform/mail/server/mailboxes/testing.ts'
import { openPage } from './every-page.ts'
import { miss, press, see, signIn } from './person.ts'

const ADDRESS = 'help@kassa.example'

journey(
  'a mailbox that does not answer, then refuses the password, then works',
  { timeout: 180_000 },
  async (tools) => {
    const { page, imapPort } = tools
    const t = await signIn(page, 'admin@acme.test')
    await openPage(page, '/settings/mailboxes')
    await press(page.getByRole('button', { name: t('mailbox.new') }).first())
    const form = page.getByRole('dialog')
    const fill = (field: string, value: string) => form.locator(`[data-field=${field}]`).fill(value)
    await fill('address', ADDRESS)
    await fill('host', 'localhost')
    await fill('port', String(imapPort))
    await press(form.locator('[data-field=security]'))
    await press(page.getByRole('option', { name: t('mailbox.security.none') }))
    await fill('username', 'kassa')
    await fill('password', 'not this one')
    await press(form.getByRole('button', { name: t('do.create') }))
    const row = page.getByRole('row').filter({ hasText: ADDRESS })
    await see(row)

    const standing = page.getByRole('region', { name: t('mailbox.standing') })
    const trouble = { host: 'localhost', port: String(imapPort) }
    const tryIt = async (words: string) => {
      await press(standing.getByRole('button', { name: t('mailbox.probe') }))
      await see(standing.getByRole('status').getByText(words))
    }
    await press(row.getByRole('button').first())
    await tryIt(t('outgoing.connection_refused', trouble))
    await expectNoAxeViolations(page)

    if (hasDovecot) {
      const dovecot = await startDovecot([imapPort, await freePort()])
      try {
        await tryIt(t('mailbox_trouble.password', trouble))
        await fill('password', 'secret')
        await press(form.getByRole('button', { name: t('do.save') }))
        await miss(form)
        await press(row.getByRole('button').first())
        await tryIt(t('mailbox.works'))
      } finally {
        await dovecot.stop()
      }
    }
    await page.keyboard.press('Escape')
    await miss(form)

    // Nobody is left to look for a server that is gone.
    await press(row.getByRole('button', { name: t('actions') }))
    await press(page.getByRole('menuitem', { name: t('do.delete') }))
    await press(page.getByRole('dialog').getByRole('button', { name: t('do.delete') }))
    await miss(row)
  },
)
