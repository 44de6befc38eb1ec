// The desk's views: ready ones, and those that people saved. How they are drawn, counted and arranged is the platform's.
import { useMemo } from 'react'
import { SlotOutlet, useAction, useLive, useMe } from '#kernel/web/index.tsx'
import { type Kept, View, type Viewing, views, viewsBar, viewsColumn } from '#modules/platform/views/contract.ts'
import { Ticket, tickets } from '../../contract.ts'
import { deskPath, filtersOfKept, isNarrowed, keptOf, READY, readShown, type SavedView, type Shown } from './filters.ts'

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

const anId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** The saved view that an address names: undefined while it is on its way, null for a ready one and one that is gone. */
export function useSavedView(named: string | undefined): SavedView | null | undefined {
  const me = useMe()
  const isAsked = anId.test(named ?? '') && me.may(views.shelf.can)
  const { data, isPending } = useAction(views.shelf, { entity: Ticket.name }, { enabled: isAsked })
  useLive(isAsked ? [View.name] : [])
  if (!isAsked) return null
  return isPending ? undefined : (data?.items.find(({ id }) => id === named) ?? null)
}
