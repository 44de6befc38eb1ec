import { serverModule } from '#kernel/server/module.ts'
import { worker } from '#kernel/server/jobs.ts'
import { notificationChanged, notificationRemoved, notificationsRead } from '../contract.ts'
import centre from './centre/centre.ts'
import { spreadJob } from './jobs.ts'
import { defaults, preferences } from './preferences/preferences.ts'
import { noticeSubscriptions } from './telling/subscriptions.ts'
import { spreadPiece } from './telling/spread.ts'

export default serverModule({
  name: 'platform/notifications',
  actions: [...centre, ...preferences, ...defaults],
  events: [notificationChanged, notificationRemoved, notificationsRead],
  on: noticeSubscriptions,
  jobs: [worker(spreadJob, spreadPiece)],
  grants: {
    manager: { 'notifications.send': 'all' },
  },
})
