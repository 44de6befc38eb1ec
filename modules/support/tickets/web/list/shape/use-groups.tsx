// The groups of the list: what a heading says, and how many tickets stand below it.
import { type ReactNode, useMemo } from 'react'
import { type Listing, type ShownList, useAction, useFormat } from '#kernel/web/index.tsx'
import { type Grouping, ticketGroups } from '../../../contract/groups.ts'
import { PriorityWord } from '../../marks/priority.tsx'
import { StatusWord } from '../../marks/status.tsx'
import { askOf } from '../listing.ts'
import classes from '../list.module.css'
import type { TicketRow } from './row.tsx'

type Row = Partial<TicketRow>
export type ListGroups = { of: (row: Row) => string; heading: (group: string) => ReactNode }

/** Undefined while the list is not grouped. */
export function useGroups(listing: Listing, shown: ShownList): ListGroups | undefined {
  const format = useFormat()
  const group = shown.group as Grouping | undefined
  const { sort: _sort, ...filters } = askOf(listing, shown)
  const { data } = useAction(
    ticketGroups.list,
    { ...filters, group_by: group ?? 'status' },
    { enabled: group !== undefined, keep: true },
  )
  return useMemo(() => {
    if (!group) return undefined
    const counts = new Map(data?.items.map(({ value, count, more }) => [value, { count, more }]))
    return {
      of: (row) => row[group]!,
      heading: (value) => {
        const found = counts.get(value)
        return (
          <span className={classes['heading']}>
            <Word group={group} value={value} />
            {found && (
              <span className="wn-quiet">
                {format.number(found.count)}
                {found.more && '+'}
              </span>
            )}
          </span>
        )
      },
    }
  }, [group, data, format])
}

const Word = ({ group, value }: { group: Grouping; value: string }) =>
  group === 'status' ? <StatusWord status={value as never} /> : <PriorityWord priority={value as never} />
