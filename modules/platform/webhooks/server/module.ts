import { component } from '#kernel/contract/index.ts'
import { serverModule, tells } from '#kernel/server/module.ts'
import { MANAGE, pausedNotice, webhookChanged, webhookPaused, webhookRemoved } from '../contract.ts'
import deliveryLog from './delivery/log.ts'
import { subscriptions } from './delivery/record.ts'
import { senderService } from './delivery/sender.ts'
import webhooks from './hooks/webhooks.ts'
import { calledTenant } from './incoming/called.ts'
import calls from './incoming/calls.ts'
import { handleJob } from './incoming/handle.ts'
import endpoints from './incoming/endpoints.ts'
import receive from './incoming/receive.ts'
import { sweepJob } from './sweep.ts'

export default serverModule({
  name: 'platform/webhooks',
  component: component('webhooks', { version: '1.0.0', always: true }),
  actions: [...webhooks, ...deliveryLog, ...endpoints, ...calls, ...receive],
  events: [webhookChanged, webhookRemoved, webhookPaused],
  on: subscriptions,
  services: [senderService],
  tells: [
    tells(pausedNotice, async (_context, { webhook }) => [
      { to: { permission: MANAGE }, values: { url: webhook.url }, link: `/settings/webhooks/${webhook.id}` },
    ]),
  ],
  watched: ['webhook_secrets', 'incoming_secrets'],
  jobs: [handleJob, sweepJob],
  called: { 'hooks.receive': calledTenant },
})
