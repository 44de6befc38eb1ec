import { component } from '#kernel/contract/index.ts'
import { exportable } from '#kernel/server/imports/exportable.ts'
import { implement, serverModule } from '#kernel/server/module.ts'
import { exporting } from '#modules/platform/imports/contract.ts'
import * as contract from '../contract.ts'
import { taskBulk } from './bulk.ts'
import { about, exported, listed, next, viewedTasks } from './listing.ts'
import { createTask } from './rule-step.ts'
import { tables } from './tables.ts'
import { create, get, remove, restore, update } from './tasks.ts'
import { taskTells, tellingJobs } from './telling.ts'

export default serverModule({
  name: 'platform/tasks',
  component: component('tasks', { version: '1.0.0' }),
  actions: implement(
    contract.tasks,
    { tables },
    {
      about,
      next,
      export: ({ call }, input) => call(exporting.open, { entity: contract.Task.name, input }),
      list: listed,
      get,
      create,
      replace: update,
      update,
      remove,
      restore,
    },
  ),
  events: [
    contract.taskCreated,
    contract.taskChanged,
    contract.taskRemoved,
    contract.taskRestored,
    contract.taskReminded,
    contract.taskOverdue,
  ],
  tells: taskTells,
  jobs: tellingJobs,
  viewed: [viewedTasks],
  bulk: taskBulk,
  exports: [
    exportable(contract.Task, contract.tasks.export, {
      clear: contract.EXPORT_TASKS,
      also: ['author', 'due', 'done_at', 'created_at'],
      page: exported,
    }),
  ],
  steps: [createTask],
  grants: contract.taskGrants,
})
