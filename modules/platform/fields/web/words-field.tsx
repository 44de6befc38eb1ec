// One text in four languages: the reader's first, the others behind a button.
import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { FieldWords } from '#kernel/contract/index.ts'
import { LANGUAGES, type Language, useLanguage, useT } from '#kernel/web/index.tsx'

type Props = {
  label: string
  words: FieldWords
  onChange: (words: FieldWords) => void
  required?: boolean
  error?: string | null
  maxLength?: number
}

export function WordsField({ label, words, onChange, required = false, error = null, maxLength = 100 }: Props) {
  const t = useT()
  const { language } = useLanguage()
  const [isOpen, setOpen] = useState(false)
  const others = (Object.keys(LANGUAGES) as Language[]).filter((one) => one !== language)
  const input = (one: Language, isFirst: boolean) => (
    <TextInput
      key={one}
      size="sm"
      label={isFirst ? label : `${label} (${LANGUAGES[one]})`}
      dir="auto"
      lang={one}
      maxLength={maxLength}
      required={isFirst && required}
      error={isFirst ? error : null}
      value={words[one] ?? ''}
      onChange={(event) => {
        const { [one]: _before, ...rest } = words
        const text = event.currentTarget.value
        onChange(text.trim() === '' ? rest : { ...rest, [one]: text })
      }}
    />
  )
  return (
    <div>
      {input(language, true)}
      {isOpen ? (
        others.map((one) => input(one, false))
      ) : (
        <Button size="compact-xs" variant="subtle" onClick={() => setOpen(true)}>
          {t('fields.other_languages')}
        </Button>
      )}
    </div>
  )
}
