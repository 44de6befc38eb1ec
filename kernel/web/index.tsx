// Everything a module's pages are built from.
export {
  fill,
  page,
  settingsEntry,
  SlotOutlet,
  useFilled,
  useFillsOf,
  webModule,
  type Card,
  type KnownFace,
  type Finder,
  type FoundKind,
  type Icon,
  type MenuEntry,
  type PaletteCommand,
  type ReferenceSource,
  type WebModule,
} from './module.tsx'

export { useCall, usePlatform } from './call/platform.tsx'
export { RemoteProblem } from './call/remote-problem.ts'
export {
  keyOf,
  useAction,
  useCommand,
  useInfiniteAction,
  type ActionOptions,
  type Command,
  type CommandOptions,
  type InfiniteAnswer,
} from './call/hooks.ts'
export { newKey } from './call/client.ts'
export { useWaiting } from './offline/hooks.ts'
export type { OfflineShare } from './offline/offline.ts'
export type { Waiting } from './offline/outbox.ts'
export { useDownload, useFileUrl } from './call/files.ts'
export { useUpload, type UploadOptions } from './call/upload.ts'

export { useLive, useLiveStatus, usePresence, usePresenceOf, type Presence } from './live/hooks.ts'
export { fits } from './live/list-rule.ts'
export { useCounting, type CountingProps } from './live/use-counting.ts'
export type { Counted, CountedSet, Figure } from './live/counting.ts'
export type { Attendant, Attention, LiveEvent } from './live/client.ts'

export { useMe, useSignOut, type Me } from './me.tsx'
export {
  Time,
  useFormat,
  useHasText,
  useLanguage,
  useNow,
  useT,
  useWholeTexts,
  WholeTexts,
  type Translate,
} from './language/hooks.tsx'
export type { Format } from './language/format.ts'
export { useCalendarWords } from './language/calendar.ts'
export { LANGUAGES, type Language } from './language/languages.ts'

export { CardFace, Face, useFace } from './references/face.tsx'
export { StandingMark } from './references/standing.tsx'
export { Reference } from './references/reference.tsx'
export { referenceKey } from './references/known.ts'
export { useReference, useReferences } from './references/use-reference.ts'
export { ReferencePicker, type ReferencePickerProps } from './references/picker.tsx'
export { ReferencesPicker } from './references/several.tsx'
export { useReferenceSearch } from './references/search.ts'
export { useSettled } from './references/settled.ts'

export { EntityTable, type Column, type EntityTableProps } from './table/entity-table.tsx'
export type { RowLook, TableHandle } from './table/entity-table.tsx'
export { ColumnMenu } from './list/column-menu.tsx'
export { DENSITIES, type Density, ROW_HEIGHT } from './list/density.ts'
export { NewerPill } from './list/newer-pill.tsx'
export { SelectionBar } from './list/selection-bar.tsx'
export { useRowEditing } from './list/use-row-editing.ts'
export { useKeptChoice } from './list/use-kept-choice.ts'
export { useSelection, type Selecting } from './list/use-selection.ts'
export type { Selection } from './list/selection.ts'
export { Control } from './form/control.tsx'
export { EntityForm, type EntityFormProps, type FieldControl } from './form/entity-form.tsx'
export { PlacedWords } from './form/placed-words.tsx'
export { useRefusalWords } from './form/refusal-words.ts'
export { ProblemAlert, useTold } from './problem/problem-alert.tsx'

export { useAddress, type Address } from './shell/address.ts'
export { Entry, EntryFoot, EntryForm } from './shell/entry.tsx'
export { Link, RowLink } from './shell/link.tsx'
export { PRIVATE } from './shell/private-store.ts'
export { toast } from './shell/toast.ts'

export { foundIn } from './found/found-in.ts'
export { Marked } from './found/marked.tsx'
export { rememberSearch } from './found/recent.ts'
export { useFoundKinds } from './found/use-found.ts'
export { useInPortal } from './frame/menu.ts'

export { ConditionBuilder } from './conditions/condition-builder.tsx'
export { ConditionWords } from './conditions/condition-words.tsx'
export { CustomFields, FieldsForm, withValue } from './custom/custom-fields.tsx'
export { useCustomChange } from './custom/change-words.ts'
export { FieldControl as CustomFieldControl } from './custom/field-control.tsx'
export { FieldValue } from './custom/field-value.tsx'
export { useCustomFields, useFieldWords } from './custom/use-fields.ts'
export { LaneMenu } from './lanes/lane-menu.tsx'
export { useEmptyLanes, useLaneField, useLaneWords, type LaneWords } from './lanes/use-lane-words.ts'
export { EntityList, type EntityListProps } from './listing/entity-list.tsx'
export { ListFrame } from './listing/list-frame.tsx'
export { namesOwn, useListing, useLooks, useOwnListing, useViewingOf, type Looks } from './listing/use-listing.ts'
export { useSavedView } from './listing/use-saved-view.ts'
export type { Listing, SavedList, ShownList } from './listing/shown.ts'
export { withOwnFields } from './listing/fields.ts'
export { useOwnCells } from './listing/own-cells.tsx'
export { FilterChips } from './listing/filter/filter-chips.tsx'
export { FilterMenu } from './listing/filter/filter-menu.tsx'
export { OrderMenu } from './listing/head/order-menu.tsx'
export { ListSearch } from './listing/head/search-field.tsx'
export { isNarrowed, pathOfShown, pathsOfShown, readShown, resetShown } from './listing/address.ts'
export { filtersOf, sorted, withFilter } from './listing/shown.ts'
export { recordAside, recordTools } from './record/aside.ts'
export { AsideHead } from './record/aside-head.tsx'
export { OpenRecord } from './record/open-record.tsx'
export { RecordPanes } from './record/record-panes.tsx'
export { Properties } from './record/properties.tsx'
export { RemoveRecord } from './record/remove-record.tsx'
export { useNeighbours } from './record/use-neighbours.ts'

export { type Run, RunList, RunStrip } from './runs/run-line.tsx'
export { AfterPaint, useAfterPaint } from './page/after-paint.tsx'
export { EntityPage, type EntityPageProps } from './page/entity-page.tsx'
export { Confirm } from './page/confirm.tsx'
export { RecordPage, type RecordPageProps } from './page/record-page.tsx'
export { SideDrawer, type SideDrawerProps } from './page/side-drawer.tsx'
export { RowsSkeleton } from './frame/skeleton.tsx'
export { frameTools, ownMenu, type FrameTool } from './frame/menu.ts'
export { useCommands } from './frame/palette.tsx'
export { GENERAL as GENERAL_KEYS, KEYS_PAGE, keysPage } from './keys/general.ts'
export { shortcuts, type Shortcut } from './keys/shortcut.ts'
export { useKeys, useShortcuts } from './keys/use-shortcuts.ts'
export { usePreference } from './preference/use-preference.ts'
export { LanguageSwitch, ThemeSwitch } from './frame/person-menu.tsx'
