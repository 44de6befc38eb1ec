// A list that people live in: views beside it, search, filters as chips, columns, choosing, changing in place.
import { CloseButton, TextInput, UnstyledButton } from '@mantine/core'
import { EmptyState } from '#ui/empty-state.tsx'
import { useMediaQuery } from '@mantine/hooks'
import { IconSearch, IconSearchOff } from '@tabler/icons-react'
import { type ReactNode, useEffect, useState } from 'react'
import type { Action, Entity, Page, Row } from '../../contract/index.ts'
import { useInfiniteAction } from '../call/hooks.ts'
import { useFormat, useT } from '../language/hooks.tsx'
import { ColumnMenu } from '../list/column-menu.tsx'
import { SelectionBar } from '../list/selection-bar.tsx'
import type { Selection } from '../list/selection.ts'
import { useSelection } from '../list/use-selection.ts'
import { useLive } from '../live/hooks.ts'
import { useSettled } from '../references/settled.ts'
import type { Editing } from '../table/editable-cell.tsx'
import { type Column, EntityTable } from '../table/entity-table.tsx'
import { FilterChip } from './filter-chip.tsx'
import { useOwnCells } from './own-cells.tsx'
import classes from './listing.module.css'
import { filtersOf, type Listing, pathOfShown, type ShownList } from './shown.ts'
import { useLooks } from './use-listing.ts'

export type EntityListProps<E extends Entity> = {
  listing: Listing
  of: E
  list: Action<any, any, Page<Row<E>>>
  /** What rows are fetched with. */
  fields: readonly string[]
  shown: ShownList
  onShow: (shown: ShownList) => void
  /** How columns look, by field; the others follow from the entity. */
  cells?: Readonly<Record<string, Omit<Column<Partial<Row<E>>>, 'field'>>>
  editing?: Editing<Partial<Row<E>>>
  /** The column of views, and the bar above a list that differs from its view. */
  views: ReactNode
  bar?: ReactNode
  /** What can be done with chosen rows, and how far that is. */
  bulk?: (chosen: { selection: Selection; count: number; clear: () => void }) => ReactNode
  strip?: ReactNode
  /** The button for a new record. */
  create?: ReactNode
  empty: ReactNode
}

// In px: a column that says nothing, and the title with the box that chooses its row.
const USUAL_WIDTH = 140
const TITLE_AT_LEAST = 260

/** Texts: `<entity>.search`, `<entity>.many`. */
export function EntityList<E extends Entity>(props: EntityListProps<E>) {
  const {
    listing,
    of,
    list: action,
    fields,
    shown,
    onShow,
    cells: given = {},
    editing,
    views,
    bar,
    bulk,
    strip,
    create,
  } = props
  const t = useT()
  const format = useFormat()
  const looks = useLooks(listing, shown, onShow)
  const cells: typeof given = { ...useOwnCells(listing), ...given }
  const asked = { ...filtersOf(listing, shown), sort: shown.sort }
  const list = useInfiniteAction(action, { ...asked, fields, limit: 50, total: true } as never)
  const { items, total } = list
  const selecting = useSelection(items as { id: string }[], asked, total)
  useLive([of.name])
  const counted = total === undefined ? '' : `${format.number(total)}${list.isTotalCapped ? '+' : ''}`
  const phone = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false }) ?? false
  const [, ...others] = looks.columns
  const least = others.reduce(
    (sum, field) => sum + (Number.parseInt(cells[field]?.width ?? '') || USUAL_WIDTH),
    TITLE_AT_LEAST,
  )
  const isAny = Object.keys(shown.filters).length > 0
  return (
    <div className={classes['frame']}>
      <div className={classes['page']}>
        <div className={classes['views']}>{views}</div>
        <section className={classes['pane']} aria-label={t(`${of.name}.many`)}>
          <div className={classes['head']}>
            <h1>{t(`${of.name}.many`)}</h1>
            <SearchField key={shown.view} name={of.name} shown={shown} onShow={onShow} />
            <ColumnMenu
              offered={listing.columns.map((field) => ({
                field,
                label: cells[field]?.words ?? t(`${of.name}.${field}`),
              }))}
              chosen={looks.columns}
              onColumns={looks.setColumns}
              density={looks.density}
              onDensity={looks.setDensity}
              onReset={looks.reset}
              withColumns
            />
            {create}
          </div>
          {bar}
          <div className={classes['chips']} role="group" aria-label={t('filters')}>
            {listing.filters.map((name) => (
              <FilterChip key={name} listing={listing} name={name} shown={shown} onShow={onShow} />
            ))}
            {isAny && (
              <UnstyledButton className={classes['clear']} onClick={() => onShow({ ...shown, filters: {} })}>
                {t('listing.reset')}
              </UnstyledButton>
            )}
            {counted && <span className={classes['total']}>{t('list.total', { number: counted })}</span>}
          </div>
          <SelectionBar selecting={selecting} total={total} totalWords={counted} loaded={items.length}>
            {selecting.selection &&
              bulk?.({ selection: selecting.selection, count: selecting.count, clear: selecting.clear })}
          </SelectionBar>
          {strip}
          <div className={classes['scroll']} aria-busy={list.isPending || list.isPrevious}>
            <div style={{ minInlineSize: phone ? 0 : least }}>
              <EntityTable
                of={of}
                list={list as never}
                columns={looks.columns.map((field) => ({ field, ...cells[field] }))}
                density={looks.density}
                sort={shown.sort}
                onSort={(sort) => listing.sorts.includes(sort) && onShow({ ...shown, sort })}
                to={(row) => pathOfShown(listing, shown, String(row['id']))}
                selecting={selecting}
                {...(editing ? { editing } : {})}
                empty={isFiltered(shown) ? <NothingFits /> : props.empty}
              />
            </div>
          </div>
        </section>
      </div>
    </div>
  )
}

const isFiltered = ({ q, filters }: ShownList) => q !== '' || Object.values(filters).some((values) => values.length > 0)

function NothingFits() {
  const t = useT()
  return (
    <EmptyState icon={<IconSearchOff size={24} stroke={1.5} />} title={t('nothing_fits')}>
      {t('nothing_fits_text')}
    </EmptyState>
  )
}

function SearchField({ name, shown, onShow }: { name: string; shown: ShownList; onShow: (shown: ShownList) => void }) {
  const t = useT()
  const [words, setWords] = useState(shown.q)
  const settled = useSettled(words.trim(), 250)
  useEffect(() => {
    if (settled !== shown.q && settled === words.trim()) onShow({ ...shown, q: settled })
    // Only what is typed starts a search; the rest of `shown` is taken as it is at that moment.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [settled])
  return (
    <TextInput
      type="search"
      className={classes['search']!}
      aria-label={t(`${name}.search`)}
      placeholder={t(`${name}.search`)}
      value={words}
      onChange={(event) => setWords(event.currentTarget.value)}
      leftSection={<IconSearch size={16} stroke={1.5} />}
      rightSection={
        words ? (
          <CloseButton
            size="sm"
            aria-label={t('listing.clear_search')}
            onClick={() => {
              setWords('')
              onShow({ ...shown, q: '' })
            }}
          />
        ) : null
      }
    />
  )
}
