// The list of tasks, said once: its views, filters, orders and columns.
import { useMemo } from 'react'
import { type Listing, useNow } from '#kernel/web/index.tsx'
import { Task } from '../../contract.ts'
import { addDays, dayIn, instantIn } from '../calendar/days.ts'
import { useZone } from '../use-zone.ts'

const view = (key: string, filters: Record<string, unknown>) => ({ key, label: `tasks.view.${key}`, filters })
const OPEN = { state: 'open' }
const MINE = { assignee: 'me', ...OPEN }
/** What is overdue is reckoned anew so often. */
const ROUND_MS = 5 * 60_000

const LISTING = {
  of: Task,
  path: '/tasks',
  sorts: ['due', '-due', '-created_at', 'created_at', '-updated_at', 'updated_at'],
  filters: ['state', 'assignee', 'team', 'author'],
  columns: ['title', 'state', 'due', 'assignee', 'team', 'record', 'author', 'done_at', 'created_at', 'updated_at'],
  usual: ['title', 'due', 'state', 'assignee', 'record'],
} as const

/** `today`, `overdue` go by the clock and the zone of the person. */
export function useTaskListing(): Listing {
  const zone = useZone()
  const now = Math.floor(useNow() / ROUND_MS) * ROUND_MS
  return useMemo(() => {
    const today = dayIn(zone, now)
    const [from, to] = [instantIn(zone, today, '00:00'), instantIn(zone, addDays(today, 1), '00:00')]
    return {
      ...LISTING,
      ready: [
        view('mine', MINE),
        view('today', { ...MINE, due_from: from, due_to: to }),
        view('overdue', { ...OPEN, due_to: new Date(now).toISOString() }),
        view('all', {}),
      ],
    } as unknown as Listing
  }, [zone, now])
}
