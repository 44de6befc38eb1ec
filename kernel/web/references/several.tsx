// Choosing several records by typing.
import { CloseButton, Input } from '@mantine/core'
import { useT } from '../language/hooks.tsx'
import { ReferencePicker } from './picker.tsx'
import { Reference } from './reference.tsx'
import classes from './several.module.css'

export type ReferencesPickerProps = {
  entity: string
  value: readonly string[]
  onChange: (ids: string[]) => void
  label?: string
  description?: string | undefined
  error?: string | null
  disabled?: boolean
  withAsterisk?: boolean
  /** Offered without typing, by words instead of a name: “me”. */
  shortcuts?: readonly { id: string; label: string }[]
  placeholder?: string
}

export function ReferencesPicker({
  entity,
  value,
  onChange,
  label,
  description,
  error,
  disabled = false,
  withAsterisk = false,
  shortcuts = [],
  placeholder,
}: ReferencesPickerProps) {
  const t = useT()
  return (
    <Input.Wrapper label={label} description={description} error={error} withAsterisk={withAsterisk}>
      <div className={classes['chosen']}>
        {value.map((id) => (
          <span key={id} className={classes['chip']}>
            {shortcuts.find((one) => one.id === id)?.label ?? <Reference entity={entity} id={id} plain />}
            <CloseButton
              size={24}
              iconSize={12}
              disabled={disabled}
              aria-label={t('do.take_away')}
              onClick={() => onChange(value.filter((other) => other !== id))}
            />
          </span>
        ))}
      </div>
      <ReferencePicker
        entity={entity}
        value={null}
        disabled={disabled}
        placeholder={placeholder ?? t('reference.add')}
        shortcuts={shortcuts.filter(({ id }) => !value.includes(id))}
        only={({ id }) => !value.includes(id)}
        onChange={(id) => id && onChange([...value, id])}
      />
    </Input.Wrapper>
  )
}
