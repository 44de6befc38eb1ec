// A new password by the link in a mail.
import { Button } from '@mantine/core'
import { useState } from 'react'
import { Entry, EntryFoot, EntryForm, ProblemAlert, useCommand, useT } from '#kernel/web/index.tsx'
import { passwords } from '../../contract.ts'
import { NewPassword } from '../password/new-password.tsx'
import { type MailedLink, useErrorAt, WithMailedLink } from './mailed-link.tsx'

export default function ResetPassword() {
  const t = useT()
  return (
    <WithMailedLink purpose="reset" title={t('reset.title')}>
      {(link, token) => <Reset link={link} token={token} />}
    </WithMailedLink>
  )
}

function Reset({ link, token }: { link: MailedLink; token: string }) {
  const t = useT()
  const [password, setPassword] = useState('')
  const [isDone, setDone] = useState(false)
  const { run, isPending, problem, reset } = useCommand(passwords.reset, { onDone: () => setDone(true) })
  const error = useErrorAt(problem)('password')
  if (isDone)
    return (
      <Entry title={t('reset.done')} text={t('reset.done_text')}>
        <EntryFoot>
          <Button component="a" href="/" fullWidth size="md">
            {t('do.sign_in')}
          </Button>
        </EntryFoot>
      </Entry>
    )
  return (
    <Entry title={t('reset.title')} text={t('reset.text', { email: link.email, organisation: link.organisation })}>
      <EntryForm onSubmit={() => void run({ token, password })}>
        {/* Password managers learn whose password this is. */}
        <input type="hidden" name="username" autoComplete="username" value={link.email} readOnly />
        <NewPassword
          label={t('user.password')}
          size="md"
          autoFocus
          value={password}
          onChange={(value) => {
            reset()
            setPassword(value)
          }}
          policy={link.policy}
          holder={link}
          error={error}
        />
        <ProblemAlert problem={error ? null : problem} untitled />
        <Button type="submit" size="md" fullWidth loading={isPending}>
          {t('reset.set')}
        </Button>
      </EntryForm>
    </Entry>
  )
}
