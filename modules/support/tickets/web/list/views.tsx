// The desk's views: ready ones, and those that people saved. How they are drawn, counted and arranged is the platform's.
import { type Listing, type ShownList, SlotOutlet, useViewingOf } from '#kernel/web/index.tsx'
import { viewsBar, viewsColumn } from '#modules/platform/views/contract.ts'
import { tickets } from '../../contract.ts'

type Props = { listing: Listing; shown: ShownList; go: (to: string) => void }
const FIXED = ['channel', 'number', 'department', 'escalation_level', 'snoozed']

export const Views = ({ listing, shown, go }: Props) => (
  <SlotOutlet of={viewsColumn} {...useViewingOf(listing, tickets.list, shown, go)} fixed={FIXED} />
)
export const ViewBar = ({ listing, shown, go }: Props) => (
  <SlotOutlet of={viewsBar} {...useViewingOf(listing, tickets.list, shown, go)} fixed={FIXED} />
)
