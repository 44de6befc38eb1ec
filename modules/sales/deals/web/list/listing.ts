// The list of deals, said once: its views, filters, orders and columns.
import { useMemo } from 'react'
import { type Listing, useCustomFields, withOwnFields } from '#kernel/web/index.tsx'
import { Deal } from '../../contract.ts'

const view = (key: string, filters: Record<string, unknown>) => ({ key, label: `deals.view.${key}`, filters })

const LISTING: Listing = {
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
  filters: ['pipeline', 'stage', 'state', 'owner', 'team', 'client', 'source', 'loss_reason', 'tags'],
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

/** With the fields that the organisation added. */
export function useDealListing(): Listing {
  const own = useCustomFields(Deal.name)
  return useMemo(() => withOwnFields(LISTING, own), [own])
}
