// The control of a mailbox's password: it is never read back, and a browser does not offer one's own.
import { PasswordInput } from '@mantine/core'
import { type FieldControl, useT } from '#kernel/web/index.tsx'

export function Password({ value, set, label, description, error, disabled }: FieldControl) {
  const t = useT()
  return (
    <PasswordInput
      label={label}
      description={description}
      error={error}
      disabled={disabled}
      data-field="password"
      autoComplete="new-password"
      dir="ltr"
      visibilityToggleButtonProps={{ 'aria-label': t('mailbox.show_password') }}
      value={(value as string | null | undefined) ?? ''}
      onChange={(event) => set(event.currentTarget.value || null)}
    />
  )
}
