// What people may be told of tasks.
import { noticeKind } from '#kernel/contract/index.ts'
import { taskChanged, taskCreated, taskOverdue, taskReminded } from '../contract.ts'

const everywhere = { in_app: true, email: true, push: true } as const
const shared = { group: 'tasks', channels: everywhere } as const

export const assigned = noticeKind('task_assigned', {
  ...shared,
  events: [taskCreated, taskChanged],
  variables: ['title'],
})
export const reminded = noticeKind('task_reminded', { ...shared, events: [taskReminded], variables: ['title'] })
export const overdue = noticeKind('task_overdue', { ...shared, events: [taskOverdue], variables: ['title'] })
