// The list of deals, said once: its views, filters, orders and columns.
import { calendarDay, laneFields } from '#kernel/contract/index.ts'
import type { Listing } from '#kernel/web/index.tsx'
import { Deal } from '../../contract.ts'
import { BOARD } from '../show.tsx'

const view = (key: string, filters: Record<string, unknown>) => ({ key, label: `deals.view.${key}`, filters })

export const LISTING: Listing = {
  of: Deal,
  path: '/deals',
  ready: [
    view('open', { state: 'open' }),
    view('mine', { owner: 'me', state: 'open' }),
    view('unassigned', { owner: 'none', state: 'open' }),
    view('won', { state: 'won' }),
    view('lost', { state: 'lost' }),
    view('all', {}),
  ],
  sorts: [
    '-created_at',
    'created_at',
    '-updated_at',
    'updated_at',
    '-amount',
    'amount',
    'title',
    '-title',
    'stage_since',
    '-stage_since',
  ],
  filters: [
    'pipeline',
    'stage',
    'state',
    'owner',
    'team',
    'client',
    'source',
    'loss_reason',
    'tags',
    'expected_close_to',
  ],
  also: { expected_close_to: calendarDay() },
  columns: [
    'title',
    'client',
    'amount',
    'stage',
    'owner',
    'expected_close',
    'stage_since',
    'state',
    'contact',
    'pipeline',
    'team',
    'source',
    'tags',
    'loss_reason',
    'won_at',
    'lost_at',
    'created_at',
    'updated_at',
  ],
  usual: ['title', 'client', 'amount', 'stage', 'owner', 'expected_close', 'stage_since'],
}

/** The board's: its stages are its columns, its pipeline has a place of its own, and it may be divided into lanes. */
export const OF_BOARD: Listing = {
  ...LISTING,
  path: BOARD,
  ready: [view('all', {}), view('mine', { owner: 'me' }), view('unassigned', { owner: 'none' })],
  lanes: laneFields(Deal),
  filters: LISTING.filters.filter((name) => !['stage', 'state', 'loss_reason'].includes(name)),
}
