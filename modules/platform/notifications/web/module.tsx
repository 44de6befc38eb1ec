// What notifications bring to the web interface: the bell in every frame, the list, preferences, settings.
import { IconBell, IconBellCog, IconBellRinging } from '@tabler/icons-react'
import { SIGNED_IN } from '#kernel/contract/index.ts'
import { fill, frameTools, page, settingsEntry, webModule } from '#kernel/web/index.tsx'
import { noticeTemplates } from '../contract.ts'

export default webModule({
  name: 'notifications',
  pages: [
    page('/notifications', SIGNED_IN, () => import('./centre/page.tsx')),
    page('/notifications/preferences', SIGNED_IN, () => import('./preferences/preferences.tsx')),
    page('/settings/notifications', noticeTemplates.update.can, () => import('./settings/settings.tsx')),
  ],
  menu: [
    settingsEntry({
      to: '/notifications/preferences',
      label: 'menu.notification_preferences',
      icon: IconBellRinging,
      order: 91,
      can: SIGNED_IN,
    }),
    settingsEntry({
      to: '/settings/notifications',
      label: 'menu.notification_settings',
      icon: IconBellCog,
      order: 60,
      can: noticeTemplates.update.can,
    }),
  ],
  commands: [
    {
      id: 'notifications',
      label: 'menu.notifications',
      icon: IconBell,
      run: ({ navigate }) => navigate('/notifications'),
    },
  ],
  fills: [fill(frameTools, () => import('./centre/bell.tsx'))],
  text: {
    ru: () => import('../text/ru.json'),
    en: () => import('../text/en.json'),
    uz: () => import('../text/uz.json'),
    ar: () => import('../text/ar.json'),
  },
})
