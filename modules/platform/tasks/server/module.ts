import { component } from '#kernel/contract/index.ts'
import { implement, serverModule } from '#kernel/server/module.ts'
import * as contract from '../contract.ts'
import { taskBulk } from './bulk.ts'
import { about, listed, viewedTasks } from './listing.ts'
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
    { about, list: listed, get, create, replace: update, update, remove, restore },
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
  steps: [createTask],
  grants: contract.taskGrants,
})
