// The fields that an organisation added to a kind of record, as the person at the screen has them.
import { useMemo } from 'react'
import { customFields, type FieldRead, type FieldWords } from '../../contract/index.ts'
import { useAction } from '../call/hooks.ts'
import { useLanguage } from '../language/hooks.tsx'
import type { Language } from '../language/languages.ts'
import { useLive } from '../live/hooks.ts'

const CHANNELS = ['custom_field']

/** Words in the reader's language, else in the first that there are. */
export const wordIn = (words: FieldWords, language: Language): string =>
  words[language] ?? Object.values(words).find(Boolean) ?? ''

/** The fields of a kind of record in their order; none until they are known. They follow what an administrator changes. */
export function useCustomFields(entity: string): readonly FieldRead[] {
  const { data } = useAction(customFields.list, { entity }, { staleMs: 300_000 })
  useLive(CHANNELS)
  return useMemo(() => (data?.items ?? []) as unknown as FieldRead[], [data])
}

/** Names of fields and options in the reader's language. */
export function useFieldWords() {
  const { language } = useLanguage()
  return {
    word: (words: FieldWords) => wordIn(words, language),
    optionOf: (field: Pick<FieldRead, 'options'>, key: string) => {
      const option = field.options.find((one) => one.key === key)
      return option ? wordIn(option.labels, language) : key
    },
  }
}
