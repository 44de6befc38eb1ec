// The desk's views: ready ones, and those that people saved. How they are drawn, counted and arranged is the platform's.
import { useMemo } from 'react'
import { SlotOutlet } from '#kernel/web/index.tsx'
import { type Kept, type Viewing, viewsBar, viewsColumn } from '#modules/platform/views/contract.ts'
import { Ticket, tickets } from '../../contract.ts'
import { deskPath, filtersOfKept, isNarrowed, keptOf, READY, readShown, type Shown } from './filters.ts'

type Props = { shown: Shown; go: (to: string) => void }

export const Views = (props: Props) => <SlotOutlet of={viewsColumn} {...useViewing(props)} />
export const ViewBar = (props: Props) => <SlotOutlet of={viewsBar} {...useViewing(props)} />

function useViewing({ shown, go }: Props): Viewing {
  return useMemo(() => {
    // A saved view has an order of its own; from one ready view to the next the order stays.
    const to = (key: string) =>
      READY.some((one) => one.key === key)
        ? deskPath({ ...readShown({ view: key }), ...(shown.saved ? {} : { sort: shown.sort }) })
        : `/tickets?view=${key}`
    return {
      entity: Ticket,
      list: tickets.list,
      ready: READY,
      chosen: shown.view,
      kept: keptOf(shown),
      isModified: isNarrowed(shown),
      to,
      go: (key) => go(to(key)),
      filtersOf: (kept: Kept) => filtersOfKept(kept),
      fixed: ['channel', 'number', 'department', 'escalation_level', 'snoozed'],
    }
  }, [shown, go])
}
