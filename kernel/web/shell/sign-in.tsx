// The way in. Also stands over a page whose session has ended, so that nothing typed there is lost.
import { Button, PasswordInput, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { Problem } from '../../contract/index.ts'
import { usePlatform } from '../call/platform.tsx'
import { LanguageSwitch, ThemeSwitch } from '../frame/person-menu.tsx'
import { useT } from '../language/hooks.tsx'
import { ProblemAlert } from '../problem/problem-alert.tsx'
import classes from './sign-in.module.css'

export type SignInProps = {
  onDone: () => Promise<void>
  /** A page stands behind it. */ over?: boolean
  username?: string
}

export default function SignIn({ onDone, over = false, username = '' }: SignInProps) {
  const t = useT()
  const { session } = usePlatform()
  const [problem, setProblem] = useState<Problem | null>(null)
  const [isPending, setPending] = useState(false)

  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    setPending(true)
    setProblem(null)
    try {
      await session.signIn({ username: String(form.get('username')), password: String(form.get('password')) })
      await onDone()
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      setProblem(error)
    } finally {
      setPending(false)
    }
  }

  return (
    <div
      className={classes['ground']}
      data-over={over || undefined}
      role={over ? 'dialog' : undefined}
      aria-modal={over || undefined}
      aria-label={over ? t('sign_in.title') : undefined}
    >
      <main className={classes['card']}>
        <div className={classes['mark']} aria-hidden="true">
          <Mark />
        </div>
        <h1>{t(over ? 'sign_in.again' : 'sign_in.title')}</h1>
        <p className="wn-quiet">{t(over ? 'sign_in.again_text' : 'sign_in.text')}</p>
        <form onSubmit={(event) => void submit(event)} className={classes['form']}>
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
          <ProblemAlert problem={problem} untitled />
          <Button type="submit" size="md" fullWidth loading={isPending}>
            {t('do.sign_in')}
          </Button>
        </form>
      </main>
      {!over && (
        <footer className={classes['foot']}>
          <LanguageSwitch />
          <ThemeSwitch />
        </footer>
      )}
    </div>
  )
}

/** The product's own sign: a thread that passes through three hands. */
function Mark() {
  return (
    <svg width="40" height="40" viewBox="0 0 40 40" fill="none">
      <rect width="40" height="40" rx="11" fill="var(--wn-accent)" />
      <path
        d="M9 13.5 14.5 27 20 15l5.500 12L31 13.500"
        stroke="var(--wn-on-accent)"
        strokeWidth="2.6"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  )
}
