// What one may always do: how the product looks and speaks, and leaving it.
import { useMantineColorScheme } from '@mantine/core'
import { IconLanguage, IconLogout, IconMoon } from '@tabler/icons-react'
import { useMemo } from 'react'
import { useLanguage } from '../../language/hooks.tsx'
import { LANGUAGES, type Language } from '../../language/languages.ts'
import { useMe } from '../../me.tsx'
import type { PaletteCommand } from '../../module.tsx'
import { useKeepLanguage } from './keep-language.ts'

const THEMES = ['light', 'dark', 'auto'] as const

export function useAlways(): readonly PaletteCommand[] {
  const { signOut } = useMe()
  const { setColorScheme } = useMantineColorScheme()
  const { language } = useLanguage()
  const keep = useKeepLanguage()
  return useMemo(
    () => [
      ...THEMES.map((theme) => ({
        id: `theme.${theme}`,
        label: 'palette.theme',
        about: `theme.${theme}`,
        icon: IconMoon,
        portal: true,
        run: () => setColorScheme(theme),
      })),
      {
        id: 'language',
        label: 'palette.language',
        icon: IconLanguage,
        portal: true,
        choices: async () =>
          (Object.keys(LANGUAGES) as Language[])
            .filter((one) => one !== language)
            .map((one) => ({ id: one, name: LANGUAGES[one], run: () => keep(one) })),
      },
      { id: 'sign_out', label: 'do.sign_out', icon: IconLogout, portal: true, run: () => void signOut() },
    ],
    [setColorScheme, language, keep, signOut],
  )
}
