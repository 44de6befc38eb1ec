// One's own choice among those that a module offers.
import { useQueryClient } from '@tanstack/react-query'
import type { Preference } from '#kernel/contract/index.ts'
import { keyOf, useAction, useCommand } from '#kernel/web/index.tsx'
import { preferences } from '#modules/platform/identity/contract.ts'

/** The value in force, whether somebody chose it, and how to choose. */
export function usePreference<T>({ key, schema, otherwise }: Preference<T>) {
  const cache = useQueryClient()
  const { data } = useAction(preferences.mine, {})
  const { run } = useCommand(preferences.choose, {
    onDone: (all) => cache.setQueryData(keyOf(preferences.mine, {}), all),
  })
  const chosen = schema.safeParse(data?.[key])
  return {
    value: chosen.success ? chosen.data : otherwise,
    choose: (value: T) => void run({ key, value }),
  }
}
