import { IconShieldCheck } from '@tabler/icons-react'
import { fill, page, settingsEntry, webModule } from '#kernel/web/index.tsx'
import { profileSections, userPanel } from '#modules/platform/identity/contract.ts'
import { audit } from '../contract.ts'

export default webModule({
  name: 'audit',
  pages: [
    page('/settings/audit', audit.list.can, () => import('./audit-page.tsx')),
    page('/settings/audit/$id', audit.get.can, () => import('./entry.tsx')),
  ],
  menu: [
    settingsEntry({
      to: '/settings/audit',
      label: 'menu.audit',
      icon: IconShieldCheck,
      order: 50,
      can: audit.list.can,
    }),
  ],
  fills: [fill(userPanel, () => import('./activity.tsx')), fill(profileSections, () => import('./own-activity.tsx'))],
  text: {
    ru: () => import('../text/ru.json'),
    en: () => import('../text/en.json'),
    uz: () => import('../text/uz.json'),
    ar: () => import('../text/ar.json'),
  },
})
