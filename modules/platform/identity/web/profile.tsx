// One's own name, language, look and password.
import { PasswordInput, Select } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import {
  EntityForm,
  LANGUAGES,
  type Language,
  Link,
  SlotOutlet,
  ThemeSwitch,
  toast,
  useAction,
  useLanguage,
  useMe,
  useT,
} from '#kernel/web/index.tsx'
import { PageHeader } from '#ui/page-header.tsx'
import type { Row } from '#kernel/contract/index.ts'
import { auth, passwords, profileSections, User } from '../contract.ts'
import { NewPassword } from './password/new-password.tsx'
import { Availability } from './profile/availability.tsx'
import { Picture } from './profile/picture.tsx'
import { OwnSessions } from './sessions/sessions.tsx'
import classes from './profile.module.css'

export default function Profile() {
  const t = useT()
  const { user } = useMe()
  const cache = useQueryClient()
  const { setLanguage } = useLanguage()
  // A new form after every change: passwords do not stay on the screen.
  const [passwordsSet, setPasswordsSet] = useState(0)
  const policy = useAction(passwords.policy, {}).data
  const done = (answer: { language?: string }) => {
    void cache.invalidateQueries({ queryKey: [auth.me.name] })
    if (answer.language) void setLanguage(answer.language as Language)
    toast(t('profile.saved'))
  }
  return (
    <div className={classes['profile']}>
      <PageHeader title={t('menu.profile')} />
      <section aria-label={t('picture.title')}>
        <h2>{t('picture.title')}</h2>
        <Picture />
      </section>
      <section aria-label={t('availability.title')}>
        <h2>{t('availability.title')}</h2>
        <p className="wn-quiet">{t('availability.text')}</p>
        <Availability key={`${String(user['availability'])} ${String(user['availability_until'])}`} />
      </section>
      <section aria-label={t('profile.about')}>
        <h2>{t('profile.about')}</h2>
        <EntityForm
          key={user.version}
          of={User}
          command={auth.updateMe}
          fields={['name', 'phone', 'language', 'zone']}
          start={user as Partial<Row<typeof User>>}
          onDone={done}
          controls={{
            zone: ({ value, set, label, error, disabled }) => (
              <Select
                label={label}
                description={t('user.zone_help')}
                placeholder={t('user.zone_of_device', { zone: deviceZone() })}
                error={error}
                disabled={disabled}
                searchable
                clearable
                clearButtonProps={{ 'aria-label': t('do.clear') }}
                value={(value as string | null | undefined) ?? null}
                onChange={set}
                data={zones((value as string | null | undefined) ?? null)}
              />
            ),
            language: ({ value, set, label, error, disabled }) => (
              <Select
                label={label}
                error={error}
                disabled={disabled}
                allowDeselect={false}
                value={value as string}
                onChange={set}
                data={Object.entries(LANGUAGES).map(([code, name]) => ({ value: code, label: name }))}
              />
            ),
          }}
        />
      </section>
      <section aria-label={t('profile.notices')}>
        <h2>{t('profile.notices')}</h2>
        <p className="wn-quiet">{t('profile.notices_text')}</p>
        <Link to="/notifications/preferences">{t('profile.notices_open')}</Link>
      </section>
      <section aria-label={t('profile.device')}>
        <h2>{t('profile.device')}</h2>
        <p className="wn-quiet">{t('profile.device_text')}</p>
        <div className={classes['device']}>
          <ThemeSwitch />
        </div>
      </section>
      <section aria-label={t('profile.password')}>
        <h2>{t('profile.password')}</h2>
        <p className="wn-quiet">{t('profile.password_text')}</p>
        <EntityForm
          key={passwordsSet}
          secondary
          of={User}
          command={auth.updateMe}
          fields={['current_password', 'password']}
          submitLabel={t('do.change_password')}
          onDone={() => {
            setPasswordsSet(passwordsSet + 1)
            toast(t('profile.password_changed'))
          }}
          controls={{
            current_password: (field) => <Password {...field} autoComplete="current-password" />,
            password: ({ label, value, set, error, disabled }) => (
              <NewPassword
                label={label}
                value={typeof value === 'string' ? value : ''}
                onChange={set}
                error={error}
                disabled={disabled}
                policy={policy}
                holder={user}
              />
            ),
          }}
        />
      </section>
      <section aria-label={t('session.many')}>
        <h2>{t('session.many')}</h2>
        <p className="wn-quiet">{t('session.text')}</p>
        <OwnSessions key={passwordsSet} />
      </section>
      <SlotOutlet of={profileSections} />
    </div>
  )
}

const deviceZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone

/** Every zone that the browser knows, and the one that was chosen elsewhere. */
const zones = (chosen: string | null) => [
  ...new Set([deviceZone(), ...(chosen ? [chosen] : []), ...Intl.supportedValuesOf('timeZone')]),
]

type PasswordProps = {
  label: string
  value: unknown
  set: (value: unknown) => void
  error: string | null
  disabled: boolean
  autoComplete: string
}

function Password({ label, value, set, error, disabled, autoComplete }: PasswordProps) {
  const t = useT()
  return (
    <PasswordInput
      label={label}
      error={error}
      disabled={disabled}
      autoComplete={autoComplete}
      dir="ltr"
      value={typeof value === 'string' ? value : ''}
      onChange={(event) => set(event.currentTarget.value)}
      visibilityToggleButtonProps={{ 'aria-label': t('sign_in.show_password') }}
    />
  )
}
