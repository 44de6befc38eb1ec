// Tickets in columns, where there is room.
import { useMemo } from 'react'
import {
  type Column,
  EntityTable,
  FieldValue,
  type InfiniteAnswer,
  Reference,
  type Selecting,
  sortsByOwn,
  type TableHandle,
  Time,
  useCustomFields,
  useFieldWords,
  useT,
} from '#kernel/web/index.tsx'
import { Ticket } from '../../../contract.ts'
import { ChannelIcon } from '../../marks/channel-icon.tsx'
import { PriorityWord } from '../../marks/priority.tsx'
import { SnoozedMark } from '../../marks/snoozed.tsx'
import { HUES, StatusWord } from '../../marks/status.tsx'
import { deskPaths, isSort, type Shown } from '../filters.ts'
import { HereMark } from '../here-mark.tsx'
import type { Attendant } from '../here.ts'
import classes from '../list.module.css'
import { type ColumnName, isOwnColumn, type OwnColumn } from './columns.ts'
import { awaitsAnswer, type TicketRow } from './row.tsx'
import type { Looks } from './use-looks.ts'
import type { Seen } from './use-seen.ts'
import type { ListGroups } from './use-groups.tsx'
import { useTicketEditing } from './use-ticket-editing.tsx'

type Props = {
  list: InfiniteAnswer<TicketRow>
  shown: Shown
  onShow: (shown: Shown) => void
  looks: Looks
  selecting: Selecting
  seen: Seen
  present: ReadonlyMap<string, readonly Attendant[]>
  handle: React.RefObject<TableHandle | null>
  groups: ListGroups | undefined
}
type Line = Partial<TicketRow>

/** In px; the subject takes what is left. */
const WIDTHS: Record<Exclude<ColumnName, 'title' | OwnColumn>, number> = {
  number: 80,
  requester: 140,
  status: 152,
  priority: 116,
  assignee: 140,
  team: 140,
  department: 140,
  category: 140,
  type: 120,
  erp_modules: 140,
  escalation_level: 90,
  tags: 140,
  channel: 80,
  last_reply_at: 112,
  last_reply_by: 112,
  created_at: 112,
  updated_at: 112,
  resolved_at: 112,
  closed_at: 112,
  comment_count: 90,
  snoozed_until: 132,
}
const OWN_WIDTH = 140
const SUBJECT_AT_LEAST = 260
const CHOOSE = 36

const widthOf = (name: Exclude<ColumnName, 'title'>) => (isOwnColumn(name) ? OWN_WIDTH : WIDTHS[name])

const CELLS: Partial<Record<ColumnName, (row: Line) => React.ReactNode>> = {
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

export function TicketTable({ list, shown, onShow, looks, selecting, seen, present, handle, groups }: Props) {
  const editing = useTicketEditing()
  const { columns: names, density } = looks
  const own = useCustomFields(Ticket.name)
  const { word } = useFieldWords()
  const columns = useMemo(
    () =>
      names.map((field): Column<Line> => {
        const width = field === 'title' ? undefined : `${widthOf(field)}px`
        const one = isOwnColumn(field) ? own.find(({ key }) => field === `custom.${key}`) : undefined
        if (one)
          return {
            field,
            words: word(one.labels),
            sorts: sortsByOwn(one),
            ...(width ? { width } : {}),
            cell: ({ custom }) => <FieldValue field={one} value={custom?.[one.key]} />,
          }
        const cell =
          field === 'title'
            ? (row: Line) => <Subject ticket={row as TicketRow} people={present.get(row.id!)} />
            : CELLS[field]
        return { field, ...(width ? { width } : {}), ...(cell ? { cell } : {}) }
      }),
    // oxlint-disable-next-line react/exhaustive-deps -- `word` and the array of the same names are made anew each time
    [names.join(), present, own],
  )
  const pathTo = useMemo(() => deskPaths(shown), [shown])
  const least = names.reduce((sum, name) => sum + (name === 'title' ? SUBJECT_AT_LEAST : widthOf(name)), CHOOSE)
  return (
    <div style={{ minInlineSize: least }}>
      <EntityTable
        of={Ticket}
        list={list}
        columns={columns}
        density={density}
        sort={shown.sort}
        onSort={(sort) => isSort(sort) && onShow({ ...shown, sort })}
        to={({ id }) => pathTo(id)}
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
