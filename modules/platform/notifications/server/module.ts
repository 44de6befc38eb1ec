import { component } from '#kernel/contract/index.ts'
import { freeWorker, worker } from '#kernel/server/jobs.ts'
import { serverModule } from '#kernel/server/module.ts'
import { notificationChanged, notificationRemoved, notificationsRead } from '../contract.ts'
import centre from './centre/centre.ts'
import channels from './history/channels.ts'
import history from './history/history.ts'
import { sweepJobs } from './history/sweep.ts'
import { mailJob, pushJob, spreadJob } from './jobs.ts'
import { sendDue } from './mail/due.ts'
import unsubscribe from './mail/unsubscribe.ts'
import { defaults, preferences } from './preferences/preferences.ts'
import { deliverPush } from './push/deliver.ts'
import devices, { forgetWithSession } from './push/devices.ts'
import templates from './templates/templates.ts'
import { noticeSubscriptions } from './telling/subscriptions.ts'
import { spreadPiece } from './telling/spread.ts'

/** One push service that answers slowly must not keep the others waiting. */
const AT_ONCE = 4

export default serverModule({
  name: 'platform/notifications',
  component: component('notifications', { version: '1.0.0', always: true }),
  actions: [...centre, ...preferences, ...defaults, ...templates, ...channels, ...history, ...devices, ...unsubscribe],
  events: [notificationChanged, notificationRemoved, notificationsRead],
  on: (modules) => [...noticeSubscriptions(modules), forgetWithSession],
  jobs: [
    worker(spreadJob, spreadPiece, 20),
    freeWorker(mailJob, sendDue, { retries: 20 }),
    freeWorker(pushJob, deliverPush, { retries: 10, atOnce: AT_ONCE }),
    ...sweepJobs,
  ],
  grants: {
    manager: {
      'notifications.send': 'all',
      'notifications.read_templates': 'all',
      'notifications.read_history': 'own',
    },
    agent: { 'notifications.read_history': 'own' },
    analyst: { 'notifications.read_history': 'own' },
    client: { 'notifications.read_history': 'own' },
    sales_manager: { 'notifications.read_history': 'own' },
    seller: { 'notifications.read_history': 'own' },
  },
})
