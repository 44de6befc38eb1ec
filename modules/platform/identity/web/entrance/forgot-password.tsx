// Asking for a link to set a new password. What is said afterwards is the same for every address.
import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Entry, EntryFoot, EntryForm, ProblemAlert, useCommand, useT } from '#kernel/web/index.tsx'
import { passwords } from '../../contract.ts'

export default function ForgotPassword() {
  const t = useT()
  const [asked, setAsked] = useState<string | null>(null)
  const { run, isPending, problem } = useCommand(passwords.forgot, { onDone: (_, { email }) => setAsked(email) })
  const back = (
    <EntryFoot>
      <a href="/">{t('forgot.to_sign_in')}</a>
    </EntryFoot>
  )
  if (asked !== null)
    return (
      <Entry title={t('forgot.asked')} text={t('forgot.asked_text', { email: asked })}>
        {back}
      </Entry>
    )
  return (
    <Entry title={t('forgot.title')} text={t('forgot.text')}>
      <EntryForm onSubmit={(form) => void run({ email: String(form.get('email')) })}>
        <TextInput
          name="email"
          type="email"
          label={t('sign_in.email')}
          size="md"
          required
          withAsterisk={false}
          autoComplete="username"
          autoFocus
          dir="ltr"
        />
        <ProblemAlert problem={problem} untitled />
        <Button type="submit" size="md" fullWidth loading={isPending}>
          {t('forgot.send')}
        </Button>
      </EntryForm>
      {back}
    </Entry>
  )
}
