// The way in. Also stands over a page whose session has ended, so that nothing typed there is lost.
import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Problem } from '../../contract/index.ts'
import { usePlatform } from '../call/platform.tsx'
import { RemoteProblem } from '../call/remote-problem.ts'
import { useRefusalWords } from '../form/refusal-words.ts'
import { useT } from '../language/hooks.tsx'
import { ProblemAlert } from '../problem/problem-alert.tsx'
import { Entry, EntryFoot, EntryForm } from './entry.tsx'

export type SignInProps = {
  onDone: () => Promise<void>
  /** A page stands behind it. */ over?: boolean
  username?: string
  /** The page for those who have forgotten their password. */ forgotten?: string | undefined
}

export default function SignIn({ onDone, over = false, username = '', forgotten }: SignInProps) {
  const t = useT()
  const { session } = usePlatform()
  const [problem, setProblem] = useState<Problem | null>(null)
  const [isPending, setPending] = useState(false)
  // The organisation's rules ask for a new password before they let in.
  const [isTooOld, setTooOld] = useState(false)
  const wordsOf = useRefusalWords()

  async function submit(form: FormData): Promise<void> {
    setPending(true)
    setProblem(null)
    try {
      const renewed = form.get('new_password')
      await session.signIn({
        username: String(form.get('username')),
        password: String(form.get('password')),
        ...(renewed ? { new_password: String(renewed) } : {}),
      })
      await onDone()
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      if (error.code === 'password_expired') setTooOld(true)
      setProblem(error)
    } finally {
      setPending(false)
    }
  }
  const remote = problem instanceof RemoteProblem ? problem : null
  const refused = (problem?.refusals ?? []).filter(({ pointer }) => pointer === '/new_password')

  return (
    <Entry
      title={t(over ? 'sign_in.again' : 'sign_in.title')}
      text={t(over ? 'sign_in.again_text' : 'sign_in.text')}
      over={over}
    >
      <EntryForm onSubmit={(form) => void submit(form)}>
        <TextInput
          name="username"
          type="email"
          label={t('sign_in.email')}
          size="md"
          required
          withAsterisk={false}
          autoComplete="username"
          autoFocus={!username}
          defaultValue={username}
          dir="ltr"
        />
        <PasswordInput
          name="password"
          label={t('sign_in.password')}
          size="md"
          required
          withAsterisk={false}
          autoComplete="current-password"
          autoFocus={Boolean(username)}
          dir="ltr"
          visibilityToggleButtonProps={{ 'aria-label': t('sign_in.show_password') }}
        />
        {isTooOld && (
          <PasswordInput
            name="new_password"
            label={t('sign_in.new_password')}
            size="md"
            required
            withAsterisk={false}
            autoComplete="new-password"
            autoFocus
            dir="ltr"
            error={refused.length > 0 && refused.map((refusal) => wordsOf(refusal, remote)).join('. ')}
            visibilityToggleButtonProps={{ 'aria-label': t('sign_in.show_password') }}
          />
        )}
        <ProblemAlert problem={refused.length > 0 ? null : problem} untitled />
        <Button type="submit" size="md" fullWidth loading={isPending}>
          {t('do.sign_in')}
        </Button>
      </EntryForm>
      {forgotten && (
        <EntryFoot>
          <a href={forgotten}>{t('sign_in.forgotten')}</a>
        </EntryFoot>
      )}
    </Entry>
  )
}
