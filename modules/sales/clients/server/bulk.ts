// What may be done to many clients at once, and how it is taken back.
import { bulkable, type Bulkable } from '#kernel/server/bulk/bulkable.ts'
import { Client, clients } from '../contract.ts'

const undo: Bulkable['undo'] = ({ call }, id, values) => call(clients.putBack, { id, values: { ...values } })

export const clientBulk = [
  bulkable(Client, clients.update, {
    takes: ['owner', 'team', 'status', 'source', 'custom'],
    keeps: [['owner'], ['team'], ['status'], ['source'], ['custom']],
    undo,
  }),
  bulkable(Client, clients.tag, { takes: ['tags', 'mode'], keeps: [['tags']], undo }),
  bulkable(Client, clients.remove, {
    takes: [],
    keeps: [['deleted_at']],
    undo: ({ call }, id) => call(clients.restore, { id }),
  }),
]
