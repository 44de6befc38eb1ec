// Above the list: search, filters, order, and the way to a new ticket.
import { ActionIcon, CloseButton, TextInput } from '@mantine/core'
import { IconArrowsSort, IconLayoutSidebar, IconPlus, IconSearch } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { ColumnMenu, Link, useCustomFields, useFieldWords, useMe, useSettled, useT } from '#kernel/web/index.tsx'
import { Menu } from '#ui/opening/opening.tsx'
import { Ticket, tickets } from '../../contract.ts'
import { GROUPINGS } from '../../contract/groups.ts'
import { grouped, keptOf, type Shown, SORTS } from './filters.ts'
import { FilterMenu } from './filter/filter-menu.tsx'
import { COLUMNS } from './shape/columns.ts'
import type { Looks } from './shape/use-looks.ts'
import classes from './list.module.css'

export const SEARCH_FIELD = 'ticket-search'
type Props = { shown: Shown; onShow: (shown: Shown) => void }
type HeadProps = Props & {
  looks: Looks
  asTable: boolean
  viewsHidden: boolean
  onToggleViews: () => void
  onLeaveSearch: () => void
}

export function ListHead({ shown, onShow, looks, asTable, viewsHidden, onToggleViews, onLeaveSearch }: HeadProps) {
  const t = useT()
  const me = useMe()
  const own = useCustomFields(Ticket.name)
  const { word } = useFieldWords()
  const ownSort = own.find(({ key }) => shown.sort.endsWith(`custom.${key}`))
  const order = ownSort ? word(ownSort.labels) : t(`tickets.sort.${shown.sort}`)
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
      <SearchField key={shown.view} shown={shown} onShow={onShow} onLeave={onLeaveSearch} />
      <FilterMenu shown={shown} onShow={onShow} />
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon
            data-hint={order}
            variant="subtle"
            color="gray"
            size="lg"
            data-key="sort"
            aria-label={`${t('tickets.sort')}: ${order}`}
          >
            <IconArrowsSort size={18} stroke={1.5} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {SORTS.map((sort) => (
            <Menu.Item
              key={sort}
              role="menuitemradio"
              aria-checked={sort === shown.sort}
              data-chosen={sort === shown.sort}
              onClick={() => onShow({ ...shown, sort })}
            >
              {t(`tickets.sort.${sort}`)}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Label>{t('tickets.group')}</Menu.Label>
          {([undefined, ...GROUPINGS] as const).map((group) => (
            <Menu.Item
              key={group ?? 'none'}
              role="menuitemradio"
              aria-checked={group === shown.group}
              data-chosen={group === shown.group}
              onClick={() => onShow(grouped(shown, group))}
            >
              {t(`tickets.group.${group ?? 'none'}`)}
            </Menu.Item>
          ))}
          {me.may(tickets.export.can) && (
            <>
              <Menu.Divider />
              <Menu.Item
                component={Link}
                to={`/exports?entity=${Ticket.name}&filter=${encodeURIComponent(JSON.stringify(keptOf(shown).filters))}`}
              >
                {t('action.tickets.export')}
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      <ColumnMenu
        offered={[
          ...COLUMNS.map((field) => ({ field, label: t(`ticket.${field}`) })),
          ...own.map(({ key, labels }) => ({ field: `custom.${key}`, label: word(labels) })),
        ]}
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

function SearchField({ shown, onShow, onLeave }: Props & { onLeave: () => void }) {
  const t = useT()
  const [words, setWords] = useState(shown.q)
  const settled = useSettled(words.trim(), 250)
  useEffect(() => {
    if (settled !== shown.q && settled === words.trim()) onShow({ ...shown, q: settled })
    // Only what is typed starts a search; the rest of `shown` is taken as it is at that moment.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [settled])
  const clear = () => {
    setWords('')
    onShow({ ...shown, q: '' })
  }
  return (
    <TextInput
      id={SEARCH_FIELD}
      type="search"
      className={classes['search']}
      aria-label={t('tickets.search')}
      placeholder={t('tickets.search')}
      value={words}
      onChange={(event) => setWords(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        if (words) clear()
        else onLeave()
      }}
      leftSection={<IconSearch size={16} stroke={1.5} />}
      rightSection={words ? <CloseButton size="sm" aria-label={t('tickets.clear_search')} onClick={clear} /> : null}
    />
  )
}
