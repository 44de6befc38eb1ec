// A list that people live in: views beside it, search, filters as chips, columns, choosing, changing in place.
import { EmptyState } from '#ui/empty-state.tsx'
import { useMediaQuery } from '@mantine/hooks'
import { IconSearchOff } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { Action, Entity, Page, Row } from '../../contract/index.ts'
import { useInfiniteAction } from '../call/hooks.ts'
import { useFormat, useT } from '../language/hooks.tsx'
import { ColumnMenu } from '../list/column-menu.tsx'
import { SelectionBar } from '../list/selection-bar.tsx'
import type { Selection } from '../list/selection.ts'
import { useSelection } from '../list/use-selection.ts'
import { useLive } from '../live/hooks.ts'
import type { Editing } from '../table/editable-cell.tsx'
import { type Column, EntityTable } from '../table/entity-table.tsx'
import { useOwnCells } from './own-cells.tsx'
import { ListFrame } from './list-frame.tsx'
import classes from './listing.module.css'
import { pathOfShown } from './address.ts'
import { OrderMenu } from './head/order-menu.tsx'
import { filtersOf, type Listing, type ShownList, sorted } from './shown.ts'
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
  const list = useInfiniteAction(action, { ...asked, fields, limit: 50, total: true })
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
  return (
    <ListFrame
      {...{ listing, shown, onShow, views, bar, counted }}
      head={
        <>
          <OrderMenu listing={listing} shown={shown} onShow={onShow} />
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
        </>
      }
    >
      <SelectionBar selecting={selecting} total={total} totalWords={counted} loaded={items.length}>
        {selecting.selection &&
          bulk?.({ selection: selecting.selection, count: selecting.count, clear: selecting.clear })}
      </SelectionBar>
      {strip}
      <div className={classes['scroll']} aria-busy={list.isPending || list.isPrevious}>
        <div style={{ minInlineSize: phone ? 0 : least }}>
          <EntityTable
            of={of}
            list={list}
            columns={looks.columns.map((field) => ({ field, ...cells[field] }))}
            density={looks.density}
            sort={shown.sort}
            onSort={(sort) => listing.sorts.includes(sort) && onShow(sorted(shown, sort))}
            to={(row) => pathOfShown(listing, shown, String(row['id']))}
            selecting={selecting}
            {...(editing ? { editing } : {})}
            empty={isFiltered(shown) ? <NothingFits /> : props.empty}
          />
        </div>
      </div>
    </ListFrame>
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
