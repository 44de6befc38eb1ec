import { IconBan, IconGauge } from '@tabler/icons-react'
import { page, webModule } from '#kernel/web/index.tsx'
import { blocks, limits } from '../contract.ts'

export default webModule({
  name: 'guard',
  pages: [
    page('/settings/limits', limits.get.can, () => import('./limits.tsx')),
    page('/settings/blocked-addresses', blocks.list.can, () => import('./blocks.tsx')),
  ],
  menu: [
    {
      to: '/settings/limits',
      label: 'menu.limits',
      keywords: 'menu.limits_keywords',
      icon: IconGauge,
      order: 55,
      can: limits.set.can,
      area: 'settings',
    },
    {
      to: '/settings/blocked-addresses',
      label: 'menu.blocks',
      keywords: 'menu.blocks_keywords',
      icon: IconBan,
      order: 62,
      can: blocks.list.can,
      area: 'settings',
    },
  ],
  text: {
    ru: () => import('../text/ru.json'),
    en: () => import('../text/en.json'),
    uz: () => import('../text/uz.json'),
    ar: () => import('../text/ar.json'),
  },
})
