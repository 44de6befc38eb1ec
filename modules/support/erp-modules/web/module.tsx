import { IconApps } from '@tabler/icons-react'
import { foundIn, page, webModule } from '#kernel/web/index.tsx'
import { erpModules } from '../contract.ts'

export default webModule({
  name: 'erp-modules',
  pages: [page('/settings/erp-modules', erpModules.list.can, () => import('./erp-modules.tsx'))],
  menu: [
    {
      to: '/settings/erp-modules',
      label: 'menu.erp_modules',
      keywords: 'menu.erp_modules_keywords',
      icon: IconApps,
      order: 35,
      can: erpModules.update.can,
      area: 'settings',
    },
  ],
  references: {
    erp_module: {
      load: async (call) => (await call(erpModules.list, { limit: 200, sort: 'name' })).items,
      search: async (call, text) =>
        (await call(erpModules.list, { ...(text ? { q: text } : {}), is_active: true, sort: 'name', limit: 50 })).items,
      label: (card) => String(card['name']),
      detail: (card) => String(card['code']),
    },
  },
  found: {
    erp_module: {
      icon: IconApps,
      many: 'erp_module.many',
      can: erpModules.update.can,
      to: ({ title }) => foundIn('/settings/erp-modules', title),
    },
  },
  text: {
    ru: () => import('../text/ru.json'),
    en: () => import('../text/en.json'),
    uz: () => import('../text/uz.json'),
    ar: () => import('../text/ar.json'),
  },
})
