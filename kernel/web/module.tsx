// What a module brings to the web interface, and where the shell finds it.
import {
  createContext,
  lazy,
  Suspense,
  useCallback,
  useContext,
  type ComponentType,
  type LazyExoticComponent,
} from 'react'
import type { Standing } from '#ui/avatar.tsx'
import type { Action, Call, Slot } from '../contract/index.ts'
import type { Shortcut } from './keys/shortcut.ts'
import type { OfflineShare } from './offline/offline.ts'
import type { Language } from './language/languages.ts'
import { useMe } from './me.tsx'

export type Icon = ComponentType<{ size?: number | string; stroke?: number | string; className?: string }>

type Loader<P> = () => Promise<{ default: ComponentType<P> }>

/**
 * A page at a path (`/things/$id`), for those who hold the permission `can`.
 * A page for anyone stands by itself, without a frame and without anybody signed in: links in mails lead there.
 * `portal` pages are drawn in the customers' frame; `bare` pages fill the content area without margins of their own.
 * `first` pages are what people land on: they do not wait for texts beyond those of a first visit (app/web-build).
 */
export type Page = {
  path: string
  can: string
  view: LazyExoticComponent<ComponentType>
  load: Loader<object>
  portal: boolean
  bare: boolean
  first: boolean
}

/** A way to a page; `label` is a text key. `settings` entries stand behind the gear and are found by `keywords` (a text key). */
export type MenuEntry = {
  to: string
  label: string
  icon: Icon
  order: number
  can: string
  area?: 'main' | 'settings' | 'portal'
  keywords?: string
  exact?: boolean
  /** The key that leads there after `g`, by its place: `KeyT`. */
  key?: string
}

export type PaletteTools = { navigate: (to: string) => void; call: Call }
/** One of several things to choose from, with its name as it is. */
export type PaletteChoice = { id: string; name: string; run: () => void }
/**
 * Something the palette can do; `label` is a text key, and `about` the text key of what goes into its `{{about}}`; `said` stands
 * behind the label as it is: an organisation's own words have no key. With `choices` it asks on: they may be found by what is
 * typed. What has a key of its own is better declared as a shortcut.
 */
export type PaletteCommand = {
  id: string
  label: string
  about?: string
  said?: string
  icon?: Icon
  can?: string
  portal?: boolean
} & (
  | { run: (tools: PaletteTools) => void; choices?: never }
  | { choices: (typed: string, tools: PaletteTools) => Promise<readonly PaletteChoice[]>; run?: never }
)

/** What is shown of a record that another record points at. */
export type Card = { id: string } & Record<string, unknown>
/** `words` is a text key and what fills it. */
export type KnownFace = {
  picture: readonly [Action, Record<string, unknown>] | null
  standing: { is: Standing; words: string; note: string | null } | null
}
/** How an entity's names are found: `load` answers cards for ids (at most 100 at once), `search` those that fit some letters. Of parts,
 * only those of the record `within` are searched. */
export type ReferenceSource = {
  load: (call: Call, ids: string[]) => Promise<readonly Card[]>
  search?: (call: Call, text: string, within?: string) => Promise<readonly Card[]>
  label: (card: Card, language: Language) => string
  /** A second line under the name in pickers. */
  detail?: (card: Card, language: Language) => string | null
  /** What must be known of it wherever it is named, as a text key: that it is gone, that it is closed. */
  note?: (card: Card) => string | null
  /** Shown with a face. */
  person?: boolean
  /** The face of a person: a query that answers its bytes (null = initials), and how they stand now. */
  face?: (card: Card, now: number) => KnownFace
  /** Where the record's own page is. */
  to?: (card: Card) => string
}

/** A record that was found: its name and a line of it, with the ranges of the words that were looked for. */
export type FoundRecord = {
  entity: string
  id: string
  title: string
  marks: readonly (readonly [number, number])[]
  snippet: { text: string; marks: readonly (readonly [number, number])[] }
}
/** The one search over all records, for the shell. */
export type Finder = {
  /** The first records of some kinds that fit what is typed, best first, and what it was taken to mean. */
  find: (
    call: Call,
    typed: string,
    kinds: readonly string[],
  ) => Promise<{ items: readonly FoundRecord[]; meant: string | null }>
  /** The page with all of them. */
  page: (typed: string) => string
}
/** How a kind of record stands among what was found; `many` is a text key. */
export type FoundKind = {
  icon: Icon
  many: string
  /** Who may find it at all. */
  can: string
  /** Customers have a page for it. */
  portal?: boolean
  to: (record: { id: string; title: string }, portal: boolean) => string
}

/** `can`: what it takes to use it, for pages that offer a way to it (`useFilled`). */
export type Fill<P = any> = {
  slot: Slot<P>
  view: LazyExoticComponent<ComponentType<P>>
  load: Loader<P>
  can?: string
}

export type WebModule = {
  name: string
  /** The component it belongs to; the one of its own name when absent. */
  component?: string
  pages: readonly Page[]
  menu: readonly MenuEntry[]
  fills: readonly Fill[]
  references: Readonly<Record<string, ReferenceSource>>
  commands: readonly PaletteCommand[]
  /** What its pages can do by key; people find it here to change the keys. */
  shortcuts: readonly Shortcut[]
  finder?: Finder
  found: Readonly<Record<string, FoundKind>>
  /** What of it stays readable and writable without a connection. */
  offline?: OfflineShare
  /** Catalogues by language, loaded when the language is used. */
  text: Partial<Record<Language, () => Promise<unknown>>>
}

export const webModule = (module: { name: string } & Partial<WebModule>): WebModule => ({
  pages: [],
  menu: [],
  fills: [],
  references: {},
  commands: [],
  shortcuts: [],
  found: {},
  text: {},
  ...module,
})

export const page = (
  path: string,
  can: string,
  load: Loader<object>,
  options: { portal?: boolean; bare?: boolean; first?: boolean } = {},
): Page => ({
  path,
  can,
  load,
  view: lazy(load),
  portal: options.portal ?? false,
  bare: options.bare ?? false,
  first: options.first ?? false,
})

/** An entry behind the gear; `<label>_keywords` is what it is found by. */
export const settingsEntry = (entry: Omit<MenuEntry, 'area' | 'keywords'>): MenuEntry => ({
  ...entry,
  area: 'settings',
  keywords: `${entry.label}_keywords`,
})

export const fill = <P extends object>(slot: Slot<P>, load: Loader<P>, options: { can?: string } = {}): Fill<P> => ({
  slot,
  view: lazy(load),
  load,
  ...options,
})

/** The modules without those whose component is off. */
export const modulesOn = (modules: readonly WebModule[], off: readonly string[]): readonly WebModule[] =>
  off.length === 0 ? modules : modules.filter(({ name, component = name }) => !off.includes(component))

const Modules = createContext<readonly WebModule[]>([])
export const ModulesProvider = Modules.Provider
export const useModules = () => useContext(Modules)

/** What fetches the code that modules put into some slots, before it is drawn. */
export function useFillsOf(...slots: readonly Slot<any>[]): () => Promise<unknown> {
  const modules = useModules()
  const names = slots.map(({ name }) => name).join(' ')
  return useCallback(() => {
    const wanted = names.split(' ')
    const fills = modules.flatMap((module) => module.fills).filter(({ slot }) => wanted.includes(slot.name))
    return Promise.all(fills.map(({ load }) => load()))
  }, [modules, names])
}

/** Whether a module puts something into a slot that the person at the screen may use. */
export function useFilled(of: Slot<any>): boolean {
  const { may } = useMe()
  return useModules().some(({ fills }) => fills.some(({ slot, can }) => slot.name === of.name && (!can || may(can))))
}

/** Draws everything that modules put into a slot, in the order of the list of modules. */
export function SlotOutlet<P extends object>({ of, ...props }: { of: Slot<P> } & P) {
  const fills = useModules()
    .flatMap((module) => module.fills)
    .filter(({ slot }) => slot.name === of.name)
  return (
    <>
      {fills.map(({ view: View }, index) => (
        <Suspense key={index} fallback={null}>
          <View {...props} />
        </Suspense>
      ))}
    </>
  )
}
