// The language in force, here at once and in the profile when there is one.
import { createContext, useCallback, useContext } from 'react'
import { useCall } from '../../call/platform.tsx'
import { useLanguage } from '../../language/hooks.tsx'
import type { Language } from '../../language/languages.ts'
import type { FrameOptions } from '../person-menu.tsx'

const Keeping = createContext<FrameOptions['keepLanguage'] | undefined>(undefined)
export const KeepLanguage = Keeping.Provider

export function useKeepLanguage(): (language: Language) => void {
  const call = useCall()
  const { setLanguage } = useLanguage()
  const keep = useContext(Keeping)
  return useCallback(
    (language) => {
      void setLanguage(language)
      // The choice holds on this device even when the profile cannot be reached.
      if (keep) void call(keep, { language }).catch(() => undefined)
    },
    [call, keep, setLanguage],
  )
}
