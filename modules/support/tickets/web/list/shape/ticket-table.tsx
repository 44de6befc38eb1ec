// Tickets in columns, where there is room.
import { useMemo } from 'react'
import {
  type Column,
  EntityTable,
  type InfiniteAnswer,
  type Listing,
  type Looks,
  Reference,
  type Selecting,
  type ShownList,
  sorted,
  type TableHandle,
  Time,
  useOwnCells,
  useT,
} from '#kernel/web/index.tsx'
import { Ticket } from '../../../contract.ts'
import { ChannelIcon } from '../../marks/channel-icon.tsx'
import { PriorityWord } from '../../marks/priority.tsx'
import { SnoozedMark } from '../../marks/snoozed.tsx'
import { HUES, StatusWord } from '../../marks/status.tsx'
import { HereMark } from '../here-mark.tsx'
import type { Attendant } from '../here.ts'
import classes from '../list.module.css'
import { awaitsAnswer, type TicketRow } from './row.tsx'
import type { Seen } from './use-seen.ts'
import type { ListGroups } from './use-groups.tsx'
import { useTicketEditing } from './use-ticket-editing.tsx'

type Props = {
  list: InfiniteAnswer<TicketRow>
  listing: Listing
  shown: ShownList
  onShow: (shown: ShownList) => void
  pathTo: (id: string) => string
  looks: Looks
  selecting: Selecting
  seen: Seen
  present: ReadonlyMap<string, readonly Attendant[]>
  handle: React.RefObject<TableHandle | null>
  groups: ListGroups | undefined
}
type Line = Partial<TicketRow>

/** In px; the subject takes what is left. */
const WIDTHS: Readonly<Record<string, number>> = {
  number: 80,
  status: 160,
  priority: 116,
  type: 120,
  escalation_level: 90,
  channel: 80,
  last_reply_at: 136,
  last_reply_by: 112,
  created_at: 136,
  updated_at: 136,
  resolved_at: 136,
  closed_at: 136,
  comment_count: 90,
  snoozed_until: 132,
}
const USUAL_WIDTH = 132
/** What is left of a screen of 1280 beside the usual columns. */
const SUBJECT_AT_LEAST = 180
const CHOOSE = 36

const widthOf = (name: string) => WIDTHS[name] ?? USUAL_WIDTH

const CELLS: Readonly<Record<string, (row: Line) => React.ReactNode>> = {
  number: ({ number }) => <Number of={number!} />,
  requester: ({ requester }) => <Reference entity="user" id={requester} plain />,
  status: ({ status }) => <StatusWord status={status!} />,
  priority: ({ priority }) => <PriorityWord priority={priority!} />,
  channel: ({ channel }) => <ChannelIcon channel={channel!} size={16} />,
  last_reply_at: ({ last_reply_at: at }) => <Time at={at!} short />,
}

function Number({ of }: { of: number }) {
  const t = useT()
  return <bdi className="wn-figures">{t('tickets.number', { number: of })}</bdi>
}

export function TicketTable(props: Props) {
  const { list, listing, shown, onShow, pathTo, looks, selecting, seen, present, handle, groups } = props
  const editing = useTicketEditing()
  const { columns: names, density } = looks
  const own = useOwnCells(listing)
  const columns = useMemo(
    () =>
      names.map((field): Column<Line> => {
        if (field === 'title')
          return { field, cell: (row) => <Subject ticket={row as TicketRow} people={present.get(row.id!)} /> }
        const cell = CELLS[field]
        return { field, width: `${widthOf(field)}px`, ...own[field], ...(cell ? { cell } : {}) }
      }),
    // oxlint-disable-next-line react/exhaustive-deps -- the array of the same names is made anew each time
    [names.join(), present, own],
  )
  const least = names.reduce((sum, name) => sum + (name === 'title' ? SUBJECT_AT_LEAST : widthOf(name)), CHOOSE)
  return (
    <div style={{ minInlineSize: least }}>
      <EntityTable
        of={Ticket}
        list={list}
        columns={columns}
        density={density}
        sort={shown.sort}
        onSort={(sort) => listing.sorts.includes(sort) && onShow(sorted(shown, sort))}
        to={({ id }) => pathTo(id!)}
        selecting={selecting}
        editing={editing}
        look={(row) => ({
          name: row.title!,
          bar: HUES[row.status!],
          strong: seen.isUnread(row.id!),
          visited: seen.isVisited(row.id!),
        })}
        groups={groups}
        handle={handle}
      />
    </div>
  )
}

function Subject({ ticket, people }: { ticket: TicketRow; people: readonly Attendant[] | undefined }) {
  const t = useT()
  return (
    <span className={classes['subject']}>
      <ChannelIcon channel={ticket.channel} />
      {people && <HereMark people={people} />}
      {awaitsAnswer(ticket) && <span className="wn-hidden">{t('tickets.customer_waits')}. </span>}
      <bdi>{ticket.title}</bdi>
      <SnoozedMark ticket={ticket} short />
      <span className={classes['beginning']} dir="auto">
        {ticket.preview}
      </span>
    </span>
  )
}
