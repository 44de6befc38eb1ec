// The list of clients, said once: its views, filters, orders and columns.
import { reference } from '#kernel/contract/index.ts'
import type { Listing } from '#kernel/web/index.tsx'
import { Client } from '../../contract.ts'

const view = (key: string, filters: Record<string, unknown>) => ({ key, label: `clients.view.${key}`, filters })

export const LISTING: Listing = {
  of: Client,
  path: '/clients',
  ready: [
    view('all', {}),
    view('mine', { owner: 'me' }),
    view('leads', { stage: 'lead' }),
    view('customers', { stage: 'client' }),
    view('unassigned', { owner: 'none' }),
    view('organisations', { kind: 'organisation' }),
  ],
  sorts: ['-created_at', 'created_at', '-updated_at', 'updated_at', 'name', '-name'],
  filters: ['stage', 'status', 'segment', 'source', 'owner', 'team', 'kind', 'tags', 'language'],
  also: { segment: reference('client_segment') },
  columns: [
    'name',
    'stage',
    'status',
    'owner',
    'email',
    'phone',
    'tax_number',
    'source',
    'team',
    'kind',
    'tags',
    'language',
    'created_at',
    'updated_at',
  ],
  usual: ['name', 'stage', 'status', 'email', 'phone', 'owner', 'created_at'],
}
