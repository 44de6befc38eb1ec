// Departments beside teams: their page, and how they are found and named.
import { IconSitemap } from '@tabler/icons-react'
import { foundIn, page, webModule } from '#kernel/web/index.tsx'
import { departments } from '../../contract.ts'

export default webModule({
  name: 'departments',
  pages: [page('/settings/departments', departments.list.can, () => import('./departments.tsx'))],
  menu: [
    {
      to: '/settings/departments',
      label: 'menu.departments',
      keywords: 'menu.departments_keywords',
      icon: IconSitemap,
      order: 19,
      can: departments.update.can,
      area: 'settings',
    },
  ],
  references: {
    department: {
      // There are few departments; one list names them all.
      load: async (call) => (await call(departments.list, { limit: 200, sort: 'name' })).items,
      search: async (call, text) =>
        (await call(departments.list, { ...(text ? { q: text } : {}), sort: 'name', limit: 50 })).items,
      label: (card) => String(card['name']),
    },
  },
  found: {
    department: {
      icon: IconSitemap,
      many: 'department.many',
      can: departments.list.can,
      to: ({ title }) => foundIn('/settings/departments', title),
    },
  },
})
