// A name in the four languages, each of which may be left out.
import { Fieldset, TextInput } from '@mantine/core'
import { type FieldControl, LANGUAGES } from '#kernel/web/index.tsx'

const LONGEST = 100

export function NamesField({ value, set, label, description, error, disabled }: FieldControl) {
  const names = (value ?? {}) as Record<string, string>
  const change = (language: string, name: string) => {
    const { [language]: _before, ...rest } = names
    set(name.trim() ? { ...rest, [language]: name } : rest)
  }
  return (
    <Fieldset legend={label} disabled={disabled}>
      {description && <p className="wn-quiet">{description}</p>}
      {Object.entries(LANGUAGES).map(([code, name]) => (
        <TextInput
          key={code}
          label={name}
          lang={code}
          dir="auto"
          mt={8}
          maxLength={LONGEST}
          value={names[code] ?? ''}
          onChange={(event) => change(code, event.currentTarget.value)}
        />
      ))}
      {error && <p role="alert">{error}</p>}
    </Fieldset>
  )
}
