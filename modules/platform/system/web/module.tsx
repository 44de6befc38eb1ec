import { IconFileText } from '@tabler/icons-react'
import { page, webModule } from '#kernel/web/index.tsx'
import { logs, system } from '../contract.ts'

const entry = { keywords: 'menu.logs_keywords', icon: IconFileText, area: 'settings' } as const

export default webModule({
  name: 'system',
  pages: [
    page('/settings/logs', logs.list.can, () => import('./own-logs.tsx')),
    page('/settings/platform-logs', system.logs.can, () => import('./platform-logs.tsx')),
  ],
  menu: [
    { to: '/settings/logs', label: 'menu.logs', order: 63, can: logs.list.can, ...entry },
    { to: '/settings/platform-logs', label: 'menu.system_logs', order: 64, can: system.logs.can, ...entry },
  ],
  text: {
    ru: () => import('../text/ru.json'),
    en: () => import('../text/en.json'),
    uz: () => import('../text/uz.json'),
    ar: () => import('../text/ar.json'),
  },
})
