// The workspace's keys: follows what the person has chosen, answers what holds on every page, shows the sheet.
import { lazy, Suspense, useEffect, useMemo, useState } from 'react'
import { openPalette, togglePalette } from '../frame/palette.tsx'
import { WholeTexts } from '../language/hooks.tsx'
import { useOtherWindows } from '../preference/use-preference.ts'
import { useAddress } from '../shell/address.ts'
import { GENERAL } from './general.ts'
import { setChosen } from './press.ts'
import { useKeys, useShortcuts } from './use-shortcuts.ts'
import { useWays } from './ways.ts'

const Sheet = lazy(() => import('./sheet.tsx'))

export function Keys() {
  const { go } = useAddress()
  const { chosen } = useKeys()
  const ways = useWays()
  const [isSheetOpen, setSheetOpen] = useState(false)
  useOtherWindows()
  useEffect(() => setChosen(chosen), [chosen])
  const goes = useMemo(() => Object.fromEntries(Object.keys(ways).map((to) => [to, () => go(to)])), [ways, go])
  useShortcuts(ways, goes, true)
  useShortcuts(GENERAL, { palette: togglePalette, search: openPalette, sheet: () => setSheetOpen(true) }, true)
  if (!isSheetOpen) return null
  return (
    <Suspense fallback={null}>
      <WholeTexts>
        <Sheet onClose={() => setSheetOpen(false)} />
      </WholeTexts>
    </Suspense>
  )
}
