import { render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { stage } from '#kernel/web/testing.tsx'
import { USE_OWN_MAILBOX } from '../../contract.ts'
import mail from '../module.tsx'
import Section from './section.tsx'

const box = {
  id: '0a5b3c1e-0000-4000-8000-000000000001',
  version: 3,
  address: 'me@home.test',
  display_name: null,
  username: 'me',
  password: null,
  host: 'imap.home.test',
  port: 993,
  security: 'tls',
  smtp_host: 'smtp.home.test',
  smtp_port: 465,
  smtp_security: 'tls',
  folder: 'INBOX',
  sent_folder: null,
  is_active: true,
  state: 'failing',
  trouble: 'mailbox_trouble.password',
  trouble_params: { host: 'imap.home.test' },
  trouble_said: null,
  last_fetched_at: null,
  taken: 2,
}
const fine = { ok: true, trouble: null, params: {}, said: null }
const probed = {
  incoming: { ...fine, mails: 7 },
  sent: null,
  outgoing: { ok: false, trouble: 'mailbox_trouble.smtp_port', params: { port: 26 }, said: null },
}

async function shown(mailbox: typeof box | null, permissions: Record<string, 'all'> = { [USE_OWN_MAILBOX]: 'all' }) {
  const set = await stage({
    modules: [mail],
    permissions,
    answer: ({ name }) =>
      ({ 'own_mailboxes.mine': { mailbox }, 'own_mailboxes.probe': probed, 'own_mailboxes.save': box })[name] ?? null,
  })
  render(
    <set.Stage>
      <Section />
    </set.Stage>,
  )
  return { user: userEvent.setup(), asked: (name: string) => set.asked.filter((one) => one.name === name) }
}

test('before anything is connected it says what is kept and what is not', async () => {
  const { user, asked } = await shown(null)
  expect(await screen.findByText(/neither stored nor shown to anybody/)).toBeTruthy()
  await user.click(await screen.findByRole('button', { name: 'Connect a mailbox' }))
  // Both ways are encrypted, unless somebody says otherwise.
  expect(screen.getAllByDisplayValue('TLS')).toHaveLength(2)
  await user.type(screen.getByLabelText(/^Address/), 'me@home.test')
  await user.type(screen.getByLabelText(/^User name/), 'me')
  await user.type(screen.getByLabelText(/^Password/, { selector: 'input' }), 'secret')
  await user.type(screen.getByLabelText(/^IMAP server/), 'imap.home.test')
  await user.type(screen.getByLabelText(/^SMTP server/), 'smtp.home.test')
  await user.click(screen.getByRole('button', { name: 'Connect a mailbox' }))
  await waitFor(() => expect(asked('own_mailboxes.save')).toHaveLength(1))
  expect(asked('own_mailboxes.save')[0]!.input).toMatchObject({
    address: 'me@home.test',
    password: 'secret',
    port: 993,
    smtp_port: 465,
    sent_folder: null,
  })
})

test('the test says of each server whether it works, and of sent mail that none is found', async () => {
  const { user } = await shown(box)
  expect(await screen.findByText(/refused the user name or password/)).toBeTruthy()
  await user.click(screen.getByRole('button', { name: 'Test' }))
  const answers = await screen.findAllByRole('status')
  expect(answers.map(({ textContent }) => textContent)).toEqual([
    expect.stringMatching(/^Incoming: It works7 mails in the folder\. No folder of sent mail was found/),
    expect.stringMatching(/^Outgoing: It does not workPort 26/),
  ])
})

test('nobody else has it in their profile', async () => {
  const { asked } = await shown(null, {})
  expect(screen.queryByText('My mailbox')).toBeNull()
  expect(asked('own_mailboxes.mine')).toHaveLength(0)
})
