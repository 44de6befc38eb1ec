// What the palette offers: records that were found, pages and commands by their names, earlier searches.
import { IconBolt, IconHistory, IconSearch, IconSettings } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useMemo, useState } from 'react'
import { useCall } from '../../call/platform.tsx'
import { Marked } from '../../found/marked.tsx'
import { recentSearches } from '../../found/recent.ts'
import { useFinder, useFound, useFoundKinds } from '../../found/use-found.ts'
import { GENERAL } from '../../keys/general.ts'
import { useWays } from '../../keys/ways.ts'
import { inForce } from '../../keys/press.ts'
import { keysOf } from '../../keys/shortcut.ts'
import { useKeys } from '../../keys/use-shortcuts.ts'
import { useT } from '../../language/hooks.tsx'
import { useMe } from '../../me.tsx'
import { type Icon, type PaletteCommand, useModules } from '../../module.tsx'
import { useSettled } from '../../references/settled.ts'
import { useAddress } from '../../shell/address.ts'
import { useInPortal, useMenu } from '../menu.ts'
import { useAlways } from './always.ts'
import { pageCommands } from '../palette.tsx'
import { fitsWords } from '../words.ts'

export type Item = {
  id: string
  label: ReactNode
  /** A second line. */
  line?: ReactNode
  hint?: string
  words: string
  icon: Icon
  keys?: readonly string[]
  /** Choosing it says that the words were worth keeping. */
  remember?: boolean
  /** The palette stays open. */
  stays?: boolean
  run: () => void
}
/** A command that asks on, and what it asks. */
export type Asking = { label: string; choices: NonNullable<PaletteCommand['choices']> }
export type Group = { label: string; items: readonly Item[] }

/** Groups in the order in which they are shown. */
export function usePaletteItems(
  typed: string,
  setTyped: (words: string) => void,
  ask: (asking: Asking) => void,
): { groups: Group[]; meant: string | null; isComing: boolean } {
  const t = useT()
  const { user } = useMe()
  const { items: records, meant, isComing } = useFound(typed)
  const found = useRecordGroups(records)
  const all = useAllResults(typed, records.length > 0)
  const doing = useDoing(ask).filter((item) => fitsWords(item.words, typed))
  const [recent] = useState(() => recentSearches(user.id))
  const before: Item[] = recent.map((words) => ({
    id: `recent ${words}`,
    label: words,
    words,
    icon: IconHistory,
    stays: true,
    run: () => setTyped(words),
  }))
  const groups = [
    ...(typed === '' && before.length > 0 ? [{ label: t('palette.recent'), items: before }] : []),
    ...found,
    ...(all.length > 0 ? [{ label: t('do.search'), items: all }] : []),
    ...(doing.length > 0 ? [{ label: t('palette.doing'), items: doing }] : []),
  ]
  return { groups, meant, isComing }
}

function useRecordGroups(records: ReturnType<typeof useFound>['items']): Group[] {
  const t = useT()
  const kinds = useFoundKinds()
  const portal = useInPortal()
  const { go } = useAddress()
  const names = [...new Set(records.map(({ entity }) => entity))].filter((name) => kinds[name])
  return names.map((name) => {
    const kind = kinds[name]!
    return {
      label: t(kind.many),
      items: records
        .filter(({ entity }) => entity === name)
        .map((record): Item => ({
          id: record.id,
          label: <Marked text={record.title} marks={record.marks} />,
          ...(record.snippet.text ? { line: <Marked text={record.snippet.text} marks={record.snippet.marks} /> } : {}),
          words: record.title,
          icon: kind.icon,
          remember: true,
          run: () => go(kind.to(record, portal)),
        })),
    }
  })
}

function useAllResults(typed: string, isShown: boolean): Item[] {
  const t = useT()
  const finder = useFinder()
  const { go } = useAddress()
  if (!finder || !isShown) return []
  const words = typed.trim()
  return [
    {
      id: 'all results',
      label: t('palette.all', { q: words }),
      words,
      icon: IconSearch,
      remember: true,
      run: () => go(finder.page(words)),
    },
  ]
}

function useDoing(ask: (asking: Asking) => void): Item[] {
  const t = useT()
  const call = useCall()
  const { may } = useMe()
  const { go } = useAddress()
  const portal = useInPortal()
  const entries = useMenu()
  const settings = useMenu('settings')
  const modules = useModules()
  const ways = useWays()
  const { chosen } = useKeys()
  const always = useAlways()
  return useMemo(() => {
    const commands = [...pageCommands(), ...always, ...modules.flatMap((module) => module.commands)]
    const entryItem = (to: string, label: string, icon: Icon, hint: string, keywords = ''): Item => ({
      id: to,
      label: t(label),
      hint: t(hint),
      words: `${t(label)} ${keywords && t(keywords)}`,
      icon,
      keys: ways[to] ? keysOf(ways[to], chosen) : [],
      run: () => go(to),
    })
    // The ways to pages stand among the pages, and fixed keys belong to what has the focus.
    const byKey = inForce().filter(
      ({ shortcut }) => !shortcut.fixed && shortcut !== GENERAL.palette && !ways[shortcut.id.slice(2)],
    )
    return [
      ...byKey.map(({ shortcut, run }): Item => ({
        id: shortcut.id,
        label: t(shortcut.label),
        words: t(shortcut.label),
        hint: t(shortcut.group),
        icon: IconBolt,
        keys: keysOf(shortcut, chosen),
        run,
      })),
      ...commands
        .filter((command) => byKey.every(({ shortcut }) => shortcut.id !== command.id))
        .filter((command) => (!command.can || may(command.can)) && (!portal || command.portal))
        .map((command): Item => {
          const { id, label, about, said, icon = IconBolt, choices } = command
          const named = t(label, about ? { about: t(about) } : {})
          const name = said === undefined ? named : `${named}: ${said}`
          const run = choices ? () => ask({ label: name, choices }) : () => command.run({ navigate: go, call })
          return { id, label: name, words: name, icon, run, ...(choices ? { stays: true } : {}) }
        }),
      ...entries.map(({ to, label, icon, keywords }) => entryItem(to, label, icon, 'palette.go', keywords)),
      ...settings.map(({ to, label, icon, keywords }) => entryItem(to, label, icon, 'menu.settings', keywords)),
      ...(settings.length > 0 ? [entryItem('/settings', 'menu.settings', IconSettings, 'palette.go')] : []),
    ]
  }, [t, call, may, go, portal, entries, settings, modules, ways, chosen, always, ask])
}

/** What an asking command offers for what is typed. */
export function useChoices(asking: Asking | null, typed: string): { items: Item[]; isComing: boolean } {
  const call = useCall()
  const { go } = useAddress()
  const letters = useSettled(typed.trim(), 150)
  const { data, isFetching } = useQuery({
    queryKey: ['palette.choices', asking?.label, letters],
    queryFn: () => asking!.choices(letters, { navigate: go, call }),
    enabled: asking !== null,
    staleTime: 0,
  })
  const items = (data ?? [])
    .map(({ id, name, run }): Item => ({ id, label: name, words: name, icon: IconBolt, run }))
    .filter((item) => fitsWords(item.words, typed))
  return { items, isComing: isFetching }
}
