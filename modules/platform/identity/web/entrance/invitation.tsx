// Accepting an invitation: one's own name, language and password, and one is in.
import { Button, Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import {
  Entry,
  EntryForm,
  LANGUAGES,
  type Language,
  ProblemAlert,
  useCommand,
  useLanguage,
  usePlatform,
  useT,
} from '#kernel/web/index.tsx'
import { passwords } from '../../contract.ts'
import { NewPassword } from '../password/new-password.tsx'
import { type MailedLink, useErrorAt, WithMailedLink } from './mailed-link.tsx'

export default function Invitation() {
  const t = useT()
  return (
    <WithMailedLink purpose="invitation" title={t('invitation.title')}>
      {(link, token) => <Accept link={link} token={token} />}
    </WithMailedLink>
  )
}

function Accept({ link, token }: { link: MailedLink; token: string }) {
  const t = useT()
  const { session } = usePlatform()
  const { language, setLanguage } = useLanguage()
  const [name, setName] = useState(link.name)
  const [password, setPassword] = useState('')
  const { run, isPending, problem, reset } = useCommand(passwords.accept, {
    onDone: () => {
      // The account stands; when only the sign-in fails, the sign-in page says why.
      const enter = () => location.assign('/')
      session.signIn({ username: link.email, password, tenant: link.tenant }).then(enter, enter)
    },
  })
  const errorAt = useErrorAt(problem)
  const isAtField = Boolean(errorAt('password') ?? errorAt('name'))
  return (
    <Entry
      title={t('invitation.welcome', { organisation: link.organisation })}
      text={t('invitation.text', { email: link.email })}
    >
      <EntryForm onSubmit={() => void run({ token, password, name, language })}>
        <input type="hidden" name="username" autoComplete="username" value={link.email} readOnly />
        <TextInput
          label={t('user.name')}
          size="md"
          required
          withAsterisk={false}
          maxLength={100}
          autoComplete="name"
          autoFocus
          error={errorAt('name')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Select
          label={t('user.language')}
          size="md"
          allowDeselect={false}
          value={language}
          onChange={(value) => void setLanguage(value as Language)}
          data={Object.entries(LANGUAGES).map(([code, label]) => ({ value: code, label }))}
        />
        <NewPassword
          label={t('sign_in.password')}
          size="md"
          value={password}
          onChange={(value) => {
            reset()
            setPassword(value)
          }}
          policy={link.policy}
          holder={{ name, email: link.email }}
          error={errorAt('password')}
        />
        <ProblemAlert problem={isAtField ? null : problem} untitled />
        <Button type="submit" size="md" fullWidth loading={isPending}>
          {t('invitation.accept')}
        </Button>
      </EntryForm>
    </Entry>
  )
}
