// What webhooks bring to the web interface: where we tell others, and where others tell us, both behind the gear.
import { IconWebhook, IconPhoneIncoming } from '@tabler/icons-react'
import { page, settingsEntry, webModule } from '#kernel/web/index.tsx'
import { incomingHooks, webhooks } from '../contract.ts'

export default webModule({
  name: 'webhooks',
  pages: [
    page('/settings/webhooks', webhooks.list.can, () => import('./outgoing/webhooks.tsx')),
    page('/settings/webhooks/$id', webhooks.get.can, () => import('./outgoing/webhook.tsx')),
    page('/settings/incoming-calls', incomingHooks.list.can, () => import('./incoming/endpoints.tsx')),
    page('/settings/incoming-calls/$id', incomingHooks.get.can, () => import('./incoming/endpoint.tsx')),
  ],
  menu: [
    settingsEntry({
      to: '/settings/webhooks',
      label: 'menu.webhooks',
      icon: IconWebhook,
      order: 50,
      can: webhooks.list.can,
    }),
    settingsEntry({
      to: '/settings/incoming-calls',
      label: 'menu.incoming_hooks',
      icon: IconPhoneIncoming,
      order: 51,
      can: incomingHooks.list.can,
    }),
  ],
  text: {
    ru: () => import('../text/ru.json'),
    en: () => import('../text/en.json'),
    uz: () => import('../text/uz.json'),
    ar: () => import('../text/ar.json'),
  },
})
