// Finding records of a kind by some letters, outside of a field.
import { useCallback } from 'react'
import { usePlatform } from '../call/platform.tsx'
import { useLanguage } from '../language/hooks.tsx'

/** Answers the ids and names of records of an entity that fit the letters. */
export function useReferenceSearch() {
  const { call, references } = usePlatform()
  const { language } = useLanguage()
  return useCallback(
    async (entity: string, letters: string): Promise<{ id: string; name: string }[]> => {
      const source = references.source(entity)
      const cards = (await source?.search?.(call, letters)) ?? []
      return cards.map((card) => ({ id: card.id, name: source!.label(card, language) }))
    },
    [call, references, language],
  )
}
