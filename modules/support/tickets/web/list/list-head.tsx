// Above the list: search, filters, order, and the way to a new ticket.
import { ActionIcon } from '@mantine/core'
import { IconLayoutSidebar, IconPlus } from '@tabler/icons-react'
import {
  ColumnMenu,
  FilterMenu,
  Link,
  type Listing,
  ListSearch,
  type Looks,
  OrderMenu,
  type ShownList,
  useMe,
  useOwnCells,
  useT,
} from '#kernel/web/index.tsx'
import { Menu } from '#ui/opening/opening.tsx'
import { Ticket, tickets } from '../../contract.ts'
import { askOf } from './listing.ts'
import classes from './list.module.css'

export const SEARCH_FIELD = 'ticket-search'
type Props = {
  listing: Listing
  shown: ShownList
  onShow: (shown: ShownList) => void
  looks: Looks
  asTable: boolean
  viewsHidden: boolean
  onToggleViews: () => void
  onLeaveSearch: () => void
}

export function ListHead(props: Props) {
  const { listing, shown, onShow, looks, asTable, viewsHidden, onToggleViews, onLeaveSearch } = props
  const t = useT()
  const me = useMe()
  const own = useOwnCells(listing)
  const narrowing = { listing, shown, onShow }
  const { sort: _sort, ...exported } = askOf(listing, shown)
  const views = t(viewsHidden ? 'tickets.show_views' : 'tickets.hide_views')
  return (
    <div className={classes['head']}>
      <ActionIcon
        data-hint={views}
        variant="subtle"
        color="gray"
        size="lg"
        className={classes['toViews']!}
        aria-label={views}
        aria-pressed={viewsHidden}
        onClick={onToggleViews}
      >
        <IconLayoutSidebar size={18} stroke={1.5} className="wn-mirrors" />
      </ActionIcon>
      <ListSearch
        key={shown.view}
        id={SEARCH_FIELD}
        label="tickets.search"
        shown={shown}
        onShow={onShow}
        onLeave={onLeaveSearch}
      />
      <FilterMenu {...narrowing} />
      <OrderMenu {...narrowing}>
        {me.may(tickets.export.can) && (
          <>
            <Menu.Divider />
            <Menu.Item
              component={Link}
              to={`/exports?entity=${Ticket.name}&filter=${encodeURIComponent(JSON.stringify(exported))}`}
            >
              {t('action.tickets.export')}
            </Menu.Item>
          </>
        )}
      </OrderMenu>
      <ColumnMenu
        offered={listing.columns.map((field) => ({ field, label: own[field]?.words ?? t(`ticket.${field}`) }))}
        chosen={looks.columns}
        onColumns={looks.setColumns}
        density={looks.density}
        onDensity={looks.setDensity}
        onReset={looks.reset}
        withColumns={asTable}
      />
      {me.may(tickets.create.can) && (
        <ActionIcon
          data-hint={t('tickets.create')}
          component={Link}
          to="/tickets/new"
          variant="filled"
          color="accent"
          className={classes['create']}
          size="lg"
          aria-label={t('tickets.create')}
        >
          <IconPlus size={18} stroke={2} />
        </ActionIcon>
      )}
    </div>
  )
}
