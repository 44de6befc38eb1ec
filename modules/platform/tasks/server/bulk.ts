// What may be done to many tasks at once, and how it is taken back.
import { bulkable, type Bulkable } from '#kernel/server/bulk/bulkable.ts'
import { Task, tasks } from '../contract.ts'

const undo: Bulkable['undo'] = ({ call }, id, values) => call(tasks.update, { ...values, id })

export const taskBulk = [
  bulkable(Task, tasks.update, {
    takes: ['assignee', 'team', 'state', 'due_on'],
    keeps: [['assignee'], ['team'], ['state'], ['due_on', 'due_at']],
    undo,
  }),
  bulkable(Task, tasks.remove, {
    takes: [],
    keeps: [['deleted_at']],
    undo: ({ call }, id) => call(tasks.restore, { id }),
  }),
]
