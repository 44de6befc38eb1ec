// What webhooks bring to the web interface: where we tell others, and where others tell us, both behind the gear.
import { IconWebhook, IconPhoneIncoming } from '@tabler/icons-react'
import { page, webModule } from '#kernel/web/index.tsx'
import { incomingHooks, webhooks } from '../contract.ts'

const settings = 'settings' as const

export default webModule({
  name: 'webhooks',
  pages: [
    page('/settings/webhooks', webhooks.list.can, () => import('./outgoing/webhooks.tsx')),
    page('/settings/webhooks/$id', webhooks.get.can, () => import('./outgoing/webhook.tsx')),
    page('/settings/incoming-calls', incomingHooks.list.can, () => import('./incoming/endpoints.tsx')),
    page('/settings/incoming-calls/$id', incomingHooks.get.can, () => import('./incoming/endpoint.tsx')),
  ],
  menu: [
    {
      to: '/settings/webhooks',
      label: 'menu.webhooks',
      keywords: 'menu.webhooks_keywords',
      icon: IconWebhook,
      order: 50,
      can: webhooks.list.can,
      area: settings,
    },
    {
      to: '/settings/incoming-calls',
      label: 'menu.incoming_hooks',
      keywords: 'menu.incoming_hooks_keywords',
      icon: IconPhoneIncoming,
      order: 51,
      can: incomingHooks.list.can,
      area: settings,
    },
  ],
  text: {
    ru: () => import('../text/ru.json'),
    en: () => import('../text/en.json'),
    uz: () => import('../text/uz.json'),
    ar: () => import('../text/ar.json'),
  },
})
